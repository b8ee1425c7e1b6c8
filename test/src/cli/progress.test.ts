import { describe, expect, it } from "vitest";
import { progressLine, timeLeft } from "../../../src/cli/progress.ts";

describe("the progress bar", () => {
  it("says the time left at the pace of the work itself, not of what went before it", () => {
    const left = timeLeft();
    // The first report comes after half a minute of reading.
    expect(left(0.01, 30)).toBeNull();
    expect(left(0.02, 30.1)).toBeNull();
    expect(left(0.26, 32.5)).toBe(8);
    expect(left(1, 40)).toBe(0);
  });

  it.each([20, 40, 60, 200])("stays on one line of %i columns", (columns) => {
    const line = progressLine(
      { share: 0.5, what: "a-name-that-is-longer-than-any-terminal".repeat(3), seconds: 12_345 },
      columns,
    );
    expect(line.length).toBeLessThan(columns);
    if (columns >= 60) expect(line).toMatch(/^\[#{12}-{12}\] a-name.* 12345 s left$/);
  });
});
