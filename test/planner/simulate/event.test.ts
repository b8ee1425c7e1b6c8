import { describe, expect, it } from "vitest";
import { linearStepTime, type Simulation } from "../../../planner/index.ts";
import { type Events, happenInOrder } from "../../../planner/simulate/event.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";
import { simulated } from "../../support/simulation-cases.ts";

/** Every step takes a second, so that things meet at the same instant. */
const SECOND = linearStepTime({ base: 1, perPrefillToken: 0, perDecodeSequence: 0, perKvToken: 0, prefillStep: 0 });

function times(requests: readonly (readonly [number, number])[], changes: Partial<Simulation> = {}) {
  const workload = workloadOf(requests.map(([arrival, output]) => ({ arrival, input: 1, output })));
  const limits = {
    ...{ maxBatchedTokens: 512, maxSequences: 2, blockSize: 16, kvBlocks: 100, watermarkBlocks: 0 },
    maxContext: Infinity,
  };
  const { columns } = simulated(simulation(workload, { limits, stepTime: SECOND, ...changes }));
  return { starts: [...columns.scheduled], ends: [...columns.finish], status: [...columns.status] };
}

describe("at the same instant", () => {
  const ORDER = [
    ...["replicaReady", "requestArrives", "stepEnds"],
    ...["requestTimesOut", "replicaDisrupted", "scaleDecided", "stepForms"],
  ] as const;

  it("each kind of event happens in one order, from its beginning again once an earlier kind may be due", () => {
    const happened: string[] = [];
    const again = new Set(["stepEnds", "stepForms"]);
    const event = (kind: string) => () => {
      happened.push(kind);
      return again.delete(kind);
    };
    happenInOrder(Object.fromEntries(ORDER.map((kind) => [kind, event(kind)])) as unknown as Events, 0);
    expect(happened).toEqual([...ORDER.slice(0, 3), ...ORDER, ...ORDER]);
  });

  it("a request that arrives as a step ends enters the next one", () => {
    const { starts } = times([
      [0, 9],
      [3, 1],
    ]);
    expect(starts).toEqual([0, 3]);
  });

  it("the client of a closed loop answers before the next step forms", () => {
    const load = {
      kind: "closed",
      concurrency: 2,
      input: Int32Array.of(1, 1, 1),
      output: Int32Array.of(2, 4, 1),
    } as const;
    expect(times([], { load })).toMatchObject({ starts: [0, 0, 2], ends: [2, 4, 3] });
  });

  it("a client of a closed loop that hangs up asks again before the next step forms", () => {
    const load = { kind: "closed", concurrency: 1, input: Int32Array.of(1, 1), output: Int32Array.of(9, 1) } as const;
    expect(times([], { load, timeout: 3 })).toMatchObject({ starts: [0, 3], ends: [3, 4] });
    // The same where somebody else is served, so that a step forms at that instant whoever asks.
    const output = Int32Array.of(2, 9, 9, 1);
    const two = { ...load, concurrency: 2, input: Int32Array.of(1, 1, 1, 1), output };
    expect(times([], { load: two, timeout: 3 })).toMatchObject({ starts: [0, 0, 2, 3], ends: [2, 3, 5, 4] });
  });

  it("an answer that is ready on the dot is not late", () => {
    expect(times([[0, 5]], { timeout: 5 })).toMatchObject({ ends: [5], status: [0] });
    expect(times([[0, 6]], { timeout: 5 })).toMatchObject({ ends: [5], status: [2] });
  });

  it("a client that hangs up as a step ends takes no part in the next one", () => {
    // The second finishes and the first gives up at 5 s: both places are free for those who wait.
    const requests = [
      [0, 100],
      [1, 4],
      [2, 2],
      [2, 2],
    ] as const;
    expect(times(requests, { timeout: 5 })).toMatchObject({ starts: [0, 1, 5, 5], ends: [5, 5, 7, 7] });
  });

  it("an autoscaler decides before the step forms: it sees an arrival wait", () => {
    const seen: number[] = [];
    const decide = (observation: { waiting: number; running: number }, current: number) => {
      seen.push(observation.waiting, observation.running);
      return current;
    };
    times([[3, 2]], { autoscaler: { interval: 3, decide } });
    expect(seen).toEqual([1, 0]);
  });
});

describe("steps that take no time", () => {
  it("end, on several replicas and in a closed loop", () => {
    const nothing = linearStepTime({
      base: 0,
      perPrefillToken: 0,
      perDecodeSequence: 0,
      perKvToken: 0,
      prefillStep: 0,
    });
    const output = Int32Array.from({ length: 40 }, (_, i) => 1 + (i % 7));
    const load = { kind: "closed", concurrency: 3, input: new Int32Array(40).fill(5), output } as const;
    const { ends } = times([], { load, stepTime: nothing, replicas: 3 });
    expect(ends).toEqual(Array<number>(40).fill(0));
  });
});
