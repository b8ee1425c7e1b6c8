import { describe, expect, it } from "vitest";
import { linearStepTime, type Simulation, stream } from "../../../planner/index.ts";
import type { Autoscaler } from "../../../planner/simulate/autoscaler.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";
import { type Simulated, simulated } from "../../support/simulation-cases.ts";

/** Every step takes a second: a request of n output tokens is served in n seconds, one at a time on a replica. */
const SECOND = linearStepTime({ base: 1, perPrefillToken: 0, perDecodeSequence: 0, perKvToken: 0, prefillStep: 0 });

function fleet(requests: readonly (readonly [number, number])[], changes: Partial<Simulation>): Simulated {
  const workload = workloadOf(requests.map(([arrival, output]) => ({ arrival, input: 1, output })));
  const limits = {
    ...{ maxBatchedTokens: 512, maxSequences: 1, blockSize: 16, kvBlocks: 100, watermarkBlocks: 0 },
    maxContext: Infinity,
  };
  return simulated(simulation(workload, { limits, stepTime: SECOND, ...changes }));
}

/** Wants these numbers of replicas, one after the other, once a period. */
function plan(interval: number, ...wanted: readonly number[]): Autoscaler {
  let decisions = 0;
  return { interval, decide: (_seen, current) => wanted[decisions++] ?? wanted.at(-1) ?? current };
}

const starts = ({ columns }: Simulated) => [...columns.scheduled];
const ends = ({ columns }: Simulated) => [...columns.finish];
const places = ({ columns }: Simulated) => [...columns.replica];

describe("a replica that starts", () => {
  it("takes no request before it is ready, and is paid for from its creation", () => {
    const answer = fleet(
      [
        [0, 10],
        [5, 10],
        [7.5, 10],
      ],
      { autoscaler: plan(2, 2), startupSeconds: () => 5, router: "least-outstanding" },
    );
    // Created at 2 s, ready at 7 s: the second request queues at replica 0 although replica 1 is on its way.
    expect(places(answer)).toEqual([0, 0, 1]);
    expect(starts(answer)).toEqual([0, 10, 7.5]);
    expect(ends(answer)).toEqual([10, 20, 17.5]);
    expect(answer.result.replicas).toEqual({ seconds: 38, min: 1, mean: 1.9, max: 2 });
    expect(answer.result.fleet).toEqual({ startingSeconds: 5, started: 1, atOnce: [0, 0.1, 0.9] });
    expect(answer.result.busyShare).toBeCloseTo(30 / (20 + 13), 12);
  });

  it("is waited for by requests that come while nobody is ready, in their order", () => {
    const answer = fleet(
      [
        [1, 3],
        [2, 3],
        [3, 3],
      ],
      { replicas: 0, autoscaler: plan(4, 2), startupSeconds: () => 6, router: "least-outstanding" },
    );
    // Both are ready at 10 s and share what waits.
    expect(places(answer)).toEqual([0, 1, 0]);
    expect(starts(answer)).toEqual([10, 10, 13]);
    expect(answer.result.ttft.p50).toBe(10);
    expect(answer.result.replicas.seconds).toBe(2 * (16 - 4));
    expect(answer.result.replicas.min).toBe(0);
  });

  it("is known by its number, not by when it got ready", () => {
    const delays = [9, 1];
    const answer = fleet(
      [
        [0, 30],
        [20, 1],
      ],
      { autoscaler: plan(2, 3), startupSeconds: () => delays.shift() ?? 0, router: "least-outstanding" },
    );
    // Replica 2 is ready at 3 s, replica 1 at 11 s: at 20 s both are free and the lower number is taken.
    expect(places(answer)).toEqual([0, 1]);
  });

  it("that needs no time serves within the instant of the decision", () => {
    const answer = fleet([[1, 2]], { replicas: 0, autoscaler: plan(4, 1), startupSeconds: () => 0 });
    expect([starts(answer), ends(answer)]).toEqual([[4], [6]]);
  });

  it("draws its time from a stream of its own", () => {
    const drawn = stream(5, "startup").next();
    const answer = fleet([[1, 2]], { replicas: 0, autoscaler: plan(4, 1), startupSeconds: (r) => r.next(), seed: 5 });
    expect(starts(answer)).toEqual([4 + drawn]);
  });
});

