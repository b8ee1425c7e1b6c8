import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SlotQueue } from "../../../planner/simulate/queue.ts";

const slot = fc.integer({ min: 0, max: 200 });
const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("pushBack" as const), slot }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("pushFront" as const), slot }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("popFront" as const), slot: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), slot }) },
);

describe("SlotQueue", () => {
  it("does what an array does, beyond its first size and around its end", () => {
    let largest = 0;
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 600, size: "max" }), (operations) => {
        const queue = new SlotQueue();
        const model: number[] = [];
        for (const { kind, slot } of operations) {
          if (kind === "pushBack") {
            queue.pushBack(slot);
            model.push(slot);
          } else if (kind === "pushFront") {
            queue.pushFront(slot);
            model.unshift(slot);
          } else if (kind === "popFront") expect(queue.popFront()).toBe(model.shift() ?? -1);
          else {
            const index = model.indexOf(slot);
            expect(queue.remove(slot)).toBe(index >= 0);
            if (index >= 0) model.splice(index, 1);
          }
          expect(queue.size).toBe(model.length);
          expect(queue.front()).toBe(model[0] ?? -1);
          largest = Math.max(largest, model.length);
        }
        expect(Array.from({ length: queue.size }, (_, i) => queue.at(i))).toEqual(model);
      }),
      { numRuns: 200, seed: 3 },
    );
    expect(largest).toBeGreaterThan(128);
  });
});
