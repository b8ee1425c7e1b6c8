import { describe, expect, it } from "vitest";
import {
  memoryOnAks,
  memoryOnGke,
  reservedMilliCpu,
  reservedMilliCpuOnAks,
} from "../../../planner/platforms/_reserves.ts";
import { eks } from "../../../planner/platforms/eks.ts";
import { gibibytes, inGibibytes } from "../../../planner/units/index.ts";

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
    const shape = eks.shapes[instance];
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
