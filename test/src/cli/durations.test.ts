import { describe, expect, it } from "vitest";
import { horizonOf, windowOf } from "../../../src/cli/options.ts";
import { InputError } from "../../../src/ports/failure.ts";

describe("durations on the command line", () => {
  it.each([
    ["4d", 345_600],
    ["96h", 345_600],
    ["1.5h", 5400],
    ["90m", 5400],
    ["345600s", 345_600],
    ["36000000ms", 36_000],
  ])("%s is %d seconds, in every unit of the contract", (text, seconds) => expect(horizonOf(text)).toBe(seconds));

  it.each(["10s", "401d", "4", "4w", "1h30m", "-1d", "", "1e3h"])("%j is no horizon", (text) =>
    expect(() => horizonOf(text)).toThrow(InputError),
  );

  it("a window is from a minute to a day", () => {
    expect([windowOf("60s"), windowOf("1d")]).toEqual([60, 86_400]);
    expect(() => windowOf("59s")).toThrow(InputError);
  });
});
