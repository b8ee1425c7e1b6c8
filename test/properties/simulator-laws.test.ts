import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearStepTime } from "../../planner/index.ts";
import { REQUEST_STATUS } from "../../planner/simulate/row-buffer.ts";
import { simulation, workloadOf } from "../support/simulation.ts";
import { fleets, type Simulated, simulated, troubledFleets } from "../support/simulation-cases.ts";

const RUNS = { numRuns: 1200, seed: 11 };
const statusOf = ({ columns }: Simulated, i: number): string => REQUEST_STATUS[columns.status[i] ?? -1] ?? "none";

const KINDS = [
  ["left in peace", fleets],
  ["in trouble", troubledFleets],
] as const;

/** Every case ends: one that hangs fails by the time limit of the test. */
describe.each(KINDS)("any fleet %s", (_, cases) => {
  it("loses no request: arrived = completed + rejected + timed out + unfinished", () => {
    const seen = { completed: 0, rejected: 0, timedOut: 0, preemptions: 0 };
    fc.assert(
      fc.property(cases, ({ build, requests, autoscaler }) => {
        const answer = simulated(build());
        const { arrived, completed, rejected, timedOut, unfinished } = answer.result.requests;
        expect(arrived).toBe(requests.length);
        expect(completed + rejected + timedOut + unfinished).toBe(arrived);
        if (unfinished > 0) expect(autoscaler).toBe("nights");
        const counted = { completed: 0, rejected: 0, "timed-out": 0, unfinished: 0, none: 0 };
        for (const i of requests.keys()) counted[statusOf(answer, i) as keyof typeof counted]++;
        expect(counted).toEqual({ completed, rejected, "timed-out": timedOut, unfinished, none: 0 });
        seen.completed += completed;
        seen.rejected += rejected;
        seen.timedOut += timedOut;
        seen.preemptions += answer.result.preemptions;
      }),
      RUNS,
    );
    // Without these the law would not have met the hard cases.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });

  it("keeps each request's times in order", () => {
    fc.assert(
      fc.property(cases, ({ build, requests, concurrency }) => {
        const answer = simulated(build());
        const { arrivals, scheduled, firstToken, finish } = answer.columns;
        requests.forEach((request, i) => {
          if (concurrency === 0) expect(arrivals[i]).toBe(request.arrival);
          if (statusOf(answer, i) !== "completed") return;
          const times = [arrivals[i], scheduled[i], firstToken[i], finish[i]].map((time) => time ?? NaN);
          expect(times.every((time, k) => time >= (times[k - 1] ?? 0))).toBe(true);
          if (request.output === 1 && requests.length === 1) expect(finish[i]).toBe(firstToken[i]);
        });
        const { kv, busyShare } = answer.result;
        expect(kv.maxUse >= 0 && kv.maxUse <= 1).toBe(true);
        expect(kv.meanUse >= 0 && kv.meanUse <= kv.maxUse + 1e-12).toBe(true);
        expect(busyShare >= 0 && busyShare <= 1 + 1e-9).toBe(true);
      }),
      RUNS,
    );
  });

  it("has the gaps of completed requests: together they are the time from first to last token", () => {
    let cutOff = 0;
    fc.assert(
      fc.property(cases, ({ build, requests, policy }) => {
        // A static batch answers when its longest request is done.
        fc.pre(policy !== "static");
        const answer = simulated({ ...build(), exactGaps: true });
        const { firstToken, finish } = answer.columns;
        let seconds = 0;
        let gaps = 0;
        for (const [i, { output }] of requests.entries()) {
          if (statusOf(answer, i) !== "completed") cutOff += Number(!Number.isNaN(firstToken[i]));
          else {
            seconds += (finish[i] ?? NaN) - (firstToken[i] ?? NaN);
            gaps += output - 1;
          }
        }
        // What Vidur's Sarathi cuts off a prompt it then makes token by token: gaps more than the answer has.
        const isCut = policy === "sarathi" && answer.result.preemptions > 0;
        expectGaps(answer.result.itl.mean, { seconds, gaps, isCut });
      }),
      RUNS,
    );
    expect(cutOff).toBeGreaterThan(100);
  });

  it("answers the same question twice with the same numbers", () => {
    fc.assert(
      fc.property(cases, ({ build }) => {
        expect(simulated(build())).toEqual(simulated(build()));
      }),
      { ...RUNS, numRuns: 300 },
    );
  });
});

function expectGaps(mean: number | null, sums: { seconds: number; gaps: number; isCut: boolean }): void {
  const { seconds, gaps, isCut } = sums;
  const made = mean === null ? 0 : seconds / mean;
  expect(made).toBeCloseTo(isCut ? Math.round(made) : gaps, 6);
  expect(Math.round(made)).toBeGreaterThanOrEqual(gaps);
}

describe("a fleet left in peace", () => {
  it("rejects on arrival what can never fit, and nothing else where queues have no limit", () => {
    let rejections = 0;
    fc.assert(
      fc.property(fleets, ({ build, requests, ...it }) => {
        fc.pre(it.policy === "vllm" && it.queueLimit === null && it.timeout === null);
        const answer = simulated(build());
        requests.forEach(({ input, output }, i) => {
          const fits = Math.ceil(Math.max(input, input + output - 1) / it.blockSize) <= it.kvBlocks;
          expect(statusOf(answer, i)).toBe(fits ? "completed" : "rejected");
          if (fits) return;
          rejections++;
          expect(answer.columns.finish[i]).toBe(answer.columns.arrivals[i]);
          expect(answer.columns.scheduled[i]).toBeNaN();
        });
      }),
      RUNS,
    );
    expect(rejections).toBeGreaterThan(100);
  });

  it("lets a client go at exactly arrival + timeout, and answers everybody else before that", () => {
    let timeOuts = 0;
    fc.assert(
      fc.property(fleets, ({ build, requests, timeout }) => {
        fc.pre(timeout !== null);
        const answer = simulated(build());
        const { arrivals, finish } = answer.columns;
        for (const i of requests.keys()) {
          const deadline = (arrivals[i] ?? NaN) + timeout;
          if (statusOf(answer, i) !== "timed-out") expect(finish[i]).toBeLessThanOrEqual(deadline);
          else {
            timeOuts++;
            expect(finish[i]).toBe(deadline);
          }
        }
      }),
      RUNS,
    );
    expect(timeOuts).toBeGreaterThan(1000);
  });

  it("never holds more requests of a closed loop than it has clients, and never fewer while any are left", () => {
    fc.assert(
      fc.property(fleets, ({ build, requests, concurrency }) => {
        fc.pre(concurrency > 0);
        const { columns, result } = simulated(build());
        const leaves = [...columns.finish].sort((a, b) => a - b);
        // Client by client: the request after the first `concurrency` comes the instant one before it leaves.
        const wanted = requests.map((_, i) => (i < concurrency ? 0 : (leaves[i - concurrency] ?? NaN)));
        expect([...columns.arrivals]).toEqual(wanted);
        expect(result.simulatedSeconds).toBe(Math.max(0, ...columns.finish));
      }),
      RUNS,
    );
  });
});

describe("static batches", () => {
  it("of twice the size never take longer for requests that are all there: two batches become one", () => {
    const request = fc.record({ input: fc.integer({ min: 1, max: 80 }), output: fc.integer({ min: 1, max: 60 }) });
    const cases = fc.record({
      list: fc.array(request, { maxLength: 40 }),
      maxSequences: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(cases, ({ list, maxSequences }) => {
        const requests = workloadOf(list.map((lengths) => ({ arrival: 0, ...lengths })));
        const seconds = (size: number) => {
          const base = simulation(requests, { policy: "static" });
          const limits = { ...base.limits, maxSequences: size, kvBlocks: 10_000 };
          return simulated({ ...base, limits }).result.simulatedSeconds;
        };
        expect(seconds(2 * maxSequences)).toBeLessThanOrEqual(seconds(maxSequences) + 1e-9);
      }),
      RUNS,
    );
  });
});

describe("the smallest cases", () => {
  it("has nothing to say about no request", () => {
    const { result } = simulated(simulation(workloadOf([])));
    expect(result.requests).toEqual({ arrived: 0, completed: 0, rejected: 0, timedOut: 0, unfinished: 0 });
    expect(result.ttft).toEqual({ mean: null, p50: null, p90: null, p95: null, p99: null });
    expect([result.simulatedSeconds, result.steps, result.throughput.requestsPerSecond]).toEqual([0, 0, 0]);
  });

  it("takes prompt + decode steps for a single request", () => {
    const stepTime = linearStepTime({
      base: 1,
      perPrefillToken: 0,
      perDecodeSequence: 0,
      perKvToken: 0,
      prefillStep: 0,
    });
    const { result, columns } = simulated(
      simulation(workloadOf([{ arrival: 2, input: 1030, output: 5 }]), { stepTime, timeout: 100 }),
    );
    // Three chunks of at most 512, then four decodes.
    expect(result.steps).toBe(7);
    expect([columns.scheduled[0], columns.firstToken[0], columns.finish[0]]).toEqual([2, 5, 9]);
    expect([result.ttft.p50, result.tpot.p50, result.itl.mean, result.e2e.p99]).toEqual([3, 1, 1, 7]);
  });
});
