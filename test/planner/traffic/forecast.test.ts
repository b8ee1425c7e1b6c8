import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream, type TrafficHistory, Z90 } from "../../../planner/domain/index.ts";
import { exampleTraffic } from "../../../planner/traffic/example.ts";
import { forecastHours, levelAt } from "../../../planner/traffic/horizon.ts";
import { profileOf } from "../../../planner/traffic/profile.ts";
import { replay } from "../../../planner/traffic/replay.ts";
import { meanRate } from "../../../planner/traffic/series.ts";
import { stratify } from "../../../planner/traffic/strata.ts";
import { DAY, HOUR, WEEK } from "../../../planner/units/index.ts";

/** 2026-11-09, a Monday. */
const MONDAY = 1_794_182_400;

function history(days: number, requestsPerDay = 5000): TrafficHistory {
  const workload = exampleTraffic({ seed: 1, days, requestsPerDay, start: MONDAY });
  return {
    workload,
    epoch: MONDAY,
    duration: days * DAY,
    format: "plain",
    rows: { read: workload.arrivals.length, bad: 0 },
    rates: null,
    stampSeconds: null,
    burstiness: null,
    gaps: [],
  };
}

describe("the profile of a history", () => {
  it("keeps the mean, and sees the week only when there is one", () => {
    const two = history(14);
    const profile = profileOf(two, MONDAY);
    const mean = profile.hourly.reduce((sum, rate) => sum + rate, 0) / profile.hourly.length;
    expect(mean).toBeCloseTo(meanRate(two), 6);
    expect(profile.seasonality).toBe("week");
    expect(profileOf(history(3), MONDAY).seasonality).toBe("day");
    expect(profileOf({ ...history(1), duration: HOUR }, MONDAY).seasonality).toBe("none");
  });

  it("takes gaps for gaps, not for silence", () => {
    const whole = history(14);
    const gap = [2 * DAY, 3 * DAY] as const;
    const keep = whole.workload.arrivals.findIndex((arrival) => arrival >= gap[0]);
    const after = whole.workload.arrivals.findIndex((arrival) => arrival >= gap[1]);
    const cut = (values: Float64Array | Int32Array) => [...values.slice(0, keep), ...values.slice(after)];
    const workload = {
      ...whole.workload,
      arrivals: Float64Array.from(cut(whole.workload.arrivals)),
      inputTokens: Int32Array.from(cut(whole.workload.inputTokens)),
      outputTokens: Int32Array.from(cut(whole.workload.outputTokens)),
    };
    const holed = profileOf({ ...whole, workload, gaps: [gap] }, MONDAY);
    const next = { start: MONDAY + 2 * WEEK, seconds: WEEK };
    const plain = { growthPerMonth: 0, events: [], holidays: [], scale: 1 };
    const full = forecastHours(profileOf(whole, MONDAY), plain, next).hours;
    const known = forecastHours(holed, plain, next).hours;
    for (let hour = 48; hour < 72; hour++) {
      expect(Math.abs((known[hour]?.rate ?? 0) / (full[hour]?.rate ?? 1) - 1)).toBeLessThan(0.5);
      expect(Number.isNaN(holed.hourly[hour])).toBe(true);
    }
    expect(meanRate({ ...whole, workload, gaps: [gap] })).toBeGreaterThan(0.9 * meanRate(whole));
  });
});

