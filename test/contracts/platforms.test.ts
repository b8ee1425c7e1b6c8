import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billedSeconds } from "../../planner/cost/billing.ts";
import type { HostingRequest, Platform, Shape } from "../../planner/domain/platform.ts";
import { gpus } from "../../planner/gpus/index.generated.ts";
import {
  memoryOnAks,
  memoryOnGke,
  reservedMilliCpu,
  reservedMilliCpuOnAks,
} from "../../planner/platforms/_reserves.ts";
import { platforms } from "../../planner/platforms/index.generated.ts";
import { bytes, gibibytes, inGibibytes, seconds } from "../../planner/units/index.ts";
import { factsIn, isIsoDate } from "../support/facts.ts";

const MONTH = 30 * 86_400;

/** A question about an instance, with the rest as harmless as can be. */
const asking = (about: Partial<HostingRequest>): HostingRequest => ({
  instance: "",
  gpu: null,
  gpusPerReplica: 1,
  scaleToZero: false,
  needs: bytes(0),
  ...about,
});

it("knows each platform that the contract names", () => {
  expect(Object.keys(platforms).sort()).toEqual([
    ...["aks", "aws-lambda", "azure-container-apps", "azure-container-instances", "cloud-run"],
    ...["eks", "gke", "hf-endpoints", "lambda-cloud", "sagemaker"],
  ]);
});

describe.each(Object.entries(platforms))("%s", (_id, platform: Platform) => {
  const shapes: readonly (readonly [string, Shape])[] = Object.entries(platform.shapes);

  it("bills no less for running longer, and in whole grains", () => {
    const duration = fc.double({ min: 0, max: MONTH, noNaN: true });
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const [short, long] = [seconds(Math.min(a, b)), seconds(Math.max(a, b))];
        const billed = billedSeconds(platform.billing, long);
        expect(billedSeconds(platform.billing, short)).toBeLessThanOrEqual(billed);
        const grains = billed / platform.billing.grain;
        expect(Math.abs(grains - Math.round(grains))).toBeLessThan(1e-9 * Math.max(1, grains));
        expect(billed).toBeGreaterThanOrEqual(long * (1 - 1e-9));
        if (long > 0) expect(billed).toBeGreaterThanOrEqual(platform.billing.minimum);
      }),
    );
  });

  it("has a source and a date for every number", () => {
    const facts = factsIn(platform);
    expect(facts.length).toBeGreaterThanOrEqual(3);
    for (const { path, fact } of facts) {
      expect(fact.source.trim(), path).not.toBe("");
      expect(isIsoDate(fact.seen), path).toBe(true);
    }
    for (const { text, source } of [...platform.goodFor, ...platform.watchOut]) expect(text && source).not.toBe("");
  });

  it("rents known GPUs and leaves a pod some of the machine", () => {
    for (const [instance, shape] of shapes) {
      expect(shape.gpu === null || Object.keys(gpus).includes(shape.gpu), `${instance}: ${shape.gpu}`).toBe(true);
      expect(shape.gpuCount > 0, instance).toBe(shape.gpu !== null);
      expect(shape.allocatable.memory, instance).toBeGreaterThan(0.5 * shape.memory);
      expect(shape.allocatable.memory, instance).toBeLessThanOrEqual(shape.memory);
      expect(shape.allocatable.milliCpu, instance).toBeGreaterThan(500 * shape.vcpus);
      expect(shape.allocatable.milliCpu, instance).toBeLessThanOrEqual(1000 * shape.vcpus);
    }
  });

  it("takes p99 to be no shorter than p50", () => {
    const { provisioning, timeToFirstDeploy } = platform;
    for (const { value } of [...Object.values(provisioning), timeToFirstDeploy]) {
      expect(value.p50).toBeGreaterThan(0);
      expect(value.p99).toBeGreaterThanOrEqual(value.p50);
    }
  });

  it("gives ranges that are ranges, and discounts that are discounts", () => {
    const { spot, committed } = platform;
    const ranges = [spot?.interruptionsPerMonth, spot?.priceMoves, committed].filter((fact) => fact != null);
    for (const { value } of ranges) expect(value.low).toBeLessThan(value.high);
    expect(committed?.value.high ?? 0).toBeLessThan(1);
  });

  it("says why it cannot host something", () => {
    const sentence = /^[A-Z].*\w+ \w+.*\.$/;
    expect(platform.refuse(asking({ instance: "no-such-size" }))).toMatch(sentence);
    for (const [instance, { gpu, gpuCount }] of shapes) {
      const tooMany = asking({ instance, gpu, gpusPerReplica: Math.max(1, gpuCount) + 1 });
      expect(platform.refuse(tooMany), instance).toMatch(/\w+ \w+.*\.$/);
      const other = gpu === "t4" ? "l4" : "t4";
      expect(platform.refuse(asking({ instance, gpu: other, gpusPerReplica: 1 })), instance).toContain(other);
    }
  });

  it("hosts what it rents", () => {
    for (const [instance, { gpu, gpuCount }] of shapes) {
      expect(platform.refuse(asking({ instance, gpu, gpusPerReplica: Math.max(1, gpuCount) })), instance).toBeNull();
    }
  });

  it("knows what computes in each of its shapes", () => {
    for (const [instance, { gpu, cpu }] of shapes) expect(gpu === null, instance).toBe(cpu !== null);
  });

  it("says how it scales wherever it does so itself, and keeps a replica where it cannot go to zero", () => {
    expect(platform.scaling !== null).toBe(platform.autoscales && platform.kind !== "kubernetes");
    if (platform.scaling === null) return;
    const { target, shareOfLimit, interval, toZeroAfter } = platform.scaling.value;
    expect([target, shareOfLimit].filter((aim) => aim !== null)).toHaveLength(1);
    expect(interval).toBeGreaterThan(0);
    const toZero = Object.keys(platform.shapes).map((instance) =>
      platform.refuse(asking({ instance, scaleToZero: true })),
    );
    for (const refused of toZero) expect(refused === null).toBe(toZeroAfter !== null);
  });

  it("offers what it names in parts of the world, and lists what surprises people", () => {
    expect(Object.values(platform.regionIn).every((region) => /^[a-z0-9-]+$/.test(region))).toBe(true);
    expect(platform.goodFor.length).toBeGreaterThan(0);
    expect(platform.watchOut.length).toBeGreaterThan(1);
  });
});

