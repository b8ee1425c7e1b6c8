import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCron } from "../../../planner/index.ts";
import { cronWindows } from "../../../src/render/cron-window.ts";

const HOUR = 3600;

describe("cron", () => {
  it.each([
    "* * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 8",
    "a * * * *",
    "5-1 * * * *",
    "*/0 * * * *",
    "1,,2 * * * *",
    "",
    "@daily",
    "1.5 * * * *",
  ])("refuses `%s`", (text) => expect(parseCron(text)).toHaveProperty("kind"));

  it("reads lists, ranges, steps and names", () => {
    expect(parseCron("*/20 8-10,22 ? JAN-mar MON-FRI")).toMatchObject({
      minutes: [0, 20, 40],
      hours: [8, 9, 10, 22],
      months: [1, 2, 3],
      weekdays: [1, 2, 3, 4, 5],
      everyDay: true,
      everyWeekday: false,
    });
    expect(parseCron("0 0 * * 5-7")).toMatchObject({ weekdays: [0, 5, 6] });
  });
});

describe("a window", () => {
  it.each([
    ["0 7 * * 1-5", 12 * HOUR, [["0 7 * * 1-5", "0 19 * * 1-5"]]],
    ["0 22 * * 1-5", 12 * HOUR, [["0 22 * * 1-5", "0 10 * * 2-6"]]],
    ["0 22 * * 6", 12 * HOUR, [["0 22 * * 6", "0 10 * * 0"]]],
    ["0 22 * * *", 12 * HOUR, [["0 22 * * *", "0 10 * * *"]]],
    [
      "30 6,18 * * *",
      2 * HOUR,
      [
        ["30 6 * * *", "30 8 * * *"],
        ["30 18 * * *", "30 20 * * *"],
      ],
    ],
    ["0 6 27 11 *", 20 * HOUR, [["0 6 27 11 *", "0 2 28 11 *"]]],
    ["0 20 31 12 *", 8 * HOUR, [["0 20 31 12 *", "0 4 1 1 *"]]],
    ["0 12 * * 1", 48 * HOUR, [["0 12 * * 1", "0 12 * * 3"]]],
  ])("%s for %d s", (cron, seconds, expected) => {
    expect(cronWindows(cron, seconds)).toEqual(expected.map(([start, end]) => ({ start, end })));
  });

  it.each([
    ["0 7 * * *", 24 * HOUR],
    ["0 7 * * 1", 7 * 24 * HOUR],
    ["0 7 * * 1", 10],
    ["0 22 31 * *", 12 * HOUR],
    ["nonsense", HOUR],
  ])("%s for %d s cannot be expressed", (cron, seconds) => {
    expect(typeof cronWindows(cron, seconds)).toBe("string");
  });

  it("closes exactly as much later as it lasts", () => {
    const parts = fc.record({
      minute: fc.integer({ min: 0, max: 59 }),
      hour: fc.integer({ min: 0, max: 23 }),
      weekday: fc.integer({ min: 0, max: 6 }),
      minutes: fc.integer({ min: 1, max: 7 * 1440 - 1 }),
    });
    const inWeek = (cron: string) => {
      const [minute = 0, hour = 0, , , weekday = 0] = cron.split(" ").map(Number);
      return weekday * 1440 + hour * 60 + minute;
    };
    fc.assert(
      fc.property(parts, ({ minute, hour, weekday, minutes }) => {
        const windows = cronWindows(`${minute} ${hour} * * ${weekday}`, minutes * 60);
        if (typeof windows === "string") throw new Error(windows);
        const [{ start, end } = { start: "", end: "" }] = windows;
        expect((inWeek(end) - inWeek(start) + 7 * 1440) % (7 * 1440)).toBe(minutes);
      }),
    );
  });
});
