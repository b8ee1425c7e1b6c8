import { describe, expect, it } from "vitest";
import { breakdownOf, machinesAt, restartHours, type SimulatedShare } from "../../../planner/cost/breakdown.ts";
import { hoursAbove, steady } from "../../../planner/cost/machine-hours.ts";
import { seconds } from "../../../planner/units/index.ts";

const billing = { grain: seconds(1), whileStarting: true, whileIdle: true };
const rules = { billing, perMachine: 1 };
const PRICE = 2;

/** A quiet half of the month on the fewest replicas, and a busy half on more. */
const shares: readonly SimulatedShare[] = [
  { ...steady(2), weight: 0.5, busyShare: 0.1, load: 0.4, fewest: 2 },
  {
    ...{ ...steady(5), weight: 0.5, busyShare: 0.6, load: 2.6, fewest: 2 },
    ...{ starting: 0.5, startsPerHour: 4 },
  },
];
const month = hoursAbove(shares, rules, 0) * PRICE;

describe("what a bill is paid for", () => {
  const found = breakdownOf(month, shares, rules);

  it("is a baseline that stays without traffic and the use that follows it; they add up", () => {
    expect(found.baselineUsd).toBeCloseTo(2 * 730 * PRICE, 6);
    expect(found.baselineUsd + found.usageUsd).toBeCloseTo(month, 9);
  });

  it("holds headroom: replicas that are up and not needed to finish what comes", () => {
    const above = 0.5 * (2 - 1) + 0.5 * (5 - 0.5 - 3);
    expect(found.headroomUsd).toBeCloseTo(above * 730 * PRICE, 0);
  });

  it("holds starts, and says how many there are", () => {
    expect(found.startsUsd).toBeCloseTo(0.25 * 730 * PRICE, 0);
    expect(found.startsPerMonth).toBeCloseTo(0.5 * 4 * 730, 9);
  });

  it("is idle for the share of paid time in which no step runs", () => {
    const busy = 0.5 * 0.1 * 2 + 0.5 * 0.6 * 4.5;
    expect(found.idleShare).toBeCloseTo(1 - busy / 3.5, 12);
  });

  it("is all baseline for a fleet that never changes", () => {
    const fixed = [{ ...steady(2), load: 0.4, fewest: 2 }];
    const alone = breakdownOf(1769.52, fixed, rules);
    expect(alone).toMatchObject({ baselineUsd: 1769.52, usageUsd: 0, startsUsd: 0, startsPerMonth: 0 });
    expect(alone.headroomUsd).toBeCloseTo(884.76, 9);
  });

  it("has no baseline, no headroom and no idle time where idle time is free", () => {
    const free = { ...rules, billing: { ...billing, whileIdle: false } };
    const bill = hoursAbove(shares, free, 0) * PRICE;
    expect(breakdownOf(bill, shares, free)).toMatchObject({
      ...{ baselineUsd: 0, usageUsd: bill, headroomUsd: 0, idleShare: 0 },
    });
  });

  it("is nothing for a fleet that sleeps", () => {
    const asleep = [{ ...steady(0), load: 0, fewest: 0 }];
    expect(Object.values(breakdownOf(0, asleep, rules))).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("machines for grown traffic", () => {
  const at = (level: number, perMachine = 1) => machinesAt(level, shares, { perMachine, most: 6 });

  it("are filled to seven tenths, between the fewest and the most replicas", () => {
    expect(at(1)).toBe(0.5 * 2 + 0.5 * 4);
    expect(at(1.5)).toBe(0.5 * 2 + 0.5 * 6);
    expect(at(4)).toBe(0.5 * 3 + 0.5 * 6);
    expect(at(99)).toBe(6);
    expect(at(99, 4)).toBe(2);
    expect(at(0)).toBe(2);
  });
});

describe("rolling restarts", () => {
  const hours = (replicas: number, perMachine: number) =>
    restartHours([steady(replicas)], { perMonth: 120, startupHours: 0.1, perMachine });

  it("take a machine more for each replica while its successor starts", () => {
    expect(hours(2, 1)).toBeCloseTo(120 * 2 * 0.1, 12);
    expect(hours(0, 1)).toBe(0);
  });

  it("take none where a machine has room, and one where all are full", () => {
    expect(hours(3, 4)).toBe(0);
    expect(hours(4, 4)).toBeCloseTo(120 * 4 * 0.1, 12);
  });
});
