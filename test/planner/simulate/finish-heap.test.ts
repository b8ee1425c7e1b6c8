import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FinishHeap } from "../../../planner/simulate/finish-heap.ts";
import { Slots } from "../../../planner/simulate/slots.ts";

/** A number pushes a request done at that count; "next" takes the next finish; [k] removes the k-th of those there. */
const operations = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 1000 }) },
    { weight: 2, arbitrary: fc.constant("next" as const) },
    { weight: 2, arbitrary: fc.tuple(fc.nat({ max: 500 })) },
  ),
  { maxLength: 400, size: "max" },
);

describe("FinishHeap", () => {
  it("does what a sorted list does, removals from anywhere included", () => {
    let largest = 0;
    fc.assert(
      fc.property(operations, (list) => {
        const slots = new Slots();
        const heap = new FinishHeap(slots);
        const model = new Map<number, number>();
        for (const operation of list) {
          if (typeof operation === "number") {
            const slot = slots.open(0, 0, { input: 1, output: 1 });
            slots.doneAt[slot] = operation;
            heap.push(slot);
            model.set(slot, operation);
          } else {
            const there = [...model.keys()];
            const slot = operation === "next" ? heap.top() : there[(operation[0] ?? 0) % Math.max(1, there.length)];
            if (model.size === 0 || slot === undefined) continue;
            heap.remove(slot);
            model.delete(slot);
            expect(heap.holds(slot)).toBe(false);
            slots.close(slot);
          }
          expect(heap.size).toBe(model.size);
          expect(heap.nextCount()).toBe(Math.min(Infinity, ...model.values()));
          largest = Math.max(largest, model.size);
        }
        for (const slot of model.keys()) expect(heap.holds(slot)).toBe(true);
        const drained: number[] = [];
        while (heap.size > 0) {
          drained.push(heap.nextCount());
          heap.remove(heap.top());
        }
        expect(drained).toEqual([...model.values()].sort((a, b) => a - b));
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(largest).toBeGreaterThan(64);
  });
});
