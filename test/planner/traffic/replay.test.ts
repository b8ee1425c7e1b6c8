import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream, type TrafficHistory, type Workload } from "../../../planner/domain/index.ts";
import { followedBy, replay } from "../../../planner/traffic/replay.ts";
import { workloadOf } from "../../support/simulation.ts";

const HOUR = 3600;

/** Two hours: 200 requests in the first, 1000 in the second; each request has lengths of its own. */
const rising: TrafficHistory = historyOf(
  Array.from({ length: 1200 }, (_, i) => ({
    arrival: i < 200 ? i * 18 : HOUR + (i - 200) * 3.6,
    input: 1 + i,
    output: 5000 - i,
  })),
  2 * HOUR,
);

function historyOf(
  requests: readonly { arrival: number; input: number; output: number }[],
  duration: number,
): TrafficHistory {
  const rows = { read: requests.length, bad: 0 };
  return {
    workload: workloadOf(requests),
    epoch: 0,
    duration,
    format: "plain",
    rows,
    rates: null,
    stampSeconds: null,
    burstiness: null,
    gaps: [],
  };
}

function replayed(rate: number, changes: Partial<Parameters<typeof replay>[0]> = {}): Workload {
  const random = stream(3, "replay");
  return replay({ history: rising, from: 0, seconds: HOUR, rate, burstiness: 1, random, ...changes });
}

describe("replay", () => {
  it("has the wanted rate, and only pairs of lengths that the history has", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 3, noNaN: true }), fc.constantFrom(0, HOUR / 2, HOUR), (rate, from) => {
        const { arrivals, inputTokens, outputTokens } = replayed(rate, { from });
        // Whole copies are exact; only the rest is left to chance.
        const spread = 5 * Math.sqrt(1200 / 4) + 1;
        expect(Math.abs(arrivals.length - rate * HOUR)).toBeLessThan(spread);
        expect(inputTokens.every((input, i) => input + (outputTokens[i] ?? 0) === 5001)).toBe(true);
        expect(arrivals.every((at, i) => at >= (arrivals[i - 1] ?? 0) && at < HOUR)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is the history itself at its own rate", () => {
    const own = replayed(1000 / HOUR, { from: HOUR });
    expect([...own.arrivals]).toEqual(Array.from({ length: 1000 }, (_, i) => expect.closeTo(i * 3.6, 9)));
    expect(own.inputTokens[0]).toBe(201);
  });

  it("keeps every request and adds some when traffic grows", () => {
    const key = (w: Workload) => Array.from(w.arrivals, (at, i) => `${at} ${w.inputTokens[i]}`);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (rate, more) => {
          const grown = new Set(key(replayed(rate * more)));
          expect(key(replayed(rate)).filter((request) => !grown.has(request))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps bursts whole at any rate, and adds to them when traffic grows", () => {
    const fives = historyOf(
      Array.from({ length: 2000 }, (_, i) => ({
        arrival: Math.floor(i / 5) * 9 + (i % 5) * 0.01,
        input: 1 + i,
        output: 5000 - i,
      })),
      HOUR,
    );
    // Five at once, always as far apart: so many that one in five times is long.
    const changes = { history: fives, burstiness: 3 };
    const key = ({ arrivals, inputTokens }: Workload) => Array.from(arrivals, (at, i) => `${at} ${inputTokens[i]}`);
    for (const [rate, more] of [
      [0.1, 0.3],
      [0.3, 0.7],
      [0.5, 1.2],
    ] as const) {
      const few = replayed(rate, changes);
      expect(Math.abs(few.arrivals.length / HOUR / rate - 1)).toBeLessThan(0.25);
      const many = new Set(key(replayed(more, changes)));
      expect(key(few).filter((request) => !many.has(request))).toEqual([]);
      const starts = few.arrivals.filter((at, i) => i === 0 || at - (few.arrivals[i - 1] ?? 0) > 0.02);
      expect(few.arrivals.length / starts.length).toBeGreaterThanOrEqual(5);
    }
  });

  it("heaps no copies at the ends of the stretch", () => {
    const even = historyOf(
      Array.from({ length: 3600 }, (_, i) => ({ arrival: i, input: 1, output: 1 })),
      HOUR,
    );
    const { arrivals } = replayed(10, { history: even });
    for (const end of [0, HOUR - 1]) {
      const near = arrivals.filter((at) => at >= end && at < end + 1).length;
      expect(Math.abs(near - 10)).toBeLessThan(5 * Math.sqrt(10));
    }
  });

  it.each([0.5, 1, 2.5])("draws what nobody saw with a variation of %d, at its rate", (burstiness) => {
    const rates = { windowSeconds: HOUR, rates: Float64Array.of(1, 1) };
    const { arrivals } = replayed(5, { history: { ...rising, rates }, burstiness });
    expect(Math.abs(arrivals.length - 5 * HOUR)).toBeLessThan(5 * burstiness * Math.sqrt(5 * HOUR));
    const times = arrivals.slice(1).map((at, i) => at - (arrivals[i] ?? 0));
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length;
    expect(Math.abs(Math.sqrt(variance) / mean / burstiness - 1)).toBeLessThan(0.1);
  });

  it("fills a stretch that nobody saw at the wanted rate", () => {
    const silent = { ...rising, duration: 10 * HOUR, gaps: [[2 * HOUR, 10 * HOUR] as const] };
    const { arrivals, inputTokens, outputTokens } = replayed(0.5, { history: silent, from: 5 * HOUR });
    expect(Math.abs(arrivals.length - 1800)).toBeLessThan(5 * Math.sqrt(1800));
    expect(inputTokens.every((input, i) => input + (outputTokens[i] ?? 0) === 5001)).toBe(true);
    expect(replayed(0, { history: silent, from: 5 * HOUR }).arrivals).toHaveLength(0);
    expect(replayed(0.5, { history: historyOf([], HOUR) }).arrivals).toHaveLength(0);
  });

  it("does not heap the copies of a rare request on one moment", () => {
    const rare = historyOf([{ arrival: 1800, input: 1, output: 1 }], HOUR);
    const { arrivals } = replayed(1, { history: rare });
    const inMiddleMinute = arrivals.filter((at) => Math.abs(at - 1800) < 30).length;
    expect(arrivals.length).toBe(3600);
    expect(inMiddleMinute).toBeLessThan(200);
  });
});

describe("followedBy", () => {
  it("puts one stretch behind the other", () => {
    const first = workloadOf([{ arrival: 1, input: 2, output: 3 }]);
    const second = workloadOf([{ arrival: 0.5, input: 4, output: 5 }]);
    const both = followedBy(first, 10, second);
    expect([[...both.arrivals], [...both.inputTokens], [...both.outputTokens]]).toEqual([
      [1, 10.5],
      [2, 4],
      [3, 5],
    ]);
  });
});
