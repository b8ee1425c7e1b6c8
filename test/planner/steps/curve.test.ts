import { describe, expect, it } from "vitest";
import { Curve, Surface } from "../../../planner/steps/curve.ts";

describe("a curve", () => {
  const curve = new Curve([
    { x: 10, y: 1 },
    { x: 20, y: 3 },
    { x: 40, y: 3 },
    { x: 20, y: 5 },
  ]);

  it("is straight between points, averages twins, and goes on beyond its edges", () => {
    expect([10, 15, 20, 30, 40].map((x) => curve.at(x))).toEqual([1, 2.5, 4, 3.5, 3]);
    expect(curve.at(0)).toBe(-2);
    expect(curve.at(60)).toBe(2);
  });

  it("has the slope of the segment to the right", () => {
    expect(curve.slopeAt(5)).toBe(0.3);
    expect(curve.slopeAt(20)).toBeCloseTo(-0.05, 12);
  });

  it("of one point is flat", () => {
    const flat = new Curve([{ x: 3, y: 7 }]);
    expect([flat.at(0), flat.at(3), flat.at(99), flat.slopeAt(3)]).toEqual([7, 7, 7, 0]);
  });
});

describe("a surface", () => {
  const plane = new Surface([1, 2, 4].flatMap((line) => [0, 10, 30].map((x) => ({ line, x, y: 2 * line + 0.5 * x }))));

  it("gives a plane back everywhere, inside and outside", () => {
    for (const line of [0.5, 1, 3, 4, 6]) {
      for (const x of [-5, 0, 7, 10, 50]) {
        expect(plane.at(line, x)).toBeCloseTo(2 * line + 0.5 * x, 12);
        expect(plane.slopeAt(line, x)).toBeCloseTo(0.5, 12);
      }
    }
  });

  it("names the next place where a slope may change", () => {
    expect([-1, 0, 9.9, 10, 31].map((x) => plane.nextKnot(x))).toEqual([10, 10, 10, Infinity, Infinity]);
  });
});
