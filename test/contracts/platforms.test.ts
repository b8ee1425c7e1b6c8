import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billedSeconds } from "../../planner/cost/billing.ts";
import type { Platform, Shape } from "../../planner/domain/platform.ts";
import { gpus } from "../../planner/gpus/index.generated.ts";
import { platforms } from "../../planner/platforms/index.generated.ts";
import { bytes, seconds } from "../../planner/units/index.ts";
import { factsIn, isIsoDate } from "../support/facts.ts";

const MONTH = 30 * 86_400;

describe.each(Object.entries(platforms))("%s", (_id, platform: Platform) => {
  const shapes: readonly (readonly [string, Shape])[] = Object.entries(platform.shapes);

  it("bills no less for running longer, and in whole grains", () => {
    const duration = fc.double({ min: 0, max: MONTH, noNaN: true });
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const [short, long] = [seconds(Math.min(a, b)), seconds(Math.max(a, b))];
        const billed = billedSeconds(platform.billing, long);
        expect(billedSeconds(platform.billing, short)).toBeLessThanOrEqual(billed);
        expect(Math.abs(billed / platform.billing.grain - Math.round(billed / platform.billing.grain))).toBeLessThan(
          1e-9,
        );
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
    for (const { value } of Object.values(platform.provisioning)) expect(value.p99).toBeGreaterThanOrEqual(value.p50);
  });

  it("says why it cannot host something", () => {
    const unknown = platform.refuse({
      instance: "no-such-size",
      gpu: null,
      gpusPerReplica: 1,
      scaleToZero: false,
      needs: bytes(0),
    });
    expect(unknown).toMatch(/\w+ \w+/);
    for (const [instance, { gpu, gpuCount }] of shapes) {
      const tooMany = platform.refuse({
        instance,
        gpu,
        gpusPerReplica: gpuCount + 1,
        scaleToZero: false,
        needs: bytes(0),
      });
      expect(tooMany, instance).toMatch(/\w+ \w+/);
    }
  });

  it("hosts what it rents, unless it has no GPUs at all", () => {
    for (const [instance, { gpu, gpuCount }] of shapes) {
      if (gpuCount === 0) continue;
      expect(
        platform.refuse({ instance, gpu, gpusPerReplica: gpuCount, scaleToZero: false, needs: bytes(0) }),
        instance,
      ).toBeNull();
    }
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
