import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { priceRange } from "../../../planner/cost/price.ts";
import { datasheet, type InstancePrice, type Spot } from "../../../planner/domain/index.ts";
import { seconds, usDollarsPerHour } from "../../../planner/units/index.ts";

const fact = <T>(value: T) => datasheet(value, "stated here", "2026-11-29");
const spot: Spot = {
  interruptionsPerMonth: fact({ low: 0.05, high: 0.3 }),
  notice: fact(seconds(120)),
  priceMoves: fact({ low: 0.6, high: 1.6 }),
};
const offers = { spot, committed: fact({ low: 0.4, high: 0.7 }) };
const row = (onDemand: number | null, onSpot: number | null): InstancePrice => ({
  onDemand: onDemand === null ? null : usDollarsPerHour(onDemand),
  spot: onSpot === null ? null : usDollarsPerHour(onSpot),
  source: 0,
});
const close = (value: number) => expect.closeTo(value, 12);

describe("the price of an hour", () => {
  it("on demand is the one in the table", () => {
    expect(priceRange(row(2, 1), offers, "on-demand")).toEqual({ low: 2, middle: 2, high: 2 });
  });

  it("on spot moves around the one in the table, at most up to the price on demand", () => {
    expect(priceRange(row(2, 1), offers, "spot")).toEqual({ low: 0.6, middle: 1, high: close(1.6) });
    expect(priceRange(row(1.2, 1), offers, "spot")).toEqual({ low: 0.6, middle: 1, high: 1.2 });
    expect(priceRange(row(null, 1), offers, "spot")).toEqual({ low: 0.6, middle: 1, high: close(1.6) });
  });

  it("reserved lies between the shares that are offered", () => {
    expect(priceRange(row(2, 1), offers, "reserved")).toEqual({
      low: close(0.8),
      middle: close(1.1),
      high: close(1.4),
    });
  });

  it("is unknown where the table or the platform has none", () => {
    expect(priceRange(row(null, 1), offers, "on-demand")).toBeNull();
    expect(priceRange(row(2, null), offers, "spot")).toBeNull();
    expect(priceRange(row(2, 1), { ...offers, spot: null }, "spot")).toBeNull();
    expect(priceRange(row(null, 1), offers, "reserved")).toBeNull();
    expect(priceRange(row(2, 1), { ...offers, committed: null }, "reserved")).toBeNull();
  });

  it("has its middle inside, whatever the table says", () => {
    const usd = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(usd, usd, fc.constantFrom("on-demand", "spot", "reserved"), (onDemand, onSpot, capacity) => {
        const { low, middle, high } = priceRange(row(onDemand, onSpot), offers, capacity) ?? {
          low: 1,
          middle: 0,
          high: 0,
        };
        expect(low).toBeLessThanOrEqual(middle);
        expect(high).toBeGreaterThanOrEqual(middle);
      }),
    );
  });
});
