import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { busyHours, cronDays } from "../../../../planner/plan/search/busy-hours.ts";
import type { ForecastHour } from "../../../../planner/traffic/horizon.ts";
import { minimumAt, minimumIntervals } from "../../../../planner/traffic/schedule.ts";
import { DAY, HOUR, seconds } from "../../../../planner/units/index.ts";

/** 2026-11-23, a Monday. */
const MONDAY = 1_795_392_000;
const WEEKS = 4;

interface Office {
  /** Hour of the day at which it opens, UTC, and for how long. */
  readonly opens: number;
  readonly length: number;
  /** Days on which it opens, Sunday is 0. */
  readonly days: readonly number[];
}

/** Ten requests a second while it is open, one else. */
function trafficOf({ opens, length, days }: Office): readonly ForecastHour[] {
  return Array.from({ length: WEEKS * 168 }, (_, index) => {
    const start = MONDAY + index * HOUR;
    const began = new Date((start - opens * HOUR) * 1000);
    const sinceOpening = (((start / HOUR - opens) % 24) + 24) % 24;
    const rate = days.includes(began.getUTCDay()) && sinceOpening < length ? 10 : 1;
    return { start, rate, p10: rate, p90: rate, event: null, minimum: 0 };
  });
}

/** What the calendar that they make would keep at each hour. */
function keptBy(hours: readonly ForecastHour[], found: NonNullable<ReturnType<typeof busyHours>>): readonly number[] {
  const cron = `0 ${found.from} * * ${cronDays(found.weekdays)}`;
  const entry = { cron, timezone: "UTC", duration: seconds(found.hours * HOUR), minReplicas: 5 };
  const raised = minimumIntervals([entry], { from: MONDAY - DAY, to: MONDAY + WEEKS * 7 * DAY });
  return hours.map(({ start }) => minimumAt(raised, start));
}

describe("the busy hours of a week", () => {
  it.each([
    ["in Europe", { opens: 7, length: 10, days: [1, 2, 3, 4, 5] }, { from: 6, hours: 11, weekdays: [1, 2, 3, 4, 5] }],
    [
      "in California",
      { opens: 16, length: 10, days: [1, 2, 3, 4, 5] },
      { from: 15, hours: 11, weekdays: [1, 2, 3, 4, 5] },
    ],
    [
      "from midnight on",
      { opens: 0, length: 8, days: [1, 2, 3, 4, 5] },
      { from: 23, hours: 9, weekdays: [0, 1, 2, 3, 4] },
    ],
    [
      "Sunday to Thursday",
      { opens: 6, length: 9, days: [0, 1, 2, 3, 4] },
      { from: 5, hours: 10, weekdays: [0, 1, 2, 3, 4] },
    ],
    [
      "on Fridays and Saturdays, into the night",
      { opens: 18, length: 8, days: [5, 6] },
      { from: 17, hours: 9, weekdays: [5, 6] },
    ],
    [
      "each evening",
      { opens: 17, length: 6, days: [0, 1, 2, 3, 4, 5, 6] },
      { from: 16, hours: 7, weekdays: [0, 1, 2, 3, 4, 5, 6] },
    ],
  ])("are found %s", (_where, office, expected) => {
    expect(busyHours(trafficOf(office))).toMatchObject({ ...expected, ratesInside: 10, ratesOutside: 1 });
  });

  it("are none where every hour is alike, or nearly all are busy", () => {
    expect(busyHours(trafficOf({ opens: 0, length: 24, days: [0, 1, 2, 3, 4, 5, 6] }))).toBeNull();
    expect(busyHours(trafficOf({ opens: 3, length: 21, days: [0, 1, 2, 3, 4, 5, 6] }))).toBeNull();
  });

  it("make a calendar that keeps replicas in every busy hour and in the hour before, and their share of the week is its own", () => {
    const days = fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 });
    const offices = fc.record({ opens: fc.nat(23), length: fc.integer({ min: 2, max: 18 }), days });
    fc.assert(
      fc.property(offices, (office) => {
        const hours = trafficOf(office);
        const found = busyHours(hours);
        if (found === null) throw new Error("no busy hours");
        const kept = keptBy(hours, found);
        hours.forEach(({ rate }, i) => {
          if (rate === 10) expect(Math.min(kept[i] ?? 0, kept[Math.max(0, i - 1)] ?? 0), `hour ${i}`).toBe(5);
        });
        const share = kept.filter((minimum) => minimum > 0).length / kept.length;
        expect(share).toBeCloseTo(found.share, 9);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("are written as cron has days", () => {
    expect(cronDays([1, 2, 3, 4, 5])).toBe("1-5");
    expect(cronDays([0, 5, 6])).toBe("0,5,6");
    expect(cronDays([2])).toBe("2");
    expect(cronDays([0, 1, 2, 3, 4, 5, 6])).toBe("*");
  });
});
