import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SlotQueue } from "../../../planner/simulate/queue.ts";

interface Both {
  readonly queue: SlotQueue;
  readonly model: number[];
}

/** Each operation on the queue and on the array it stands for. */
const OPERATIONS = {
  pushBack: ({ queue, model }: Both, slot: number) => {
    queue.pushBack(slot);
    model.push(slot);
  },
  pushFront: ({ queue, model }: Both, slot: number) => {
    queue.pushFront(slot);
    model.unshift(slot);
  },
  popFront: ({ queue, model }: Both) => expect(queue.popFront()).toBe(model.shift() ?? -1),
  remove: ({ queue, model }: Both, slot: number) => {
    const index = model.indexOf(slot);
    expect(queue.remove(slot)).toBe(index >= 0);
    if (index >= 0) model.splice(index, 1);
  },
};

const kinds = ["pushBack", "pushBack", "pushBack", "pushFront", "popFront", "remove"] as const;
const operations = fc.array(fc.record({ kind: fc.constantFrom(...kinds), slot: fc.integer({ min: 0, max: 200 }) }), {
  maxLength: 600,
  size: "max",
});

describe("SlotQueue", () => {
  it("does what an array does, beyond its first size and around its end", () => {
    let largest = 0;
    fc.assert(
      fc.property(operations, (list) => {
        const both: Both = { queue: new SlotQueue(), model: [] };
        const { queue, model } = both;
        for (const { kind, slot } of list) {
          OPERATIONS[kind](both, slot);
          expect([queue.size, queue.front()]).toEqual([model.length, model[0] ?? -1]);
          largest = Math.max(largest, model.length);
        }
        expect(Array.from({ length: queue.size }, (_, i) => queue.at(i))).toEqual(model);
      }),
      { numRuns: 200, seed: 3 },
    );
    expect(largest).toBeGreaterThan(128);
  });
});