describe("allocatable on EKS, as Karpenter prints it", () => {
  // aws/karpenter-provider-aws@0c5e7d8 website/content/en/docs/reference/instance-types.md
  it.each([
    ["g4dn.xlarge", 3920, 14_481],
    ["g4dn.12xlarge", 47_810, 178_933],
    ["g4dn.metal", 95_690, 355_262],
    ["g5.2xlarge", 7910, 29_317],
    ["g5.16xlarge", 63_770, 239_554],
    ["g5.48xlarge", 191_450, 723_299],
    ["g6.2xlarge", 7910, 29_317],
  ])("%s: %im CPU, %i MiB", (instance, milliCpu, mebibytes) => {
    const shape = platforms.eks.shapes[instance];
    expect(shape?.allocatable.milliCpu).toBe(milliCpu);
    expect((shape?.allocatable.memory ?? 0) / 2 ** 20).toBe(mebibytes);
  });
});

describe("what clouds print about their nodes", () => {
  it.each([
    [2, 1930],
    [4, 3920],
    [8, 7910],
    [16, 15_890],
  ])("GKE leaves pods %i cores as %im", (cores, milliCpu) => {
    // Table of allocatable resources in GKE's cluster architecture page, as public code quotes it.
    expect(1000 * cores - reservedMilliCpu(cores)).toBe(milliCpu);
  });

  it.each([
    [1.8, 1.3],
    [3.6, 2.6],
    [7.2, 5.5],
  ])("GKE leaves pods %f GB of memory as %f", (memory, printed) => {
    expect(Math.abs(inGibibytes(memoryOnGke(gibibytes(memory))) - printed)).toBeLessThan(0.06);
  });

  it.each([
    [1, 60],
    [2, 100],
    [4, 140],
    [8, 180],
    [16, 260],
    [32, 420],
    [64, 740],
  ])("AKS keeps of %i cores %im", (cores, milliCpu) => {
    expect(reservedMilliCpuOnAks(cores)).toBe(milliCpu);
  });

  it.each([
    [8, 30, 7.25],
    [4, 70, 2.9],
  ])("AKS leaves %i GB with %i pods as %f", (memory, pods, printed) => {
    expect(inGibibytes(memoryOnAks(gibibytes(memory), pods))).toBeCloseTo(printed, 1);
  });
});

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
