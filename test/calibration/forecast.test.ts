import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TrafficHistory } from "../../planner/domain/index.ts";
import { forecastRates, UNCHANGED } from "../../planner/traffic/forecast/forecast-rates.ts";
import { ratesOn } from "../../planner/traffic/series.ts";
import { DAY } from "../../planner/units/index.ts";
import { trafficFiles } from "../../src/adapters/traffic/read-traffic.ts";
import { naiveError, score } from "../support/forecast-score.ts";
import { sharedFolder, titled } from "../support/shared.ts";

const traces = sharedFolder("data/traces");
const WINDOW = 600;
const PER_DAY = DAY / WINDOW;
/** Rows that the folder's README promises. */
const ROWS = 2016;

async function history(): Promise<{ rates: Float64Array; whole: TrafficHistory }> {
  const whole = await trafficFiles.readTraffic(join(traces ?? "", "servegen/aggregate-m-large.csv"));
  return { whole, rates: ratesOn(whole, { windowSeconds: WINDOW, offset: 0 }) };
}

/** Scores the forecast of four days from so many. */
async function fromDay(days: number, holes: readonly (readonly [number, number])[] = []) {
  const { rates, whole } = await history();
  expect(rates).toHaveLength(ROWS);
  const seen = rates.slice(0, days * PER_DAY);
  for (const [from, to] of holes) seen.fill(Number.NaN, from, to);
  const actual = rates.slice(seen.length, seen.length + 4 * PER_DAY);
  const past = { ...whole, duration: days * DAY, rates: { windowSeconds: WINDOW, rates: seen } };
  const question = {
    history: past,
    clockStart: 0,
    windowSeconds: null,
    deployment: null,
    from: null,
    change: UNCHANGED,
    notes: [],
  };
  const { points } = forecastRates({ ...question, horizonSeconds: 4 * DAY });
  expect(points).toHaveLength(4 * PER_DAY);
  const naive = [1, 7].map((season) => naiveError(seen, actual, season * PER_DAY));
  return { ...score(points, actual), naive: Math.min(...naive.filter((error) => !Number.isNaN(error))) };
}

describe.skipIf(traces === null)(titled("the ServeGen m-large history", traces), () => {
  it("forecast from its first ten days: intervals hold, are narrower than a constant band, the point beats both naive ones", async () => {
    const { coverage, width, error, naive } = await fromDay(10);
    expect(coverage).toBeGreaterThan(0.85);
    expect(coverage).toBeLessThan(0.95);
    expect(width).toBeLessThan(1);
    expect(error).toBeLessThan(naive);
  });

  it("does the same with holes in the ten days", async () => {
    const { coverage, width, error, naive } = await fromDay(10, [
      [300, 340],
      [800, 820],
      [1200, 1206],
    ]);
    expect(coverage).toBeGreaterThan(0.85);
    expect(coverage).toBeLessThan(0.95);
    expect(width).toBeLessThan(1);
    expect(error).toBeLessThan(naive);
  });

  it("holds from other days too, on average", async () => {
    const found = await Promise.all([7, 8, 9, 10].map((days) => fromDay(days)));
    const mean = found.reduce((sum, { coverage }) => sum + coverage, 0) / found.length;
    expect(mean).toBeGreaterThan(0.85);
    expect(mean).toBeLessThan(0.97);
  });
});
