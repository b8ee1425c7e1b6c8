import { describe, expect, it } from "vitest";
import { stream, type TrafficEvent, type TrafficHistory } from "../../../planner/domain/index.ts";
import { formatInstant, parseInstant } from "../../../planner/traffic/calendar.ts";
import { forecastHours } from "../../../planner/traffic/horizon.ts";
import { profileOf, type TrafficProfile } from "../../../planner/traffic/profile.ts";
import { DAY, HOUR, HOURS_PER_MONTH, seconds, WEEK } from "../../../planner/units/index.ts";
import { workloadOf } from "../../support/simulation.ts";

const MONDAY = parseInstant("2026-11-02T00:00:00Z") ?? Number.NaN;

/** Evenly spaced requests, so many in each hour. */
function historyOf(perHour: readonly number[], epoch = MONDAY): TrafficHistory {
  const requests = perHour.flatMap((count, hour) =>
    Array.from({ length: count }, (_, i) => ({
      arrival: hour * HOUR + ((i + 0.5) * HOUR) / count,
      input: 1,
      output: 1,
    })),
  );
  const rows = { read: requests.length, bad: 0 };
  return {
    workload: workloadOf(requests),
    epoch,
    duration: perHour.length * HOUR,
    format: "plain",
    rows,
    rates: null,
    stampSeconds: null,
    burstiness: null,
    gaps: [],
  };
}

/** What is expected of the week after so many hours. */
const nextHours = (profile: TrafficProfile, hours: number) =>
  forecastHours(
    profile,
    { growthPerMonth: 0, events: [], holidays: [], scale: 1 },
    { start: MONDAY + hours * HOUR, seconds: WEEK },
  );

describe("the spread of weeks", () => {
  /** Weeks whose level is off by a log-normal factor of this deviation. */
  const spreadOf = (weeks: number, deviation: number, seed: number) => {
    const random = stream(seed, "weeks");
    const levels = Array.from({ length: weeks }, () => Math.exp(deviation * random.normal()));
    const hours = levels.flatMap((level) => new Array<number>(168).fill(Math.round(100 * level)));
    const { expectation } = nextHours(profileOf(historyOf(hours), MONDAY), hours.length);
    return expectation;
  };

  it("is what the next week is off by, on average", () => {
    const seeds = Array.from({ length: 12 }, (_, seed) => seed);
    const squares = seeds.map((seed) => spreadOf(6, 0.2, seed).spread ** 2);
    const found = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / seeds.length);
    // Parts of a week are off by less than whole ones.
    expect(found / 0.2).toBeGreaterThan(0.7);
    expect(found / 0.2).toBeLessThan(1.5);
  });

  it("is assumed where there is no second week", () => {
    expect(spreadOf(1, 0, 1)).toMatchObject({ spreadAssumed: true, spread: 0.2 });
    expect(spreadOf(2, 0, 1)).toMatchObject({ spreadAssumed: false, spread: 0.03 });
  });
});

describe("the pattern", () => {
  it("puts each hour where it was seen, also when the log begins within an hour", () => {
    const epoch = MONDAY + 3 * DAY + 5 * HOUR + 1000;
    const profile = profileOf(historyOf(new Array<number>(30).fill(60), epoch), epoch);
    expect([profile.epoch, profile.offset]).toEqual([epoch - 1000, 1000]);
    expect(profile.hourly).toHaveLength(31);
    // A history of a day and more repeats its day: every hour of every day is one of those that were seen.
    expect(profile.seasonality).toBe("day");
    for (const rate of profile.hourly) expect(rate).toBeCloseTo(60 / HOUR, 3);
  });

  it("repeats the day of a short history and the mean of a shorter one", () => {
    const perHour = Array.from({ length: 24 }, (_, hour) => (10 + 2 * hour) / HOUR);
    const day = nextHours(profileOf(historyOf(perHour.map((rate) => rate * HOUR)), MONDAY), 24).hours;
    // Few days are smoothed over the hour before and after.
    for (const hour of [5, 5 + 24 * 6]) expect(day[hour]?.rate).toBeCloseTo(perHour[5] ?? 0, 9);
    const hours = profileOf(historyOf([10, 30]), MONDAY);
    expect(hours.seasonality).toBe("none");
    expect(nextHours(hours, 2).hours.every(({ rate }) => Math.abs(rate - 20 / HOUR) < 1e-12)).toBe(true);
  });
});

