import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { restartSchedule } from "../../../planner/plan/restart-schedule.ts";
import { parseCron } from "../../../planner/traffic/cron.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Instants (seconds) at which a cron expression fires in the year from 1 January 2026, UTC, minute by minute. */
function firings(expression: string): readonly number[] {
  const cron = parseCron(expression, 6);
  if ("kind" in cron) throw new Error(`no cron expression: ${expression}`);
  const first = Date.UTC(2026, 0, 1) / 1000;
  return Array.from({ length: 365 }, (_, day) => first + day * DAY)
    .filter((midnight) => {
      const date = new Date(midnight * 1000);
      const isDay = cron.days.includes(date.getUTCDate()) && cron.weekdays.includes(date.getUTCDay());
      return isDay && cron.months.includes(date.getUTCMonth() + 1);
    })
    .flatMap((midnight) =>
      cron.hours.flatMap((hour) => cron.minutes.map((minute) => midnight + hour * HOUR + minute * MINUTE)),
    );
}

const gaps = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

const divisors = Array.from({ length: 1440 }, (_, index) => (index + 1) * MINUTE).filter((some) => DAY % some === 0);
const interval = fc.oneof(
  fc.constantFrom(...divisors),
  fc.integer({ min: 1, max: 400 }).map((days) => days * DAY),
);

describe("a restart schedule", () => {
  it("never lets more pass between two restarts than was asked for, or than it says", () => {
    fc.assert(
      fc.property(interval, fc.nat(1439), (seconds, shift) => {
        const { cron, every } = restartSchedule(seconds, shift);
        const longest = gaps(firings(cron)).reduce((most, gap) => Math.max(most, gap), 0);
        expect(longest).toBeLessThanOrEqual(Math.max(seconds, MINUTE));
        expect(longest).toBeLessThanOrEqual(every);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    [10 * MINUTE, "10m"],
    [HOUR, "1h"],
    [6 * HOUR, "6h"],
    [12 * HOUR, "12h"],
    [DAY, "1d"],
    [7 * DAY, "7d"],
  ])("keeps %i s exactly", (seconds) => {
    const { cron, every } = restartSchedule(seconds, 777);
    expect(every).toBe(seconds);
    expect(new Set(gaps(firings(cron)))).toEqual(new Set([seconds]));
  });

  it.each([
    [90 * MINUTE, HOUR],
    [288 * MINUTE, 4 * HOUR],
    [45 * MINUTE, 30 * MINUTE],
  ])("takes the next shorter interval where one expression cannot keep %i s", (seconds, kept) => {
    expect(restartSchedule(seconds, 0).every).toBe(kept);
  });

  it("keeps deployments apart by their shift", () => {
    const crons = [0, 61, 122, 400].map((shift) => restartSchedule(6 * HOUR, shift).cron);
    expect(new Set(crons).size).toBe(4);
  });
});
