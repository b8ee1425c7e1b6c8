import { assumed, datasheet } from "../domain/fact.ts";
import type { GpuId } from "../domain/ids.generated.ts";
import type { HostingRequest, Platform, Shape } from "../domain/platform.ts";
import { gibibytes, seconds } from "../units/index.ts";
import { refuseInstance } from "./_instances.ts";

const seen = "2026-11-29";
const docs = "learn.microsoft.com/azure/container-apps";

/** GPU, vCPUs, GiB of memory. */
type Row = readonly [gpu: GpuId, vcpus: number, memoryGib: number];

/** Serverless workload profiles; one replica may take a profile whole. */
const profiles: Readonly<Record<string, Row>> = {
  "Consumption-GPU-NC8as-T4": ["t4", 8, 56],
  "Consumption-GPU-NC24-A100": ["a100-pcie-80gb", 24, 220],
};

const basis = datasheet(
  "all of the profile: what a replica asks for is what it gets",
  `${docs}/workload-profiles-overview`,
  seen,
);

const shapes: Readonly<Record<string, Shape>> = Object.fromEntries(
  Object.entries(profiles).map(([profile, row]) => [profile, shapeOf(row)]),
);

/** Azure Container Apps with serverless GPUs. Their price was not found: there is no table, so each bill is unknown. */
export const azureContainerApps = {
  name: "Azure Container Apps",
  kind: "serverless",
  shapes,
  billing: {
    grain: seconds(1),
    minimum: seconds(1),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0.4,
    source: assumed(
      "vCPU, memory and GPU by the second; 0.40 USD a million requests beyond the free two",
      `${docs}/billing for the seconds; the request price is general knowledge`,
      seen,
    ),
  },
  provisioning: {
    node: assumed(
      { p50: seconds(20), p99: seconds(180) },
      "no figure is printed; GPU capacity may have to be found",
      seen,
    ),
    imagePull: assumed(
      { p50: seconds(120), p99: seconds(300) },
      "8 to 10 GB of engine image at 80 MB/s; artifact streaming needs a premium registry",
      seen,
    ),
  },
  controlPlane: null,
  extras: {
    disk: null,
    imageUsdPerGibMonth: assumed(
      0.1,
      "azure.microsoft.com/pricing/details/container-registry; general knowledge, page not read",
      seen,
    ),
    egressUsdPerGib: assumed(
      0.087,
      "azure.microsoft.com/pricing/details/bandwidth; general knowledge, page not read",
      seen,
    ),
  },
  spot: null,
  committed: null,
  scaling: datasheet(
    {
      metric: "concurrency",
      target: 10,
      shareOfLimit: null,
      interval: seconds(30),
      upAfter: seconds(0),
      downAfter: seconds(300),
      toZeroAfter: seconds(300),
      atZero: "wait",
    },
    `${docs}/scale-app: HTTP rule of 10 requests at once unless changed, looked at each 30 s, 300 s before fewer and before none`,
    seen,
  ),
  autoscales: true,
  requestTimeout: datasheet(seconds(240), `${docs}/ingress-overview, HTTP request timeout`, seen),
  replicaQuota: null,
  timeToFirstDeploy: assumed(
    { p50: seconds(4 * 3600), p99: seconds(7 * 86_400) },
    "an environment with a GPU profile and an image; days where the GPU quota must be asked for",
    seen,
  ),
  regionIn: { america: "westus3", europe: "swedencentral", asia: "australiaeast" },
  retiring: null,
  refuse,
  goodFor: [
    { text: "To zero without a cluster; KEDA rules beneath.", source: `${docs}/gpu-serverless-overview` },
    { text: "An A100 with 80 GB by the second.", source: `${docs}/gpu-serverless-overview` },
  ],
  watchOut: [
    {
      text: "The GPU price was not found in public text: no bill is forecast.",
      source: "azure.microsoft.com/pricing/details/container-apps",
    },
    { text: "A request has 240 seconds, streamed or not.", source: `${docs}/ingress-overview` },
    { text: "GPU profiles exist in few regions and only T4 and A100.", source: `${docs}/gpu-serverless-overview` },
    {
      text: "GPU quota is per subscription and region; some kinds of contract have none until they ask.",
      source: `${docs}/quotas`,
    },
    {
      text: "Ten requests at once add a replica unless the rule is changed: far below what an engine batches.",
      source: `${docs}/scale-app`,
    },
    { text: "One GPU a replica.", source: `${docs}/gpu-serverless-overview` },
  ],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  const familyOf = (profile: string) => profile.split("-").slice(0, 2).join("-");
  return refuseInstance(request, { rentedBy: "Azure Container Apps", shapes, familyOf });
}

function shapeOf([gpu, vcpus, memoryGib]: Row): Shape {
  const memory = gibibytes(memoryGib);
  return { gpu, gpuCount: 1, vcpus, memory, allocatable: { milliCpu: vcpus * 1000, memory, basis }, cpu: null };
}
