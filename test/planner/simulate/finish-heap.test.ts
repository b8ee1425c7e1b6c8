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
          if (typeof operation === "number") push({ slots, heap, model }, operation);
          else remove({ slots, heap, model }, operation);
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

interface Both {
  readonly slots: Slots;
  readonly heap: FinishHeap;
  /** Slot to the count at which it is done. */
  readonly model: Map<number, number>;
}

function push({ slots, heap, model }: Both, doneAt: number): void {
  const slot = slots.open({ index: 0, arrival: 0, input: 1, output: 1, prefixId: -1, prefixTokens: 0 }, 0);
  slots.doneAt[slot] = doneAt;
  heap.push(slot);
  model.set(slot, doneAt);
}

function remove({ slots, heap, model }: Both, which: "next" | readonly [number]): void {
  const there = [...model.keys()];
  const slot = which === "next" ? heap.top() : there[which[0] % there.length];
  if (slot === undefined || there.length === 0) return;
  heap.remove(slot);
  model.delete(slot);
  expect(heap.holds(slot)).toBe(false);
  slots.close(slot);
}