describe("a replica that drains", () => {
  it("finishes what it has, takes nothing new, and goes", () => {
    const answer = fleet(
      [
        [0, 10],
        [0, 10],
        [0, 1],
        [0, 4],
        [5, 1],
        [5, 1],
      ],
      { replicas: 2, autoscaler: plan(2, 1) },
    );
    // From 2 s on replica 1 drains: it still serves the fourth request, which waited there, and leaves at 14 s.
    expect(places(answer)).toEqual([0, 1, 0, 1, 0, 0]);
    expect(ends(answer)).toEqual([10, 10, 11, 14, 12, 13]);
    expect(answer.result.replicas.seconds).toBe(14 + 14);
  });

  it("goes at once when it is idle, the youngest first, and those still starting before all others", () => {
    const idle = fleet([[0, 10]], { replicas: 3, autoscaler: plan(2, 1) });
    expect(idle.result.replicas.seconds).toBe(10 + 2 + 2);
    const starting = fleet([[0, 10]], { replicas: 2, autoscaler: plan(2, 3, 2), startupSeconds: () => 60 });
    // The third is created at 2 s and gone at 4 s; the second, ready and idle, stays.
    expect(starting.result.replicas.seconds).toBe(10 + 10 + 2);
  });

  it("goes when the last client it serves has hung up", () => {
    const answer = fleet(
      [
        [0, 9],
        [0, 9],
        [6, 2],
      ],
      { replicas: 2, autoscaler: plan(2, 1), timeout: 4 },
    );
    expect(ends(answer)).toEqual([4, 4, 8]);
    expect(answer.result.requests).toMatchObject({ completed: 1, timedOut: 2 });
    expect(answer.result.replicas.seconds).toBe(8 + 4);
  });
});

describe("an autoscaler", () => {
  it("sees what waits and runs on ready replicas, and how many start", () => {
    const seen: object[] = [];
    const decide: Autoscaler["decide"] = (observation, current) => {
      seen.push({ ...observation, current });
      return 2;
    };
    fleet(
      [
        [0, 10],
        [1, 1],
        [1, 1],
      ],
      { autoscaler: { interval: 3, decide }, startupSeconds: () => 4 },
    );
    const first = {
      ready: 1,
      starting: 0,
      pending: 0,
      unrouted: 0,
      arrived: 3,
      waiting: 2,
      running: 1,
      kvUse: 0.01,
      busy: 1,
      current: 1,
    };
    expect(seen.slice(0, 3)).toEqual([
      first,
      { ...first, starting: 1, current: 2, arrived: 0 },
      { ...first, ready: 2, current: 2, arrived: 0 },
    ]);
  });

  it("knows pods that are pending from containers that run and do not answer yet", () => {
    const seen: (readonly number[])[] = [];
    const decide: Autoscaler["decide"] = ({ starting, pending }) => {
      seen.push([starting, pending]);
      return 2;
    };
    // Made at 1 s, placed at 3 s, begins at 4.5 s, ready at 7.5 s.
    const startupSeconds = () => ({ node: 2, image: 1.5, process: 3 });
    fleet([[0, 9]], { autoscaler: { interval: 1, decide }, startupSeconds });
    expect(seen.map(String)).toEqual(["0,0", "1,1", "1,1", "1,1", "1,0", "1,0", "1,0", "0,0", "0,0"]);
  });

  it("does not keep a simulation alive when all requests are gone", () => {
    let decisions = 0;
    const decide: Autoscaler["decide"] = (_seen, current) => {
      decisions++;
      return current;
    };
    expect(fleet([[0, 10]], { autoscaler: { interval: 3, decide } }).result.simulatedSeconds).toBe(10);
    expect(decisions).toBe(3);
  });

  it("that never brings a replica leaves those who wait unfinished, and the simulation ends", () => {
    const answer = fleet([[1, 2]], { replicas: 0, autoscaler: plan(15, 0) });
    expect(answer.result.requests).toEqual({ arrived: 1, completed: 0, rejected: 0, timedOut: 0, unfinished: 1 });
    expect(ends(answer)).toEqual([NaN]);
    expect(fleet([[1, 2]], { replicas: 0 }).result.requests.unfinished).toBe(1);
  });

  it("that brings replicas and takes them before they are ready comes to an end as well", () => {
    let wanted = 0;
    const decide = () => (wanted = 1 - wanted);
    const answer = fleet([[1, 2]], { replicas: 0, autoscaler: { interval: 15, decide }, startupSeconds: () => 60 });
    expect(answer.result.requests.unfinished).toBe(1);
  });
});

describe("a client that hangs up", () => {
  it("exactly when a step ends takes no part in the next one", () => {
    const answer = fleet(
      [
        [0, 100],
        [1, 2],
      ],
      { timeout: 5 },
    );
    // The first leaves at 5 s, where a step ends; the second starts at once.
    expect(ends(answer)).toEqual([5, expect.any(Number)]);
    expect(starts(answer)[1]).toBe(5);
  });

  it("of a static batch after its last token but before the batch is done frees its place once", () => {
    const requests = Array.from({ length: 12 }, (_, i) => [i === 0 ? 0 : 4, i === 0 ? 20 : 1] as const);
    const limits = {
      ...{ maxBatchedTokens: 512, maxSequences: 3, blockSize: 16, kvBlocks: 100, watermarkBlocks: 0 },
      maxContext: Infinity,
    };
    const answer = fleet([[0, 1], ...requests], { policy: "static", limits, timeout: 10 });
    const { completed, timedOut } = answer.result.requests;
    expect(completed + timedOut).toBe(13);
    expect(ends(answer)[0]).toBe(10);
  });
});
