import { describe, expect, it } from "vitest";
import {
  capturedGraphs,
  engineStart,
  STARTUP_FACTS,
  type StartedModel,
  startupOf,
} from "../../../planner/plan/startup.ts";
import { eks } from "../../../planner/platforms/eks.ts";

describe("a start-up", () => {
  const small = startupOf(eks, { layers: 32, weightBytesOfReplica: 16e9, largestGraph: 256 });

  it("is the sum of its phases, all of which take time and are late at times", () => {
    const sum = (pick: "p50" | "p99") => small.phases.reduce((total, phase) => total + phase[pick], 0);
    expect(small.p50).toBeCloseTo(sum("p50"), 9);
    expect(small.p99).toBeCloseTo(sum("p99"), 9);
    for (const { p50, p99 } of small.phases) expect(0 < p50 && p50 < p99).toBe(true);
  });

  it("takes longer for more weights, more layers and larger graphs, phase by phase", () => {
    const f = STARTUP_FACTS;
    const phase = (name: string, changes: Partial<StartedModel> = {}) => {
      const { phases } = startupOf(eks, { layers: 32, weightBytesOfReplica: 16e9, largestGraph: 256, ...changes });
      return phases.find((one) => one.name === name)?.p50 ?? 0;
    };
    const weights = phase("load weights", { weightBytesOfReplica: 32e9 }) - phase("load weights");
    expect(weights).toBeCloseTo(16 * f.loadSecondsPerGigabyte.value, 9);
    expect(phase("compile", { layers: 80 }) - phase("compile")).toBeCloseTo(48 * f.compileSecondsPerLayer.value, 9);
    const graphs = "KV profiling and graphs";
    expect(phase(graphs, { largestGraph: 512 })).toBeGreaterThan(phase(graphs));
  });

  it("is shorter with warm caches, in each phase that they hold", () => {
    const model = { layers: 32, weightBytesOfReplica: 16e9, largestGraph: 256 };
    const fresh = engineStart({ model, caches: "fresh" }, STARTUP_FACTS);
    const warm = engineStart({ model, caches: "warm" }, STARTUP_FACTS);
    for (const [index, { name, p50 }] of warm.entries()) {
      const other = fresh[index]?.p50 ?? 0;
      if (name === "engine start") expect(p50).toBe(other);
      else expect(p50, name).toBeLessThan(other);
    }
  });

  it("counts the graphs that vLLM captures", () => {
    expect(capturedGraphs(1)).toEqual({ count: 1, tokens: 1 });
    expect(capturedGraphs(8)).toEqual({ count: 4, tokens: 15 });
    expect(capturedGraphs(512).count).toBe(67);
  });
});
