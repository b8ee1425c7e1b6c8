import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RateForecast } from "../../../planner/index.ts";
import { outputs } from "../../../src/config/outputs/index.ts";
import { periodsOf } from "../../../src/report/forecast-periods.ts";
import { binned } from "../../../src/report/html/rate-points.ts";
import { forecastHtml, forecastJson, forecastMarkdown, forecastText } from "../../../src/report/index.ts";
import { hoursAhead, short, steady } from "../../support/rate-forecast-fixture.ts";

const output = outputs["loadline.forecast/v1"];
const style = { width: 100, color: false };
const golden = (name: string): string => `../../golden/report/${name}`;

describe("whole reports of a traffic forecast", () => {
  it("on a terminal", async () => {
    await expect(forecastText(steady, style)).toMatchFileSnapshot(golden("forecast.txt"));
  });

  it("on a terminal, of a history too short for a trial", async () => {
    await expect(forecastText(short, style)).toMatchFileSnapshot(golden("forecast-of-minutes.txt"));
  });

  it("in Markdown", async () => {
    await expect(forecastMarkdown(steady)).toMatchFileSnapshot(golden("forecast.md"));
  });
});

describe("forecastJson", () => {
  it.each([steady, short])("prints $model as the schema says", (forecast) => {
    const printed = JSON.parse(JSON.stringify(forecastJson(forecast)));
    expect(output.parse(printed)).toEqual(printed);
    expect(printed.points).toHaveLength(forecast.points.length);
  });

  it("keeps six digits of a rate, and lower, point and upper in order, whatever they are", () => {
    const tiny = fc.double({ min: 0, max: 1e-6, noNaN: true });
    const rate = fc.oneof(tiny, fc.double({ min: 0, max: 1e12, noNaN: true }), fc.constant(Infinity));
    fc.assert(
      fc.property(rate, rate, rate, (...rates) => {
        const [lower = 0, point = 0, upper = 0] = rates.toSorted((a, b) => a - b);
        const points = [{ startSeconds: 0.1 + 0.2, start: null, point, lower, upper }];
        const [printed] = output.parse(forecastJson({ ...steady, points })).points;
        if (printed === undefined) throw new Error("one point goes in");
        expect(printed.lower).toBeLessThanOrEqual(printed.point);
        expect(printed.point).toBeLessThanOrEqual(printed.upper);
        expect(printed.startSeconds).toBe(0.3);
        if (Number.isFinite(point)) expect(Math.abs(printed.point - point)).toBeLessThanOrEqual(5.1e-6 * point);
      }),
    );
  });
});

describe("the table of the horizon", () => {
  it.each([
    [4, "hours", 4],
    [24, "hours", 12],
    [96, "days", 4],
    [14 * 24, "days", 14],
    [30 * 24, "days, then weeks", 11],
    [400 * 24, "days, then nine weeks each", 14],
  ])("of %i hours has %s: %i rows", (hours, _what, rows) => {
    expect(periodsOf({ ...steady, points: hoursAhead(hours) })).toHaveLength(rows);
  });

  it("says from when a day counts, and when its busiest hour begins", () => {
    const points = hoursAhead(96).slice(13);
    const [first, second] = periodsOf({ ...steady, points });
    expect(first).toMatchObject({ label: "Mon 23 Nov from 13:00", busiest: { at: "14:00" } });
    expect(second).toMatchObject({ label: "Tue 24 Nov", busiest: { at: "14:00" } });
  });

  it("averages fine windows to hours, and knows their peak", () => {
    const points = short.points.map((one, i) => ({ ...one, point: i === 130 ? 0.6 : 0.1, lower: 0, upper: 1 }));
    const periods = periodsOf({ ...short, points });
    expect(periods.map(({ label }) => label)).toEqual(["hour 1", "hour 2", "hour 3", "hour 4"]);
    expect(periods[2]?.busiest.point).toBeCloseTo((59 * 0.1 + 0.6) / 60, 12);
    expect(periods[2]?.peak).toBe(0.6);
  });

  it("takes windows of any length, and every point counts once", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 86_400, noNaN: true }), fc.integer({ min: 1, max: 300 }), (size, count) => {
        const points = Array.from({ length: count }, (_, i) => ({
          start: null,
          startSeconds: i * size,
          point: 1,
          lower: 0,
          upper: 2,
        }));
        const periods = periodsOf({ ...short, windowSeconds: size, points });
        expect(periods.length).toBeGreaterThan(0);
        expect(periods.length).toBeLessThanOrEqual(15);
        for (const { mean, busiest } of periods) expect([mean, busiest.point]).toEqual([1, 1]);
      }),
    );
  });
});

describe("the chart", () => {
  it("breaks the history at its gap and meets the forecast at its end", () => {
    const drawn = binned(steady);
    expect(new Set(drawn?.seen.map(({ part }) => part)).size).toBe(2);
    expect(drawn?.seen).toHaveLength(168 - 11);
    expect(drawn?.begins).toBe(Date.parse("2026-11-23T00:00:00Z"));
    expect(drawn?.ahead[0]?.time).toBe(drawn?.begins);
  });

  it("draws means where there are too many windows", () => {
    const drawn = binned({ ...steady, points: hoursAhead(400 * 24) });
    expect(drawn?.seconds).toBe(86_400);
    expect(drawn?.ahead).toHaveLength(400);
  });

  it("says in words what it draws, and the page is the same bytes each time", async () => {
    const page = await forecastHtml(steady);
    expect(page).toBe(await forecastHtml(steady));
    expect(page).toContain('aria-label="Requests per second, the last week seen and the forecast: ');
    expect(page.match(/<svg aria-hidden="true"/g)).toHaveLength(2);
    expect(page).not.toMatch(/NaN|Infinity|undefined| style="/);
    expect([...page.matchAll(/<h(\d)>/g)].map(([, level]) => level)).toEqual(["1", "2", "2", "2"]);
    const undated = await forecastHtml(short);
    expect(undated).toContain("Requests per hour, in hours from the end of the history");
    expect(undated).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe("what is said of the trial", () => {
  const withBacktest = (rest: Partial<NonNullable<RateForecast["backtest"]>>): RateForecast => {
    if (steady.backtest === null) throw new Error("the fixture has a trial");
    return { ...steady, backtest: { ...steady.backtest, ...rest } };
  };

  it("compares with both baselines, and with the other one where one of them was chosen", () => {
    const text = forecastText(steady, style);
    expect(text).toMatch(/seasonal naive \(week\) +0\.161\/s +23 % better\n/);
    expect(text).toMatch(/seasonal naive \(day\) +0\.402\/s +69 % better\n/);
    const naive = { ...steady, model: "seasonal naive (week)" };
    expect(forecastText(naive, style).match(/seasonal naive \(week\)/g)).toHaveLength(2);
  });

  it("says where intervals could not be tried", () => {
    expect(forecastText(withBacktest({ coverage: null }), style)).toContain("could not be tried on the history");
  });

  it("divides by no error of zero", () => {
    const models = [
      { model: steady.model, meanAbsoluteError: 0 },
      { model: "seasonal naive (day)", meanAbsoluteError: 0 },
    ];
    const text = forecastText(withBacktest({ meanAbsoluteError: 0, models }), style);
    expect(text).toContain("the same");
    expect(text).not.toMatch(/NaN|Infinity/);
  });
});
