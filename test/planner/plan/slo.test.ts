import { describe, expect, it } from "vitest";
import { oddsOf, type SloForecast } from "../../../planner/domain/index.ts";
import { sloForecasts } from "../../../planner/plan/slo.ts";
import type { DesignPoints } from "../../../planner/plan/uncertainty.ts";
import { seconds } from "../../../planner/units/index.ts";
import { windowOf } from "./simulated-windows.ts";

const ORDER = ["nominal", "lowTraffic", "highTraffic", "fast", "slow"] as const;

/** One window at each design point, in which every prompt takes so many milliseconds, or the prompts given. */
function points(prompts: readonly (number | readonly number[])[]) {
  const windows = prompts.map((some) => [
    windowOf({ weight: 1, rate: 1, prompts: typeof some === "number" ? [some, some, some] : some }),
  ]);
  return Object.fromEntries(ORDER.map((point, i) => [point, windows[i]])) as unknown as DesignPoints<
    NonNullable<(typeof windows)[number]>
  >;
}

function ttft(prompts: readonly (number | readonly number[])[], limitMs: number, confidence = 0.9): SloForecast {
  const latency = [{ metric: "ttft", percentile: 95, limit: seconds(limitMs / 1000) }] as const;
  const [found] = sloForecasts({ latency, errorRate: null, confidence }, points(prompts), 0);
  if (!found) throw new Error("a target has a forecast");
  return found;
}

function errors(prompts: readonly (readonly number[])[], errorRate: number): SloForecast {
  const [found] = sloForecasts({ latency: [], errorRate, confidence: 0.9 }, points(prompts), 0);
  if (!found) throw new Error("a target has a forecast");
  return found;
}

describe("a latency target", () => {
  it("is met for certain far above what was simulated, and not at all far below", () => {
    const spread = [100, 80, 130, 90, 110];
    expect(ttft(spread, 1000)).toMatchObject({ probability: 1, met: true, target: 1000, percentile: "p95" });
    expect(ttft(spread, 10)).toMatchObject({ probability: 0, met: false });
    expect(ttft(spread, 100).forecast).toBeCloseTo(100, 6);
    expect(Math.abs(oddsOf(ttft(spread, 100)) - 0.5)).toBeLessThan(0.01);
  });

  it("is met with nine tenths where the limit is the P90 of the one thing that varies", () => {
    const probability = oddsOf(ttft([100, 100, 130, 100, 100], 130.0001));
    expect(Math.abs(probability - 0.9)).toBeLessThan(0.01);
    expect(ttft([100, 100, 130, 100, 100], 130.0001, probability).met).toBe(true);
    expect(ttft([100, 100, 130, 100, 100], 130.0001, probability + 1e-6).met).toBe(false);
  });

  it("has its forecast inside its range, also where less traffic is slower and more is slower too", () => {
    const { forecast, range } = ttft([100, 180, 170, 120, 140], 150);
    expect(range?.[0]).toBeLessThanOrEqual(forecast ?? 0);
    expect(range?.[1]).toBeGreaterThan(150);
    const below = ttft([100, 60, 70, 80, 90], 150);
    expect(below.range?.[1]).toBeGreaterThanOrEqual(below.forecast ?? 0);
  });

  it("is at its worst no slower than the delays of more traffic and of slower steps together", () => {
    const { range } = ttft([50, 50, 500, 50, 500], 300);
    expect(range?.[1]).toBeGreaterThan(500);
    expect(range?.[1]).toBeLessThanOrEqual(950 + 1e-6);
  });

  it("has no value where nothing completes at some point, and is then not met", () => {
    const missed = { forecast: null, range: null, probability: 0, met: false };
    expect(ttft([100, 100, [5000], 100, 100], 1000)).toMatchObject(missed);
  });

  it("is neither met nor missed where no request has what it is about", () => {
    const latency = [{ metric: "tpot", percentile: 95, limit: seconds(0.1) }] as const;
    const [found] = sloForecasts({ latency, errorRate: null, confidence: 0.9 }, points([1, 1, 1, 1, 1]), 0);
    expect(found).toMatchObject({ forecast: null, range: null, probability: null, met: null });
  });
});

describe("an error target", () => {
  const fine = [100, 100, 100, 100];

  it("is met for certain where nothing fails, with nothing between nought and nought", () => {
    const found = errors([fine, fine, fine, fine, fine], 0.001);
    expect(found).toMatchObject({ forecast: 0, range: [0, 0], probability: 1, met: true, unit: "fraction" });
  });

  it("is in doubt where requests fail only when traffic is high", () => {
    const failing = [100, 100, 100, 5000];
    const { probability, met, forecast } = errors([fine, fine, failing, fine, fine], 0.01);
    expect(forecast).toBe(0);
    expect(probability).toBeGreaterThan(0.6);
    expect(probability).toBeLessThan(0.9);
    expect(met).toBe(false);
    expect(errors([failing, failing, failing, failing, failing], 0.3).probability).toBe(1);
    expect(errors([failing, failing, failing, failing, failing], 0.2).probability).toBe(0);
  });
});

describe("a time to first token", () => {
  it("is no surer than measured ones were, however alike the simulations are", () => {
    const alike = points([100, 100, 100, 100, 100]);
    const latency = [{ metric: "ttft", percentile: 95, limit: seconds(0.11) }] as const;
    const [sure] = sloForecasts({ latency, errorRate: null, confidence: 0.9 }, alike, 0);
    const [unsure] = sloForecasts({ latency, errorRate: null, confidence: 0.9 }, alike, 0.2);
    expect(sure?.probability).toBe(1);
    // The limit lies log(1.1) / 0.2 = 0.48 standard deviations above.
    expect(unsure?.probability).toBeCloseTo(0.683, 1);
    expect(unsure?.range?.[1]).toBeGreaterThan(100 * Math.exp(1.25 * 0.2));
  });
});
