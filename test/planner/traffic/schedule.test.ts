import { describe, expect, it } from "vitest";
import { formatInstant, parseInstant } from "../../../planner/traffic/calendar.ts";
import { minimumAt, minimumIntervals } from "../../../planner/traffic/schedule.ts";
import { seconds } from "../../../planner/units/index.ts";

const at = (text: string): number => parseInstant(text) ?? Number.NaN;
const HOUR = 3600;

/** When a cron expression fires in a window, as UTC text. */
function firings(cron: string, timezone: string, window: readonly [string, string]): string[] {
  const entry = { cron, timezone, duration: seconds(60), minReplicas: 1 };
  const [from, to] = [at(window[0]), at(window[1])];
  const intervals = minimumIntervals([entry], { from, to });
  return intervals.filter((interval) => interval.from >= from).map((interval) => formatInstant(interval.from));
}

const WEEK = ["2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"] as const;
const DAY = ["2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"] as const;

describe("cron expressions", () => {
  it.each([
    ["every minute of an hour", "* 5 * * *", 60],
    ["every quarter of an hour", "*/15 * * * *", 96],
    ["a step from a value on", "5/20 12 * * *", 3],
    ["a range and a list", "0,30 9-11 * * *", 6],
    ["a range with a step", "0 8-18/5 * * *", 3],
    ["a month by name", "0 0 * nov *", 1],
    ["another month", "0 0 * 12 *", 0],
    ["a day of the month", "0 0 23 * *", 1],
    ["another day of the month", "0 0 24 * *", 0],
  ])("%s", (_what, cron, count) => expect(firings(cron, "UTC", DAY)).toHaveLength(count));

  it("counts weekdays from Sunday, which is 0 and 7, and knows their names", () => {
    const monday = ["2026-11-23T07:00:00Z"];
    const sunday = ["2026-11-29T07:00:00Z"];
    expect(firings("0 7 * * 1", "UTC", WEEK)).toEqual(monday);
    expect(firings("0 7 * * MON", "UTC", WEEK)).toEqual(monday);
    for (const day of ["0", "7", "sun", "Sun"]) expect(firings(`0 7 * * ${day}`, "UTC", WEEK)).toEqual(sunday);
    expect(firings("0 7 * * 1-5", "UTC", WEEK)).toHaveLength(5);
    expect(firings("0 7 * * mon-fri", "UTC", WEEK)).toHaveLength(5);
    expect(firings("0 7 * * 5-7", "UTC", WEEK)).toHaveLength(3);
  });

  it("lets either day field match when both are restricted (POSIX crontab)", () => {
    // The 25th is a Wednesday; Fridays as well.
    expect(firings("0 7 25 * 5", "UTC", WEEK)).toEqual(["2026-11-25T07:00:00Z", "2026-11-27T07:00:00Z"]);
  });
});

describe("time zones", () => {
  it("keeps the hour of the wall when Berlin leaves summer time (2026-10-25, 03:00 back to 02:00)", () => {
    expect(firings("0 7 * * *", "Europe/Berlin", ["2026-10-23T00:00:00Z", "2026-10-28T00:00:00Z"])).toEqual([
      "2026-10-23T05:00:00Z",
      "2026-10-24T05:00:00Z",
      "2026-10-25T06:00:00Z",
      "2026-10-26T06:00:00Z",
      "2026-10-27T06:00:00Z",
    ]);
  });

  it("keeps the hour of the wall when Berlin enters summer time (2026-03-29, 02:00 on to 03:00)", () => {
    expect(firings("30 6 * * *", "Europe/Berlin", ["2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"])).toEqual([
      "2026-03-28T05:30:00Z",
      "2026-03-29T04:30:00Z",
      "2026-03-30T04:30:00Z",
    ]);
    // 02:30 does not exist that night.
    expect(firings("30 2 * * *", "Europe/Berlin", ["2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"])).toEqual([]);
  });

  it("follows zones that differ by half and by quarter hours", () => {
    expect(firings("0 9 * * *", "Asia/Kolkata", DAY)).toEqual(["2026-11-23T03:30:00Z"]);
    expect(firings("10 9 * * *", "Asia/Kathmandu", DAY)).toEqual(["2026-11-23T03:25:00Z"]);
    expect(firings("0 20 * * sun", "America/New_York", ["2026-11-22T00:00:00Z", "2026-11-24T00:00:00Z"])).toEqual([
      "2026-11-23T01:00:00Z",
    ]);
  });
});

describe("minimums", () => {
  const office = { cron: "0 7 * * 1-5", timezone: "Europe/Berlin", duration: seconds(12 * HOUR), minReplicas: 4 };
  const night = { cron: "0 22 * * *", timezone: "UTC", duration: seconds(10 * HOUR), minReplicas: 2 };

  it("last from the firing, included, to its end, excluded; the largest holds", () => {
    const intervals = minimumIntervals([office, night], { from: at(WEEK[0]), to: at(WEEK[1]) });
    const minimum = (text: string) => minimumAt(intervals, at(text));
    expect(minimum("2026-11-23T05:59:59Z")).toBe(2);
    expect(minimum("2026-11-23T06:00:00Z")).toBe(4);
    expect(minimum("2026-11-23T17:59:59Z")).toBe(4);
    expect(minimum("2026-11-23T18:00:00Z")).toBe(0);
    expect(minimum("2026-11-23T22:00:00Z")).toBe(2);
    expect(minimum("2026-11-24T07:00:00Z")).toBe(4);
    expect(minimum("2026-11-28T12:00:00Z")).toBe(0);
  });

  it("are in force at the start of a window when they began before it, days before if they last so long", () => {
    const long = { ...night, cron: "0 0 20 * *", duration: seconds(5 * 24 * HOUR), minReplicas: 7 };
    const intervals = minimumIntervals([long], { from: at(WEEK[0]), to: at(WEEK[1]) });
    expect(minimumAt(intervals, at("2026-11-24T23:59:00Z"))).toBe(7);
    expect(minimumAt(intervals, at("2026-11-25T00:00:00Z"))).toBe(0);
  });
});
