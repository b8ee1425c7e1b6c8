import { describe, expect, it } from "vitest";
import { cronMistake } from "../../../src/config/cron.ts";
import type { Leaf } from "../../../src/config/leaves.ts";
import { instant, timezone } from "../../../src/config/moments.ts";
import { engineName, pathMistake } from "../../../src/config/names.ts";
import { duration, fraction, size } from "../../../src/config/quantities.ts";
import { showPath, showValue } from "../../../src/config/show.ts";

/** What a leaf reads, or its advice. */
function outcome(leaf: Leaf<unknown>, value: unknown): unknown {
  const result = leaf.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return issue?.code === "custom" ? { advice: issue.params?.["advice"] } : issue;
}

describe("durations", () => {
  it.each([
    ["250ms", 0.25],
    ["1.5s", 1.5],
    ["60ms", 0.06],
    ["30m", 1800],
    ["20h", 72_000],
    ["6d", 518_400],
  ])("%s is %d s", (text, seconds) => {
    expect(outcome(duration("t", "1s"), text)).toBe(seconds);
  });

  it.each([
    [30, "The unit is missing. Write 30s for seconds, 30ms for milliseconds, or 30m, 30h, 30d."],
    ["30", "The unit is missing. Write 30s for seconds, 30ms for milliseconds, or 30m, 30h, 30d."],
    ["30min", "Write 30m."],
    ["2 hrs", "Write 2h."],
    ["5S", "Write 5s."],
    ["3 fortnights", "Write one of the units ms, s, m, h, d."],
    ["1h30m", "Write one number and one unit, without spaces: 90m instead of 1h30m."],
    ["-1s", "Write one number and one unit, without spaces: 90m instead of 1h30m."],
    ["0s", "Write a duration above zero."],
    ["9999d", "Write at most ten years."],
    [true, "Write a number and its unit."],
  ])("%j is refused: %s", (value, advice) => {
    expect(outcome(duration("t", "1s"), value)).toEqual({ advice });
  });

  it("may be zero where said so", () => {
    expect(outcome(duration("t", "1s", "zero"), "0s")).toBe(0);
  });
});

describe("shares", () => {
  const share = fraction({ wanted: "s", example: "25%" });

  it.each([
    ["25%", 0.25],
    [0.25, 0.25],
    ["0.1%", 0.001],
    ["99.9%", 0.999],
    ["8%", 0.08],
    [1, 1],
    [0, 0],
  ])("%j is %d", (value, expected) => {
    expect(outcome(share, value)).toBe(expected);
  });

  it.each([
    [25, "Write 25% if percent is meant; a number without % is a fraction from 0 to 1."],
    ["25", "Write 25%, without spaces, or a fraction without quotes."],
    ["25 %", "Write 25%, without spaces, or a fraction without quotes."],
    ["101%", "Write a percentage from 0% to 100%."],
    [-0.1, "Write a percentage from 0% to 100%."],
    ["much", "Write a number and a percent sign."],
    [null, "Write a percentage or a fraction."],
  ])("%j is refused: %s", (value, advice) => {
    expect(outcome(share, value)).toEqual({ advice });
  });

  it("above one only as percentages", () => {
    const headroom = fraction({ wanted: "h", example: "25%", most: 10 });
    expect(outcome(headroom, "150%")).toBe(1.5);
    expect(outcome(headroom, 1.5)).toHaveProperty("advice");
  });
});

describe("sizes", () => {
  it.each([
    ["16Gi", 16 * 2 ** 30],
    ["200Mi", 200 * 2 ** 20],
    ["1.5Ki", 1536],
    ["2G", 2e9],
  ])("%s is %d bytes", (text, bytes) => {
    expect(outcome(size("s", "16Gi"), text)).toBe(bytes);
  });

  it.each([
    [16, "The unit is missing. Write 16Mi or 16Gi."],
    ["16GB", "Write 16Gi."],
    ["16 gi", "Write 16Gi."],
    ["many", "Write one number and one unit, without spaces: 16Gi."],
  ])("%j is refused: %s", (value, advice) => {
    expect(outcome(size("s", "16Gi"), value)).toEqual({ advice });
  });
});

