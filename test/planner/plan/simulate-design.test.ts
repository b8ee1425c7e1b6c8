import { describe, expect, it } from "vitest";
import { errorShare, meanReplicas, samplesOf } from "../../../planner/plan/simulate-design.ts";
import { latencyOf, replicasOf } from "../../../planner/plan/simulated-answer.ts";
import { weightedQuantile } from "../../../planner/plan/weighted-samples.ts";
import { windowOf } from "./simulated-windows.ts";

describe("a horizon of windows", () => {
  // Nine tenths of the time one request a second, one tenth of the time nine: half of all requests each.
  const horizon = [
    windowOf({ weight: 0.9, rate: 1, prompts: [100, 100] }),
    windowOf({ weight: 0.1, rate: 9, prompts: Array.from({ length: 50 }, (_, i) => 200 + i), replicas: 3 }),
  ];

  it("counts each request as often as the hours that its window stands for bring it, not as often as it was simulated", () => {
    const weights = samplesOf(horizon, "ttft").map(({ sorted, weight }) => weight * sorted.length);
    expect(weights[0]).toBeCloseTo(0.9, 12);
    expect(weights[1]).toBeCloseTo(0.9, 12);
    const { ttftMs, tpotMs } = latencyOf(horizon);
    expect(ttftMs.mean).toBeCloseTo((100 + 224.5) / 2, 6);
    expect(ttftMs.p90).toBeGreaterThan(238.9);
    expect(ttftMs.p90).toBeLessThan(240.1);
    expect(tpotMs.p50).toBeNull();
  });

  it("lets no request count for those that failed beside it", () => {
    const failing = windowOf({ weight: 0.5, rate: 1, prompts: [2000, 2000, 2000, 300] });
    const whole = windowOf({ weight: 0.5, rate: 1, prompts: [100, 100, 100, 100] });
    expect(latencyOf([failing, whole]).ttftMs.mean).toBeCloseTo((300 + 4 * 100) / 5, 6);
  });

  it("weighs replicas by time, not by requests", () => {
    expect(meanReplicas(horizon)).toBeCloseTo(1.2, 12);
    expect(replicasOf(horizon, 1.2)).toEqual({ min: 1, mean: 1.2, max: 3 });
  });

  it("weighs failures by requests, not by time", () => {
    const failing = windowOf({ weight: 0.1, rate: 9, prompts: [2000, 100, 100, 100] });
    expect(errorShare([windowOf({ weight: 0.9, rate: 1, prompts: [100] }), failing])).toBeCloseTo(0.125, 12);
    expect(errorShare(horizon)).toBe(0);
    expect(errorShare([windowOf({ weight: 1, rate: 0, prompts: [] })])).toBe(0);
  });
});

describe("a weighted percentile", () => {
  it("is the smallest value that has the wanted share at or below it", () => {
    const samples = [{ sorted: Float64Array.of(1, 2, 3, 4), weight: 0.25 }];
    const at = (q: number) => weightedQuantile(samples, q) ?? Number.NaN;
    expect([0.25, 0.5, 0.75, 1].map(at)).toEqual([1, 2, 3, 4].map((value) => expect.closeTo(value, 9)));
    expect([0.26, 0.51].map(at)).toEqual([2, 3].map((value) => expect.closeTo(value, 9)));
  });
});
