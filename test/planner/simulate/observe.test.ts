import { describe, expect, it } from "vitest";
import type { Observation } from "../../../planner/simulate/autoscaler.ts";
import { fleetOfSeconds as fleet } from "../../support/fleet-of-seconds.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";

/** What an autoscaler sees every so many seconds of one replica whose steps take a second. */
function seen(
  interval: number,
  requests: readonly (readonly [number, number])[],
  maxSequences = 128,
): readonly Observation[] {
  const all: Observation[] = [];
  const decide = (now: Observation) => {
    all.push(now);
    return 1;
  };
  const limits = { ...simulation(workloadOf([])).limits, maxSequences };
  fleet(requests, { limits, autoscaler: { interval, decide } });
  return all;
}

describe("what an autoscaler sees", () => {
  it("is the KV cache as it fills, also in the middle of a run of decodes", () => {
    // One request of 200 tokens: 16 more tokens are one more block.
    const use = seen(16, [[0, 200]]).map(({ kvUse }) => kvUse);
    expect(use.length).toBeGreaterThan(10);
    for (let i = 1; i < use.length - 1; i++) expect(use[i]).toBeGreaterThan(use[i - 1] ?? 1);
  });

  it("is a busy engine where a step has just ended and the next is about to begin", () => {
    const requests = [
      [0, 1],
      [0, 1],
      [0, 1],
    ] as const;
    const busy = seen(1, requests, 1).map((one) => one.busy);
    // One at a time: the engine has work at 1 s and at 2 s, where steps end.
    expect(busy.slice(0, 2)).toEqual([1, 1]);
  });
});

describe("a replica that is lost in the middle of a run", () => {
  it("has held the blocks of the steps that it had finished", () => {
    const upkeep = {
      ...({ restartEvery: null, restartStrategy: "rolling", secondsToOutOfMemory: null } as const),
      faults: [{ kind: "node-loss", at: 160.5, replica: 0 }] as const,
    };
    const lost = fleet([[0, 200]], { upkeep });
    const whole = fleet([[0, 160]], {});
    expect(lost.kv.maxUse).toBeCloseTo(whole.kv.maxUse, 9);
    expect(lost.kv.maxUse).toBeGreaterThan(5 * fleet([[0, 10]], {}).kv.maxUse);
    expect(lost.steps).toBe(160);
  });
});