describe("moments", () => {
  it.each(["2026-10-26T00:00:00Z", "2028-02-29T23:59:59.123+05:30", "2026-12-31T00:00:00-08:00"])("%s", (text) => {
    expect(outcome(instant("start"), text)).toBe(text);
  });

  it.each([
    ["2026-10-26", 'Add a time and an offset: "2026-10-26T00:00:00Z".'],
    [
      "2026-10-26 08:00",
      'The offset is missing. Write "2026-10-26T08:00:00Z" for UTC, or +02:00 and the like instead of Z.',
    ],
    ["2026-02-29T00:00:00Z", "Check the date: this moment does not exist."],
    ["2026-13-01T00:00:00Z", "Check the date: this moment does not exist."],
    ["2026-01-01T24:00:00Z", "Check the date: this moment does not exist."],
    ["2026-01-01T00:00:00+24:00", "Check the date: this moment does not exist."],
    ["tomorrow", "Write year-month-dayThour:minute:second and Z or +02:00."],
    [2026, "Write it in quotes, with its offset."],
  ])("%j is refused: %s", (value, advice) => {
    expect(outcome(instant("start"), value)).toEqual({ advice });
  });

  it("zones are names of the IANA database", () => {
    expect(outcome(timezone(), "Europe/Berlin")).toBe("Europe/Berlin");
    expect(outcome(timezone(), "UTC")).toBe("UTC");
    expect(outcome(timezone(), "Europe/Berlim")).toEqual({
      advice: expect.stringContaining('Did you mean "Europe/Berlin"'),
    });
    expect(outcome(timezone(), "+02:00")).toEqual({
      advice: expect.stringContaining("Write a name such as Europe/Berlin"),
    });
  });
});

describe("cron", () => {
  it.each(["0 7 * * 1-5", "*/15 * * * *", "0 0 1,15 jan-jun MON", "5 4 * * 7", "0-30/10 8 31 12 0", "0 0 * * *  "])(
    "%s",
    (expression) => {
      expect(cronMistake(expression)).toBeNull();
    },
  );

  it.each([
    ["0 7 * *", "Write five fields, not 4; seconds and years have no place here."],
    ["0 0 7 * * 1", "Write five fields, not 6; seconds and years have no place here."],
    ["@daily", "Write the five fields instead of a name that starts with @."],
    ["60 * * * *", "Check the minute field: 0 to 59, lists (1,2), ranges (1-5) or steps (*/5)."],
    ["0 24 * * *", "Check the hour field: 0 to 23, lists (1,2), ranges (1-5) or steps (*/5)."],
    ["0 0 0 * *", "Check the day of the month field: 1 to 31, lists (1,2), ranges (1-5) or steps (*/5)."],
    ["0 0 * foo *", "Check the month field: 1 to 12, lists (1,2), ranges (1-5) or steps (*/5)."],
    ["0 0 * * 5-1", "Check the day of the week field: 0 to 7, lists (1,2), ranges (1-5) or steps (*/5)."],
    ["*/0 * * * *", "Check the minute field: 0 to 59, lists (1,2), ranges (1-5) or steps (*/5)."],
    ["1//2 * * * *", "Check the minute field: 0 to 59, lists (1,2), ranges (1-5) or steps (*/5)."],
    ["0 7 31 2 *", "No such date ever comes: correct the day or the month."],
    ["0 7 31 4,6,9 *", "No such date ever comes: correct the day or the month."],
    ["1, * * * *", "Check the minute field: 0 to 59, lists (1,2), ranges (1-5) or steps (*/5)."],
  ])("%s is refused", (expression, advice) => {
    expect(cronMistake(expression)).toBe(advice);
  });

  it.each(["0 7 29 2 *", "0 7 31 2,3 *", "0 7 31 2 1"])("%s comes now and then", (expression) => {
    expect(cronMistake(expression)).toBeNull();
  });
});

describe("names", () => {
  it("engines carry a version behind @", () => {
    expect(outcome(engineName(), "vllm@0.15")).toEqual({ name: "vllm", version: "0.15" });
    expect(outcome(engineName(), "sglang")).toEqual({ name: "sglang", version: null });
    expect(outcome(engineName(), "vLLM")).toEqual({ advice: "Write it like this: vllm." });
    expect(outcome(engineName(), "vllm@latest")).toEqual({ advice: "Write it like this: vllm@0.15." });
  });

  it.each(["traffic/a.csv", "a", "./a b/ü.csv", "a..b/c", "a/../b"])("%s is a path inside", (path) => {
    expect(pathMistake(path)).toBeNull();
  });

  it.each([
    "",
    "/etc/passwd",
    "../a",
    "a/../../b",
    "a/..",
    "~/a",
    "https://x/a.csv",
    "file:a",
    "C:/a",
    "a\\b",
    "a\0b",
    "a\nb",
  ])("%j is refused", (path) => {
    expect(pathMistake(path)).not.toBeNull();
  });
});

describe("showing", () => {
  it("cuts at 80 characters and escapes what a terminal would obey", () => {
    expect(showValue("x".repeat(200))).toBe(`"${"x".repeat(79)}…"`);
    expect(showValue("a\u001b[2J\u202e\n\ud800")).toBe('"a\\u{1b}[2J\\u{202e}\\n\\u{d800}"');
    expect(showValue(Array.from({ length: 9 }))).toBe("a list of 9");
    expect(showValue({ a: 1, b: { c: 1 } })).toBe("a mapping with a, b");
  });

  it("quotes keys that are not plain words", () => {
    expect(showPath(["spec", "list", 0, "app.kubernetes.io/name"])).toBe('spec.list[0]["app.kubernetes.io/name"]');
  });
});
