import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  billedMachines,
  hoursAbove,
  type MachineRules,
  machinesOf,
  meanOver,
  type ReplicaShare,
  steady,
} from "../../../planner/cost/machine-hours.ts";
import { seconds } from "../../../planner/units/index.ts";

const bySecond = { grain: seconds(1), whileStarting: true, whileIdle: true };
const rules = (changes: Partial<MachineRules["billing"]> = {}, perMachine = 1): MachineRules => ({
  ...{ billing: { ...bySecond, ...changes }, perMachine },
});
const share = (changes: Partial<ReplicaShare> = {}): ReplicaShare => ({ ...steady(2), ...changes });

describe("machines", () => {
  it("are counted over time: four replicas for half of it fill one node for half of it", () => {
    expect(machinesOf({ replicas: 2, atOnce: [0.5, 0, 0, 0, 0.5] }, 4)).toBe(0.5);
    expect(machinesOf({ replicas: 4.5, atOnce: [0, 0, 0, 0, 0.5, 0.5] }, 4)).toBe(1.5);
    expect(machinesOf(steady(4.5), 4)).toBe(1.5);
    expect(machinesOf(steady(4.5), 1)).toBe(4.5);
  });
});

describe("the hours of a bill", () => {
  it("are those of the replicas, 730 a month each", () => {
    expect(hoursAbove([steady(2)], rules(), 0)).toBe(1460);
  });

  it("hold half a grain more for each start: 120 starts an hour by the minute are one machine more", () => {
    const busy = share({ replicas: 3, starting: 1, startsPerHour: 120 });
    expect(billedMachines(busy, rules({ grain: seconds(60) }))).toBeCloseTo(3 + (120 * 30) / 3600, 12);
    expect(billedMachines(busy, rules())).toBeCloseTo(3 + (120 * 0.5) / 3600, 12);
  });

  it("leave starting replicas out where those are not billed", () => {
    const starting = share({ replicas: 3, starting: 0.5 });
    expect(billedMachines(starting, rules({ whileStarting: false }))).toBe(2.5);
    expect(billedMachines(starting, rules())).toBe(3);
  });

  it("are busy time alone where idle time is free, and that of starts where it is not", () => {
    const asked = share({ replicas: 3, starting: 0.5, startsPerHour: 9, busyShare: 0.2 });
    expect(billedMachines(asked, rules({ whileIdle: false }))).toBeCloseTo(0.2 * 2.5 + 0.5, 12);
    expect(billedMachines(asked, rules({ whileIdle: false, whileStarting: false }))).toBeCloseTo(0.5, 12);
    expect(billedMachines(share({ busyShare: 0 }), rules({ whileIdle: false }))).toBe(0);
  });

  it("never fall with replicas, with time, with starts or with the grain", () => {
    const number = fc.double({ min: 0, max: 30, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 8 }), (a, b, perMachine) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        const hours = (replicas: number, changes: Partial<ReplicaShare> = {}, grain = 1) =>
          hoursAbove([{ ...steady(replicas), ...changes }], rules({ grain: seconds(grain) }, perMachine), 0);
        expect(hours(many)).toBeGreaterThanOrEqual(hours(few) - 1e-9);
        expect(hours(few, { startsPerHour: many })).toBeGreaterThanOrEqual(hours(few, { startsPerHour: few }));
        expect(hours(few, { startsPerHour: 5 }, 60)).toBeGreaterThanOrEqual(hours(few, { startsPerHour: 5 }));
        expect(hours(few)).toBeGreaterThanOrEqual((few / perMachine) * 730 - 1e-6);
      }),
    );
  });
});

describe("a mean over the month", () => {
  it("is exact for what never changes, whatever the weights add up to", () => {
    expect(
      meanOver(
        [0.1, 0.2, 0.3, 0.15, 0.25].map((weight) => ({ weight })),
        () => 0.1,
      ),
    ).toBe(0.1);
    expect(
      meanOver(
        [
          { weight: 0.25, n: 4 },
          { weight: 0.75, n: 0 },
        ],
        ({ n }) => n,
      ),
    ).toBe(1);
  });
});
