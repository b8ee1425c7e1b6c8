import { describe, expect, it } from "vitest";
import type { Simulation } from "../../../planner/index.ts";
import { keda } from "../../../planner/index.ts";
import { fleetOfSeconds as fleet, ONE_RETRY } from "../../support/fleet-of-seconds.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";

const [COMPLETED, REJECTED] = [0, 1];

describe("clients", () => {
  it("try again after a rejection and a time-out, each time later, and are counted once", () => {
    const retries = { most: 2, first: 1, longest: 1.5, jitter: 0 };
    const full = fleet(
      [
        [0, 9],
        [0.5, 9],
        [1, 1],
      ],
      { queueLimit: 1, retries, limits: oneAtATime() },
    );
    // The third is rejected at 1, 2 and 3.5 s.
    expect(full).toMatchObject({ ends: [9, 18, 3.5], status: [COMPLETED, COMPLETED, REJECTED], retries: 2 });
    const late = fleet([[0, 9]], { timeout: 2, retries });
    expect(late).toMatchObject({ ends: [8.5], retries: 2, requests: { arrived: 1, timedOut: 1 } });
  });

  it("do not try again what can never be served", () => {
    const limits = { ...oneAtATime(), kvBlocks: 1 };
    expect(fleet([[0, 900]], { limits, retries: ONE_RETRY })).toMatchObject({ retries: 0, status: [REJECTED] });
  });

  it("wait for their request's way through the mesh, and may lose patience on it", () => {
    expect(fleet([[0, 1]], { meshSeconds: () => 0.25 })).toMatchObject({ ends: [1.25], ttft: { mean: 1.25 } });
    const lost = fleet(
      [
        [0, 1],
        [5, 1],
      ],
      { meshSeconds: () => 3, timeout: 2 },
    );
    expect(lost).toMatchObject({ ends: [2, 7], requests: { timedOut: 2 } });
  });
});

describe("the way to a replica", () => {
  it("takes longer the more requests are in flight for each replica that takes some", () => {
    const seen: number[] = [];
    const meshSeconds = (_: unknown, inFlight: number) => {
      seen.push(inFlight);
      return 0;
    };
    fleet(
      [
        [0, 9],
        [1, 9],
        [2, 9],
      ],
      { replicas: 2, meshSeconds },
    );
    expect(seen).toEqual([0.5, 1, 1.5]);
  });

  it("takes longer the longer the prompt is", () => {
    const meshSeconds = (_random: unknown, _inFlight: number, inputTokens: number) => inputTokens / 100;
    const workload = workloadOf([
      { arrival: 0, input: 100, output: 1 },
      { arrival: 10, input: 400, output: 1 },
    ]);
    expect(fleet([], { meshSeconds, load: { kind: "open", workload } }).ends).toEqual([2, 15]);
  });
});

describe("a place that refuses what finds no replica", () => {
  it("wakes for it all the same, so that later requests are served", () => {
    const wakes = keda({
      ...{ min: 0, max: 1, target: { metric: "requests-waiting", value: 1 }, headroom: 0, minimumAt: () => 0 },
      behaviour: {
        ...{ syncPeriod: 1, tolerance: 0, pollingInterval: 1, cooldown: 60 },
        scaleUp: { stabilization: 0, rules: [{ type: "pods", value: 9, period: 1 }] },
        scaleDown: { stabilization: 0, rules: [{ type: "pods", value: 9, period: 1 }] },
      },
    });
    const answer = fleet(
      [
        [0.5, 1],
        [20, 1],
      ],
      { replicas: 0, autoscaler: wakes, refusesUnready: true, startupSeconds: () => 5 },
    );
    expect(answer.status).toEqual([REJECTED, COMPLETED]);
    expect(answer).toMatchObject({ foundNone: 1 });
  });
});

describe("a time-out at the very end of a step", () => {
  it("takes the request out before the next one is routed", () => {
    // One client, two replicas, steps of a second: it gives up at 2 s, where its second step ends, and its next request finds both
    // replicas idle.
    const { servedBy } = fleet([[0, 5]], {
      ...{ replicas: 2, router: "least-outstanding", timeout: 2 },
      load: { kind: "closed", concurrency: 1, input: Int32Array.of(1, 1), output: Int32Array.of(5, 5) },
    });
    expect(servedBy).toEqual([0, 0]);
  });
});

describe("a queue without room", () => {
  it("lets in who need not wait, and nobody else", () => {
    const { status } = fleet(
      [
        [0, 3],
        [1, 1],
        [4, 1],
      ],
      { queueLimit: 0 },
    );
    expect(status).toEqual([COMPLETED, REJECTED, COMPLETED]);
  });

  it("holds as many as wait at one replica while none is ready", () => {
    let decisions = 0;
    const autoscaler = { interval: 4, decide: () => (decisions++ === 0 ? 1 : 1) };
    const starting = (queueLimit: number) =>
      fleet(
        [
          [1, 1],
          [2, 1],
          [3, 1],
        ],
        { queueLimit, replicas: 0, autoscaler },
      ).status;
    expect(starting(2)).toEqual([COMPLETED, COMPLETED, REJECTED]);
    expect(starting(0)).toEqual([REJECTED, REJECTED, REJECTED]);
  });

  it("costs no more for each request that gives up when more of them wait", () => {
    const seconds = (count: number) => {
      const requests = Array.from({ length: count }, () => [0, 900] as const);
      const started = performance.now();
      expect(fleet(requests, { timeout: 5, limits: oneAtATime() }).requests.timedOut).toBe(count);
      return performance.now() - started;
    };
    seconds(1000);
    // Quadratic, it took a hundred times as long.
    expect(seconds(100_000)).toBeLessThan(40 * Math.max(20, seconds(10_000)));
  });
});

describe("preemptions", () => {
  it("of an attempt that is sent again count as well", () => {
    const limits = { maxBatchedTokens: 512, maxSequences: 8, blockSize: 1, kvBlocks: 50, watermarkBlocks: 0 };
    const retries = { most: 1, first: 100, longest: 100, jitter: 0 };
    const patient = fleet(
      [
        [0, 40],
        [0, 40],
      ],
      { limits: { ...limits, maxContext: Infinity } },
    );
    const sentAgain = fleet(
      [
        [0, 40],
        [0, 40],
      ],
      { limits: { ...limits, maxContext: Infinity }, timeout: 45, retries },
    );
    expect([patient.preemptions, sentAgain.preemptions, sentAgain.retries]).toEqual([1, 1, 1]);
  });
});

function oneAtATime(): Simulation["limits"] {
  return { ...simulation(workloadOf([])).limits, maxSequences: 1 };
}
