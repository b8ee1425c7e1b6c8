import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Holiday, TrafficHistory, Weekday } from "../../../planner/domain/index.ts";
import { formatDate, formatInstant } from "../../../planner/traffic/calendar.ts";
import { forecastRates, UNCHANGED } from "../../../planner/traffic/forecast/forecast-rates.ts";
import { holidayWindows, WEEKDAY_NAMES } from "../../../planner/traffic/holidays.ts";
import { forecastHours } from "../../../planner/traffic/horizon.ts";
import { profileOf } from "../../../planner/traffic/profile.ts";
import { DAY, HOUR, WEEK } from "../../../planner/units/index.ts";
import { rateSeries, trueRate } from "../../support/rate-series.ts";
import { workloadOf } from "../../support/simulation.ts";

/** 2026-11-02, a Monday: day 0 of the series, whose days 5 and 6 of each week are quieter. */
const MONDAY = Date.UTC(2026, 10, 2) / 1000;
const on = (day: number, like: Weekday = "sunday", timezone = "UTC"): Holiday => ({
  date: formatDate(MONDAY + day * DAY),
  ...{ like, timezone },
});

/** The rate of an hour where some days are like another one, a Sunday. */
const truth = (days: readonly number[], hour: number): number => {
  const day = Math.floor(hour / 24);
  const usual = trueRate(LAW, hour);
  return days.includes(day) ? trueRate(LAW, 6 * 24 + (hour % 24)) : usual;
};
const LAW = { days: 28, period: 24, seed: 1, noise: 0, kind: "proportional" } as const;

function historyWith(days: readonly number[], seed: number, noise: number): TrafficHistory {
  const noisy = rateSeries({ ...LAW, seed, noise });
  const rates = noisy.map((rate, hour) => (rate * truth(days, hour)) / trueRate(LAW, hour));
  return {
    ...{ workload: workloadOf([]), rates: { windowSeconds: HOUR, rates }, stampSeconds: null, burstiness: null },
    ...{ epoch: MONDAY, duration: LAW.days * DAY, format: "windows", rows: { read: rates.length, bad: 0 }, gaps: [] },
  };
}

/** Mean absolute error over some days ahead, as a share of the mean rate. */
function errorOn(
  history: TrafficHistory,
  holidays: readonly Holiday[],
  ask: { days: readonly number[]; truly: readonly number[] },
) {
  const { points } = forecastRates({
    ...{ deployment: null, history, clockStart: 0, from: null, windowSeconds: null, notes: [] },
    ...{ horizonSeconds: 2 * WEEK, change: { ...UNCHANGED, holidays } },
  });
  const errors = ask.days.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => {
      const ahead = (day - LAW.days) * 24 + hour;
      return Math.abs((points[ahead]?.point ?? Number.NaN) - truth(ask.truly, day * 24 + hour));
    }),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length / 20;
}

describe("a holiday", () => {
  it("ahead is forecast like a Sunday, and far better so", () => {
    fc.assert(
      fc.property(fc.integer({ min: 28, max: 41 }), fc.nat(), (day, seed) => {
        fc.pre(day % 7 < 5);
        const history = historyWith([], seed, 0.1);
        const ask = { days: [day], truly: [day] };
        expect(errorOn(history, [on(day)], ask)).toBeLessThan(0.1);
        expect(errorOn(history, [], ask)).toBeGreaterThan(0.3);
      }),
      { numRuns: 10, seed: 1 },
    );
  });

  it("in the history does not teach its own weekday", () => {
    // A Tuesday and the next one: half of all Tuesdays, and the last ones.
    const past = [15, 22];
    const history = historyWith(past, 1, 0.05);
    const ask = { days: [29, 36], truly: [] };
    const known = errorOn(
      history,
      past.map((day) => on(day)),
      ask,
    );
    expect(known).toBeLessThan(0.06);
    expect(errorOn(history, [], ask)).toBeGreaterThan(2 * known);
    // Hardly worse than if all had been ordinary.
    expect(known).toBeLessThan(2 * errorOn(historyWith([], 1, 0.05), [], ask));
  });

  it("is like whichever day it is said to be", () => {
    const history = historyWith([], 3, 0);
    const hours = (holidays: readonly Holiday[]) =>
      forecastHours(
        profileOf(history, MONDAY),
        { ...UNCHANGED, holidays },
        { start: MONDAY + 4 * WEEK, seconds: 2 * WEEK },
      ).hours;
    const usual = hours([]);
    // A Wednesday like each day of the week; a Saturday like a Monday.
    for (const like of WEEKDAY_NAMES) {
      const day = WEEKDAY_NAMES.indexOf(like);
      const [noon, same] = [hours([on(28 + 2, like)])[2 * 24 + 12], usual[day * 24 + 12]];
      expect((noon?.rate ?? 0) / (same?.rate ?? 1)).toBeCloseTo(1, 2);
    }
    expect(hours([on(33, "monday")])[5 * 24]?.rate).toBeCloseTo(usual[7 * 24]?.rate ?? Number.NaN, 6);
    const changed = hours([on(30)]).flatMap(({ rate }, hour) => (rate === usual[hour]?.rate ? [] : [hour]));
    expect(changed.every((hour) => hour >= 48 && hour < 72)).toBe(true);
    expect(changed.length).toBeGreaterThan(20);
  });

  it("that is all of the history does not leave it empty", () => {
    const history = historyWith([], 1, 0);
    const all = Array.from({ length: 28 }, (_, day) => on(day));
    expect(errorOn(history, all, { days: [28], truly: [] })).toBeLessThan(0.1);
  });

  it("is the day of its time zone, through changes of its clocks", () => {
    const windows = (holiday: Holiday, windowSeconds: number) => {
      const epoch = Date.UTC(2026, 9, 20) / 1000;
      const found = [...holidayWindows([holiday], { epoch, windowSeconds, count: (60 * DAY) / windowSeconds }).keys()];
      const at = (window: number | undefined) => formatInstant(epoch + (window ?? 0) * windowSeconds);
      return [at(found[0]), at((found.at(-1) ?? 0) + 1), found.length];
    };
    const holiday = (date: string, timezone: string): Holiday => ({ date, like: "sunday", timezone });
    expect(windows(holiday("2026-12-04", "UTC"), HOUR)).toEqual(["2026-12-04T00:00:00Z", "2026-12-05T00:00:00Z", 24]);
    expect(windows(holiday("2026-12-04", "Asia/Kolkata"), 1800)).toEqual([
      "2026-12-03T18:30:00Z",
      "2026-12-04T18:30:00Z",
      48,
    ]);
    expect(windows(holiday("2026-12-04", "Pacific/Kiritimati"), HOUR)[0]).toBe("2026-12-03T10:00:00Z");
    expect(windows(holiday("2026-12-04", "Pacific/Pago_Pago"), HOUR)[0]).toBe("2026-12-04T11:00:00Z");
    // Clocks go back: a day of 25 hours.
    expect(windows(holiday("2026-10-25", "Europe/Berlin"), HOUR)).toEqual([
      "2026-10-24T22:00:00Z",
      "2026-10-25T23:00:00Z",
      25,
    ]);
  });
});