describe("the horizon", () => {
  const profile = profileOf(history(14), MONDAY);
  const start = MONDAY + 2 * WEEK;
  const plain = { growthPerMonth: 0, events: [], holidays: [], scale: 1 };

  it("repeats the week, grows and multiplies as it is told", () => {
    const { hours } = forecastHours(profile, plain, { start, seconds: 2 * WEEK });
    expect(hours).toHaveLength(336);
    expect((hours[10]?.rate ?? 0) / (hours[178]?.rate ?? 1)).toBeCloseTo(1, 1);
    const month = 730 * HOUR;
    const { hours: grown } = forecastHours(profile, { ...plain, growthPerMonth: 0.08 }, { start, seconds: 2 * month });
    const { hours: flat } = forecastHours(profile, plain, { start, seconds: 2 * month });
    const growth = (hour: number) => (grown[hour]?.rate ?? 0) / (flat[hour]?.rate ?? 1);
    expect(growth(730) / growth(0)).toBeCloseTo(1.08, 9);
    const { hours: scaled } = forecastHours(profile, { ...plain, scale: 2 }, { start, seconds: 2 * month });
    expect(scaled[5]?.rate).toBeCloseTo(2 * (flat[5]?.rate ?? 0), 12);
  });

  it("multiplies the hours of a named event, and only those", () => {
    const event = {
      name: "sale",
      start: new Date((start + DAY) * 1000).toISOString(),
      duration: 2 * HOUR,
      multiplier: 3.5,
    };
    const change = { ...plain, events: [event as never] };
    const { hours } = forecastHours(profile, change, { start, seconds: WEEK });
    expect(hours.flatMap((hour, index) => (hour.event === "sale" ? [index] : []))).toEqual([24, 25]);
    const { hours: usual } = forecastHours(profile, plain, { start, seconds: WEEK });
    expect(hours[24]?.rate).toBeCloseTo(3.5 * (usual[24]?.rate ?? 0), 12);
    expect(hours[26]?.rate).toBe(usual[26]?.rate);
  });

  it("has levels whose P10 and P90 are as far from the middle", () => {
    expect(levelAt(0.3, 0)).toBe(1);
    expect(levelAt(0.3, Z90) * levelAt(0.3, -Z90)).toBeCloseTo(1, 12);
  });
});

describe("strata", () => {
  it("count every hour once and keep the mean rate", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 400 }), (rates) => {
        const hours = rates.map((rate, index) => ({
          start: MONDAY + index * HOUR,
          rate,
          p10: 0,
          p90: 0,
          event: null,
          minimum: 0,
        }));
        const strata = stratify(hours);
        const weight = strata.reduce((sum, stratum) => sum + stratum.weight, 0);
        const mean = strata.reduce((sum, stratum) => sum + stratum.weight * stratum.hour.rate, 0);
        expect(weight).toBeCloseTo(1, 9);
        expect(mean).toBeCloseTo(rates.reduce((a, b) => a + b, 0) / rates.length, 6);
        expect(Math.max(...strata.map((stratum) => stratum.hour.rate))).toBeCloseTo(Math.max(...rates), 9);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe("replay", () => {
  const past = history(7);
  const lengths = new Set(
    Array.from(past.workload.arrivals, (_, i) => `${past.workload.inputTokens[i]}/${past.workload.outputTokens[i]}`),
  );

  it.each([0.3, 1, 1.6, 4])("brings %d times the history's rate, in order, with its own lengths", (factor) => {
    const own = meanRate(past);
    const from = 3 * DAY;
    const seconds = 2 * DAY;
    const workload = replay({
      history: past,
      from,
      seconds,
      rate: factor * own,
      burstiness: 1,
      random: stream(1, "replay"),
    });
    const rate = workload.arrivals.length / seconds;
    expect(Math.abs(rate / (factor * own) - 1)).toBeLessThan(0.03);
    for (let i = 1; i < workload.arrivals.length; i++)
      expect(workload.arrivals[i]).toBeGreaterThanOrEqual(workload.arrivals[i - 1] ?? 0);
    expect(workload.arrivals.every((arrival) => arrival >= 0 && arrival < seconds)).toBe(true);
    expect(
      Array.from(workload.arrivals, (_, i) =>
        lengths.has(`${workload.inputTokens[i]}/${workload.outputTokens[i]}`),
      ).every(Boolean),
    ).toBe(true);
  });

  it("runs on from the start when it passes the end of a short history", () => {
    const short: TrafficHistory = {
      ...past,
      workload: {
        arrivals: Float64Array.of(0, 10, 20),
        inputTokens: Int32Array.of(1, 2, 3),
        outputTokens: Int32Array.of(1, 1, 1),
        prefixIds: null,
        prefixTokens: null,
      },
      duration: 30,
    };
    const workload = replay({
      history: short,
      from: -15,
      seconds: 60,
      rate: 0.1,
      burstiness: 1,
      random: stream(1, "replay"),
    });
    expect([...workload.arrivals]).toEqual([5, 15, 25, 35, 45, 55]);
    expect([...workload.inputTokens]).toEqual([3, 1, 2, 3, 1, 2]);
  });
});
