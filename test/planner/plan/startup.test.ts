import { describe, expect, it } from "vitest";
import { startupOf } from "../../../planner/plan/startup.ts";
import { eks } from "../../../planner/platforms/eks.ts";

describe("a start-up", () => {
  const small = startupOf(eks, { layers: 32, weightBytesOfReplica: 16e9 });

  it("is the sum of its phases, all of which take time and are late at times", () => {
    const sum = (pick: "p50" | "p99") => small.phases.reduce((total, phase) => total + phase[pick], 0);
    expect(small.p50).toBeCloseTo(sum("p50"), 9);
    expect(small.p99).toBeCloseTo(sum("p99"), 9);
    for (const { p50, p99 } of small.phases) expect(0 < p50 && p50 < p99).toBe(true);
  });

  it("reads weights at network speed and compiles layer by layer", () => {
    const phase = (name: string, layers = 32, weightBytesOfReplica = 16e9) =>
      startupOf(eks, { layers, weightBytesOfReplica }).phases.find((one) => one.name === name)?.p50 ?? 0;
    expect(phase("load weights")).toBeCloseTo(32, 9);
    expect(phase("load weights", 32, 32e9)).toBeCloseTo(64, 9);
    expect(phase("compile", 80) - phase("compile", 32)).toBeCloseTo(48 * 0.66, 9);
  });
});
