import { describe, expect, it } from "vitest";
import { billedSeconds } from "../../../planner/cost/billing.ts";
import { datasheet } from "../../../planner/domain/fact.ts";
import { seconds } from "../../../planner/units/index.ts";

const source = datasheet("stated here", "this test", "2026-11-25");
const bySecond = {
  grain: seconds(1),
  minimum: seconds(60),
  whileStarting: true,
  whileIdle: true,
  usdPerMillionRequests: 0,
  source,
};
const byHour = {
  grain: seconds(3600),
  minimum: seconds(0),
  whileStarting: true,
  whileIdle: true,
  usdPerMillionRequests: 0,
  source,
};

describe("billedSeconds", () => {
  it.each([
    [0, 0],
    [0.1, 60],
    [59.9, 60],
    [60, 60],
    [60.1, 61],
    [3600, 3600],
  ])("by the second, a minute at least: %d s is billed as %d s", (ran, billed) => {
    expect(billedSeconds(bySecond, seconds(ran))).toBe(billed);
  });

  it.each([
    [1, 3600],
    [3600, 3600],
    [3601, 7200],
  ])("by the hour: %d s is billed as %d s", (ran, billed) => {
    expect(billedSeconds(byHour, seconds(ran))).toBe(billed);
  });

  it("does not bill a grain for float64 noise", () => {
    expect(billedSeconds(byHour, seconds((0.1 + 0.2) * 36_000))).toBe(3 * 3600);
  });
});
