/** Which rows of the list make the table of a platform, and what its instances are called there. */
export interface PriceList {
  readonly platform: string;
  readonly provider: string;
  readonly product: string;
  /** What one price is for, as the table's comment says it. */
  readonly priced: string;
  /** Id among the platform's shapes; null = left out of the table. */
  readonly idOf: (instance: string) => string | null;
}

const asListed = (instance: string): string => instance;

/** Parts of one GPU, which nothing here can plan with. */
const PARTS_OF_A_GPU: ReadonlySet<string> = new Set(["g4-standard-6", "g4-standard-12", "g4-standard-24"]);

/** Cloud Run's list prices GPU, CPU and memory apart; only the two sums are whole instances. */
const CLOUD_RUN: Readonly<Record<string, string>> = {
  "L4 + 4 vCPU + 16 GiB (minimum)": "l4-4cpu-16gib",
  "L4 + 8 vCPU + 32 GiB": "l4-8cpu-32gib",
};

/** The tables that are written from the list; those of other platforms are typed by hand. */
export const priceLists: readonly PriceList[] = [
  { platform: "eks", provider: "aws", product: "ec2", priced: "whole EC2 instances under Linux", idOf: asListed },
  {
    platform: "gke",
    provider: "gcp",
    product: "gce",
    priced: "whole Compute Engine machines with their GPUs",
    idOf: (machine) => (PARTS_OF_A_GPU.has(machine) ? null : machine.replace("+1xT4", "-t4")),
  },
  {
    platform: "aks",
    provider: "azure",
    product: "vm",
    priced: "whole Azure VMs under Linux",
    // Sizes with the H100 NVL of 94 GB, which no file in planner/gpus describes.
    idOf: (size) => (/^Standard_NCC?\d+adi?s_H100_v5$/.test(size) ? null : size),
  },
  {
    platform: "hf-endpoints",
    provider: "huggingface",
    product: "inference-endpoints",
    priced: "one replica; the region is the cloud it runs in",
    idOf: (instance) => instance.split(" ").slice(1).join("-"),
  },
  {
    platform: "sagemaker",
    provider: "aws",
    product: "sagemaker-realtime",
    priced: "one hosting instance",
    idOf: asListed,
  },
  {
    platform: "cloud-run",
    provider: "gcp",
    product: "cloud-run",
    priced: "one instance with GPU, CPU and memory",
    idOf: (instance) => CLOUD_RUN[instance] ?? null,
  },
  {
    platform: "lambda-cloud",
    provider: "lambda",
    product: "on-demand",
    priced: "one machine, the same in every region",
    idOf: (type) => (type === "gpu_1x_gh200" ? null : type),
  },
];
