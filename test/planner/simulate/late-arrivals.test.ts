import { describe, expect, it } from "vitest";
import type { SimulationResult } from "../../../planner/index.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";
import { simulated } from "../../support/simulation-cases.ts";

/** Two requests a second apart, the first of which comes that late. */
const from = (first: number, changes: Parameters<typeof simulation>[1] = {}): SimulationResult => {
  const requests = [first, first + 1].map((arrival) => ({ arrival, input: 256, output: 20 }));
  return simulated(simulation(workloadOf(requests), changes)).result;
};

describe("a log that counts its seconds from anywhere", () => {
  it("shows the throughput and the mean KV use of the same log from 0", () => {
    const [early, late] = [from(0), from(100_000)];
    expect(early.throughput.requestsPerSecond).toBeGreaterThan(1);
    expect(late.throughput.requestsPerSecond).toBeCloseTo(early.throughput.requestsPerSecond, 6);
    expect(late.throughput.outputTokensPerSecond).toBeCloseTo(early.throughput.outputTokensPerSecond, 6);
    expect(late.kv.meanUse).toBeCloseTo(early.kv.meanUse, 9);
    expect(late.simulatedSeconds).toBeGreaterThan(100_000);
  });

  it("counts from 0 where the load has a length of its own", () => {
    expect(from(8, { lastsUntil: 10 }).throughput.requestsPerSecond).toBeCloseTo(2 / 10, 12);
    const window = from(8, { measureFrom: 0, measureUntil: 10 });
    expect(window.throughput.requestsPerSecond).toBeCloseTo(2 / window.simulatedSeconds, 12);
  });

  it("counts from where it is measured, if that is later", () => {
    const late = from(8, { measureFrom: 8.5 });
    expect(late.throughput.requestsPerSecond).toBeCloseTo(1 / (late.simulatedSeconds - 8.5), 12);
  });
});
