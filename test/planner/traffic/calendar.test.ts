import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  daysFromCivil,
  formatDate,
  formatInstant,
  hourOfWeek,
  parseDate,
  parseInstant,
} from "../../../planner/traffic/calendar.ts";

/** Whole seconds from the year 1600 to 2999. */
const instants = fc.integer({ min: -11_676_096_000, max: 32_503_679_999 });

describe("the calendar", () => {
  it.each(["2026-11-02T00:00:00Z", "2026-11-02T00:00:00.500Z", "1999-12-31T23:59:59.999Z"])("keeps %s", (text) =>
    expect(formatInstant(parseInstant(text) ?? Number.NaN)).toBe(text),
  );

  it("agrees with the platform's on every instant, there and back", () => {
    fc.assert(
      fc.property(instants, (epoch) => {
        const date = new Date(epoch * 1000);
        const text = date.toISOString().replace(".000Z", "Z");
        expect(formatInstant(epoch)).toBe(text);
        expect(parseInstant(text)).toBe(epoch);
        expect(formatDate(epoch)).toBe(text.slice(0, 10));
        const day = daysFromCivil(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
        expect(day).toBe(Math.floor(epoch / 86_400));
        expect(hourOfWeek(epoch)).toBe(((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours());
      }),
      { numRuns: 3000 },
    );
  });

  it("reads offsets as the platform does", () => {
    const offset = fc.record({
      sign: fc.constantFrom("+", "-"),
      hours: fc.integer({ min: 0, max: 14 }),
      minutes: fc.constantFrom(0, 15, 30, 45),
    });
    fc.assert(
      fc.property(instants, offset, (epoch, { sign, hours, minutes }) => {
        const two = (n: number) => String(n).padStart(2, "0");
        const text = formatInstant(epoch).replace("Z", `${sign}${two(hours)}:${two(minutes)}`);
        expect(parseInstant(text)).toBe(Date.parse(text) / 1000);
      }),
    );
  });

  it.each([
    ["2024-02-29T12:00:00Z", 1_709_208_000],
    ["2026-10-25T01:30:00.5Z", 1_792_891_800.5],
    ["2026-11-27t06:00:00z", 1_795_759_200],
    ["2026-11-27 06:00:00+01:00", 1_795_755_600],
  ])("reads %s", (text, epoch) => expect(parseInstant(text)).toBe(epoch));

  it.each(["2026-11-27", "2026-11-27T06:00:00", "27.11.2026", "", "2026-11-27T06:00Z"])("does not read %j", (text) =>
    expect(parseInstant(text)).toBeNull(),
  );

  it.each(["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z", "2026-04-31T00:00:00Z"])(
    "does not read %s, which no calendar has",
    (text) => expect(parseInstant(text)).toBeNull(),
  );

  it.each(["2026-11-27T24:00:00Z", "2026-11-27T12:60:00Z", "2026-11-27T12:00:61Z", "2026-11-27T12:00:00+24:00"])(
    "does not read %s, which no clock shows",
    (text) => expect(parseInstant(text)).toBeNull(),
  );

  it("reads dates as midnight UTC", () => {
    expect(parseDate("2026-11-23")).toBe(1_795_392_000);
    expect(parseDate("2026-11-31")).toBeNull();
    expect(parseDate("today")).toBeNull();
  });
});
