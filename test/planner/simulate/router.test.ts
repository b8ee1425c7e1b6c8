import { describe, expect, it } from "vitest";
import { linearStepTime, type Simulation } from "../../../planner/index.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";
import { simulated } from "../../support/simulation-cases.ts";

const STEP = { base: 0.01, perPrefillToken: 1e-3, perDecodeSequence: 0, perKvToken: 0, prefillStep: 0 };

type Row = readonly [arrival: number, prefixId: number];

function routed(rows: readonly Row[], changes: Partial<Simulation> = {}) {
  const requests = rows.map(([arrival, prefixId]) => ({ arrival, prefixId, input: 400, output: 2, prefixTokens: 320 }));
  const question = { router: "prefix-aware", replicas: 3, stepTime: linearStepTime(STEP), ...changes } as const;
  const base = simulation(workloadOf(requests), question);
  return simulated({ ...base, limits: { ...base.limits, prefixCaching: true } });
}

describe("the router that knows prefixes", () => {
  it("sends a group where it was sent before, a new one to the least loaded replica", () => {
    const rows = [
      [0, 7],
      [0, 8],
      [5, 8],
      [10, 7],
      [15, 9],
      [15.1, 7],
    ] as const;
    expect([...routed(rows).columns.replica]).toEqual([0, 1, 1, 0, 0, 0]);
  });

  it("saves the prefill of what is cached: 20 blocks of 16 tokens", () => {
    const { columns, result } = routed([
      [0, 7],
      [5, 7],
    ]);
    const ttft = [...columns.firstToken].map((time, i) => time - (columns.arrivals[i] ?? 0));
    expect(ttft[0]).toBeCloseTo(0.41, 9);
    expect(ttft[1]).toBeCloseTo(0.01 + 80e-3, 9);
    expect(result.prefixCache).toEqual({ askedTokens: 800, hitTokens: 320 });
  });

  it("leaves the group where the replica is overloaded", () => {
    const rows = Array.from({ length: 80 }, (): Row => [0, 7]);
    const counts = new Map<number, number>();
    for (const replica of routed(rows).columns.replica) counts.set(replica, (counts.get(replica) ?? 0) + 1);
    // From 65 on the loads are too unlike: the others take turns, whatever they know.
    expect(Object.fromEntries(counts)).toEqual({ 0: 65, 1: 8, 2: 7 });
  });

  it("is a least-outstanding router for requests of no group", () => {
    expect([
      ...routed([
        [0, -1],
        [0, -1],
        [0, -1],
        [0, -1],
      ]).columns.replica,
    ]).toEqual([0, 1, 2, 0]);
  });
});
