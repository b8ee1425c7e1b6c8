import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthlyNodeCost, nodeHoursPerMonth, replicasPerNode } from "../../../planner/cost/monthly.ts";
import { datasheet, type Shape } from "../../../planner/domain/index.ts";
import { bytes, gibibytes, usDollarsPerHour } from "../../../planner/units/index.ts";

const shape: Shape = {
  gpu: "a10g",
  gpuCount: 4,
  vcpus: 48,
  memory: gibibytes(192),
  allocatable: { milliCpu: 47_000, memory: gibibytes(180), basis: datasheet("stated here", "this test", "2026-11-25") },
  cpu: null,
};

describe("replicas on a node", () => {
  it.each([
    [1, 20, 4],
    [1, 50, 3],
    [2, 20, 2],
    [3, 20, 1],
    [4, 20, 1],
    [8, 20, 0],
    [1, 200, 0],
  ])("of %d GPUs and %d GiB each: %d", (gpus, memory, count) => {
    expect(replicasPerNode(shape, { gpus, memory: gibibytes(memory) })).toBe(count);
  });
});

describe("a month's nodes", () => {
  it("are the replicas where each has its own, 730 hours a month", () => {
    expect(nodeHoursPerMonth(2, 1)).toBe(1460);
    expect(nodeHoursPerMonth(0.25, 1)).toBe(182.5);
    expect(monthlyNodeCost(2, 1, usDollarsPerHour(1.212))).toBe(1769.52);
  });

  it("are whole where several share one, but not one more for float64 noise", () => {
    expect(nodeHoursPerMonth(5, 4)).toBe(1460);
    expect(nodeHoursPerMonth(4 * (0.1 + 0.2) * 10 - 8, 4)).toBe(730);
    expect(nodeHoursPerMonth(0, 4)).toBe(0);
  });

  it("are never more than one for each replica: a fleet that mostly sleeps mostly has none", () => {
    expect(nodeHoursPerMonth(0.1, 4)).toBeCloseTo(73, 9);
    expect(nodeHoursPerMonth(1.5, 4)).toBe(730);
  });

  it("never cost less for more replicas or a higher price, never more for larger nodes", () => {
    const replicas = fc.double({ min: 0, max: 50, noNaN: true });
    const node = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(replicas, replicas, node, (a, b, perNode) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        const cost = (mean: number, room: number, price = 2) => monthlyNodeCost(mean, room, usDollarsPerHour(price));
        expect(cost(many, perNode)).toBeGreaterThanOrEqual(cost(few, perNode));
        expect(cost(many, perNode, 3)).toBeGreaterThanOrEqual(cost(many, perNode));
        if (perNode > 1) expect(cost(many, perNode * 2)).toBeLessThanOrEqual(cost(many, perNode));
        expect(cost(many, perNode)).toBeGreaterThanOrEqual((many / perNode) * 1460 - 1e-3);
      }),
    );
  });

  it("have room for nothing without memory", () => {
    expect(
      replicasPerNode(
        { ...shape, allocatable: { ...shape.allocatable, memory: bytes(0) } },
        { gpus: 1, memory: gibibytes(1) },
      ),
    ).toBe(0);
  });
});
