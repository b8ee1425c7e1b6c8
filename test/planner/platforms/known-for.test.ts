import { describe, expect, it } from "vitest";
import type { Model } from "../../../planner/domain/model.ts";
import { weightBytes } from "../../../planner/memory/weights.ts";
import { models } from "../../../planner/models/index.generated.ts";
import { platforms } from "../../../planner/platforms/index.generated.ts";
import { prices } from "../../../planner/prices/index.generated.ts";
import { bytes, gibibytes } from "../../../planner/units/index.ts";
import { asking } from "../../support/hosting.ts";

describe("what each place is known for", () => {
  const half = gibibytes(0.36 * 2);

  it("Cloud Run has no smaller shape with a GPU than it accepts", () => {
    const least: Readonly<Record<string, readonly [number, number]>> = { l4: [4, 16], "rtx-pro-6000-server": [20, 80] };
    for (const { gpu, vcpus, memory } of Object.values(platforms["cloud-run"].shapes)) {
      const [leastVcpus, leastGib] = least[gpu ?? ""] ?? [Number.NaN, Number.NaN];
      expect(vcpus).toBeGreaterThanOrEqual(leastVcpus);
      expect(memory).toBeGreaterThanOrEqual(gibibytes(leastGib));
    }
    expect(platforms["cloud-run"].refuse(asking({ instance: "l4-4cpu-16gib", gpusPerReplica: 2 }))).toMatch(/one GPU/);
  });

  it("Azure Container Instances sends everybody to Container Apps", () => {
    expect(platforms["azure-container-instances"].refuse(asking({ instance: "Standard" }))).toMatch(
      /2025-07-14.*azure-container-apps/,
    );
  });

  it("AWS Lambda is out of memory before it is anything else", () => {
    const { refuse } = platforms["aws-lambda"];
    const eightBillion = asking({ instance: "g5.2xlarge", gpu: "a10g", gpusPerReplica: 2, needs: gibibytes(15.5) });
    expect(refuse(eightBillion)).toMatch(/need 15\.5 GiB.*10240 MB/);
    expect(refuse({ ...eightBillion, instance: "10240mb" })).toMatch(/need 15\.5 GiB/);
    expect(refuse(asking({ instance: "1769mb", needs: gibibytes(2) }))).toMatch(/10240mb/);
    expect(refuse(asking({ instance: "3008mb", needs: half }))).toBeNull();
    expect(refuse(asking({ instance: "10240mb", needs: half }))).toBeNull();
  });

  it("AWS Lambda takes DialoGPT-medium and not Llama 3.1 8B, by what they weigh", () => {
    const { refuse } = platforms["aws-lambda"];
    const weighs = (model: Model) => bytes(weightBytes(model.architecture, "bf16", 1));
    expect(refuse(asking({ instance: "3008mb", needs: weighs(models["dialogpt-medium"]) }))).toBeNull();
    expect(refuse(asking({ instance: "10240mb", needs: weighs(models["llama-3.1-8b"]) }))).toMatch(
      /need 1\d\.\d GiB; the largest function has 10240 MB/,
    );
  });

  it("Inference Endpoints are priced in the cloud they run in, each size in at least one", () => {
    const { aws, gcp } = prices["hf-endpoints"].regions;
    expect(aws?.["nvidia-t4-x1"]?.onDemand).toBe(0.5);
    expect([aws?.["nvidia-l4-x1"]?.onDemand, gcp?.["nvidia-l4-x1"]?.onDemand]).toEqual([0.8, 0.7]);
    const priced = new Set([...Object.keys(aws ?? {}), ...Object.keys(gcp ?? {})]);
    expect(Object.keys(platforms["hf-endpoints"].shapes).filter((size) => !priced.has(size))).toEqual([]);
  });

  it("an endpoint or a machine that cannot go to zero says what to set", () => {
    const toZero = { gpu: null, scaleToZero: true };
    expect(platforms.sagemaker.refuse(asking({ instance: "ml.g5.2xlarge", ...toZero }))).toMatch(/minReplicas to 1/);
    expect(platforms["lambda-cloud"].refuse(asking({ instance: "gpu_1x_a10", ...toZero }))).toMatch(/mode fixed/);
  });

  it("a misspelt size is answered with the sizes of its family", () => {
    expect(platforms.gke.refuse(asking({ instance: "g2-standard-5" }))).toContain("g2-standard-4, g2-standard-8");
    expect(platforms.aks.refuse(asking({ instance: "standard_nc24ads_a100_v5" }))).toContain(
      "Standard_NC24ads_A100_v4",
    );
    expect(platforms["hf-endpoints"].refuse(asking({ instance: "nvidia-l40s-x2" }))).toContain("nvidia-l40s-x4");
    expect(platforms.sagemaker.refuse(asking({ instance: "g5.xlarge" }))).toContain("ml.g5");
    expect(platforms["lambda-cloud"].refuse(asking({ instance: "gpu_1x_h100" }))).toContain("gpu_1x_h100_pcie");
  });

  it("A100s are the cards they are", () => {
    expect(platforms.aks.shapes["Standard_NC24ads_A100_v4"]?.gpu).toBe("a100-pcie-80gb");
    expect(platforms.aks.shapes["Standard_ND96amsr_A100_v4"]?.gpu).toBe("a100-sxm4-80gb");
    expect(platforms.gke.shapes["a2-highgpu-1g"]?.gpu).toBe("a100-sxm4-40gb");
    expect(platforms["lambda-cloud"].shapes["gpu_1x_a100"]?.gpu).toBe("a100-pcie-40gb");
  });
});
