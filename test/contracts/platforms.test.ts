import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billedSeconds } from "../../planner/cost/billing.ts";
import type { Platform, Shape } from "../../planner/domain/platform.ts";
import { gpus } from "../../planner/gpus/index.generated.ts";
import { platforms } from "../../planner/platforms/index.generated.ts";
import { seconds } from "../../planner/units/index.ts";
import { factsIn, isIsoDate } from "../support/facts.ts";
import { asking } from "../support/hosting.ts";

const MONTH = 30 * 86_400;

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
