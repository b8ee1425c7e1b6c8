import { describe, expect, it } from "vitest";
import { stream, type TrafficHistory } from "../../../planner/domain/index.ts";
import { burstinessOf } from "../../../planner/traffic/burstiness.ts";
import { timesBetween } from "../../../planner/traffic/renewal.ts";
import { DAY, HOUR } from "../../../planner/units/index.ts";
import { spreadStamps } from "../../../src/adapters/traffic/stamps.ts";

interface Made {
  readonly cv: number;
  /** Requests per second on average, and by which share it rises and falls in the course of a day. */
  readonly rate: number;
  readonly wave?: number;
  readonly seconds?: number;
}

const arrivalsOf = (made: Made): Float64Array => {
  const key = JSON.stringify(made);
  const arrivals = known.get(key) ?? makeArrivals(made);
  known.set(key, arrivals);
  return arrivals;
};

/** Two tests look at the same logs of up to a million requests. */
const known = new Map<string, Float64Array>();

/** Arrivals of a renewal process whose rate follows the day. */
function makeArrivals({ cv, rate, wave = 0.8, seconds = DAY }: Made): Float64Array {
  const { first, next } = timesBetween(cv, stream(1, `${cv} ${rate}`));
  const arrivals: number[] = [];
  const rateAt = (at: number) => rate * (1 + wave * Math.sin((2 * Math.PI * at) / DAY));
  for (let at = first() / rateAt(0); at < seconds; at += next() / rateAt(at)) arrivals.push(at);
  return Float64Array.from(arrivals);
}

function logOf(arrivals: Float64Array, changes: Partial<TrafficHistory> = {}): TrafficHistory {
  const ones = new Int32Array(arrivals.length).fill(1);
  const workload = { arrivals, inputTokens: ones, outputTokens: ones, prefixIds: null, prefixTokens: null };
  const rows = { read: arrivals.length, bad: 0 };
  return {
    ...{ workload, rates: null, stampSeconds: null, burstiness: null, epoch: null },
    ...{ duration: (arrivals.at(-1) ?? 0) + 1, format: "plain", rows, gaps: [], ...changes },
  };
}

const measured = (arrivals: Float64Array, changes: Partial<TrafficHistory> = {}): number =>
  burstinessOf(logOf(arrivals, changes)) ?? Number.NaN;

const cases = [0.5, 1, 1.5, 2.5, 4].flatMap((cv) => [0.3, 2, 10].map((rate) => ({ cv, rate })));

describe("the burstiness of a log", () => {
  it.each(cases)("is what it was made with: $cv at $rate requests a second", (made) => {
    expect(Math.abs(measured(arrivalsOf(made)) / made.cv - 1)).toBeLessThan(0.07);
  });

  it.each(cases)("is nearly that also where times are whole seconds: $cv at $rate a second", (made) => {
    const stamped = spreadStamps(arrivalsOf(made).map(Math.floor), 1);
    expect(Math.abs(measured(stamped, { stampSeconds: 1 }) / made.cv - 1)).toBeLessThan(0.1);
  });

  it("would be far too small there if single times were taken at their word", () => {
    const stamped = spreadStamps(arrivalsOf({ cv: 2.5, rate: 10 }).map(Math.floor), 1);
    expect(measured(stamped)).toBeLessThan(1.5);
  });

  it("takes no steep morning for a burst", () => {
    const { first, next } = timesBetween(1, stream(1, "morning"));
    const arrivals: number[] = [];
    // Rates that double every five minutes, over and over.
    const rateAt = (at: number) => 2 ** ((at % 1200) / 300);
    for (let at = first(); at < 12 * HOUR; at += next() / rateAt(at)) arrivals.push(at);
    expect(Math.abs(measured(Float64Array.from(arrivals)) - 1)).toBeLessThan(0.06);
  });

  it("is not that of one odd hour, nor of a silence", () => {
    const usual = arrivalsOf({ cv: 1, rate: 2, wave: 0 });
    const heap = Float64Array.from({ length: 2000 }, (_, i) => 8 * HOUR + i * 1e-3);
    const odd = Float64Array.from([...usual, ...heap]).sort();
    expect(Math.abs(measured(odd) - 1)).toBeLessThan(0.05);
    const silent = usual.map((at) => (at < 8 * HOUR ? at : at + 2 * HOUR));
    const last = silent.findLast((at) => at < 8 * HOUR) ?? 0;
    const next = silent.find((at) => at > 8 * HOUR) ?? 0;
    expect(measured(silent, { gaps: [[last, next]] })).toBeCloseTo(measured(usual), 1);
  });

  it("is not known of few requests, nor of rates", () => {
    expect(burstinessOf(logOf(arrivalsOf({ cv: 1, rate: 0.01, seconds: DAY })))).toBeNull();
    expect(burstinessOf(logOf(Float64Array.of(0)))).toBeNull();
    expect(burstinessOf(logOf(new Float64Array(2000)))).toBeNull();
    const rates = { windowSeconds: 60, rates: Float64Array.of(1, 2) };
    expect(burstinessOf(logOf(arrivalsOf({ cv: 1, rate: 2 }), { rates }))).toBeNull();
  });
});