describe("growth", () => {
  /** A log that truly grows by so much a month. */
  const growing = (share: number) =>
    historyOf(
      Array.from({ length: 28 * 24 }, (_, hour) => Math.round(500 * (1 + share) ** ((hour + 0.5) / HOURS_PER_MONTH))),
    );

  it("carries on a trend that the history has: the pattern is its mean, so growth counts from its middle", () => {
    const profile = profileOf(growing(0.1), MONDAY);
    expect(profile.middle).toBe(MONDAY + 14 * DAY);
    const change = { growthPerMonth: 0.1, events: [], holidays: [], scale: 1 };
    const { hours } = forecastHours(profile, change, { start: MONDAY + 4 * WEEK, seconds: 4 * WEEK });
    for (const [i, hour] of hours.entries()) {
      const truth = (500 / HOUR) * 1.1 ** ((28 * 24 + i + 0.5) / HOURS_PER_MONTH);
      expect(Math.abs(hour.rate / truth - 1)).toBeLessThan(0.015);
    }
  });

  it("brings a log to the level of the day it is used, but counts growth over 45 days before it at most", () => {
    const profile = profileOf(historyOf(new Array<number>(14 * 24).fill(100)), MONDAY);
    const grown = (months: number) => {
      const start = profile.middle + months * HOURS_PER_MONTH * HOUR;
      const change = { growthPerMonth: 0.1, events: [], holidays: [], scale: 1 };
      const [first] = forecastHours(profile, change, { start, seconds: HOUR }).hours;
      return (first?.rate ?? 0) / (100 / HOUR);
    };
    expect(grown(1)).toBeCloseTo(1.1, 2);
    expect(grown(36)).toBeCloseTo(1.1 ** ((45 * 24) / HOURS_PER_MONTH), 2);
  });
});

describe("events", () => {
  const profile = profileOf(historyOf(new Array<number>(14 * 24).fill(100)), MONDAY);
  const start = MONDAY + 2 * WEEK;
  const event = (name: string, hour: number, changes: Partial<TrafficEvent>): TrafficEvent => ({
    ...{ name, start: formatInstant(start + hour * HOUR), duration: seconds(HOUR), multiplier: 2 },
    ...changes,
  });
  const rates = (events: readonly TrafficEvent[]) =>
    forecastHours(
      profile,
      { growthPerMonth: 0, events, holidays: [], scale: 1 },
      { start, seconds: 6 * HOUR },
    ).hours.map((hour) => [hour.rate / (100 / HOUR), hour.event] as const);

  it("multiply where they overlap", () => {
    const sale = event("sale", 1, { duration: seconds(3 * HOUR), multiplier: 3 });
    const outage = event("holiday", 2, { multiplier: 0.5 });
    expect(rates([outage, sale])).toEqual([
      [expect.closeTo(1, 9), null],
      [expect.closeTo(3, 9), "sale"],
      [expect.closeTo(1.5, 9), "holiday, sale"],
      [expect.closeTo(3, 9), "sale"],
      [expect.closeTo(1, 9), null],
      [expect.closeTo(1, 9), null],
    ]);
  });

  it("in the history are divided out, and one that silenced all of it is not believed", () => {
    const whole = { start: formatInstant(MONDAY), duration: seconds(2 * WEEK) };
    expect(rates([{ ...whole, name: "campaign", multiplier: 2 }]).map(([rate]) => rate)).toEqual(
      new Array(6).fill(expect.closeTo(0.5, 9)),
    );
    expect(rates([{ ...whole, name: "outage", multiplier: 0 }]).map(([rate]) => rate)).toEqual(
      new Array(6).fill(expect.closeTo(1, 9)),
    );
  });

  it("count for the whole of an hour that they touch", () => {
    const short = event("launch", 1, { start: formatInstant(start + 1.9 * HOUR), duration: seconds(0.2 * HOUR) });
    expect(rates([short]).map(([rate]) => Math.round(rate))).toEqual([1, 2, 2, 1, 1, 1]);
  });
});

describe("seasons", () => {
  const flat = (hours: number, changes: Partial<TrafficHistory> = {}) =>
    profileOf({ ...historyOf(new Array<number>(hours).fill(60)), ...changes }, MONDAY);

  it("are seen in a log of whole days, which begins with its first request and ends with its last", () => {
    expect(flat(168, { duration: WEEK - 200 }).seasonality).toBe("week");
    expect(flat(168, { duration: WEEK - 2 * HOUR }).seasonality).toBe("day");
    expect(flat(24, { duration: DAY - 200 }).seasonality).toBe("day");
    expect(flat(20).seasonality).toBe("none");
  });

  it("are not seen through gaps", () => {
    expect(flat(336, { gaps: [[2 * DAY, 3 * DAY]] }).seasonality).toBe("week");
    expect(flat(336, { gaps: [[2 * DAY, 12 * DAY]] }).seasonality).toBe("day");
    expect(flat(168, { gaps: [[10 * HOUR, 7 * DAY - 4 * HOUR]] }).seasonality).toBe("none");
  });

  it("take an hour that a gap hides from the same hour of other days", () => {
    const days = Array.from({ length: 168 }, (_, hour) => 10 + (hour % 24));
    const profile = profileOf({ ...historyOf(days), gaps: [[DAY, 2 * DAY]] }, MONDAY);
    expect(profile.seasonality).toBe("week");
    const next = nextHours(profile, 168).hours;
    for (let hour = 24; hour < 48; hour++) {
      expect(next[hour]?.rate).toBeCloseTo((10 + (hour % 24)) / HOUR, 9);
    }
  });
});
