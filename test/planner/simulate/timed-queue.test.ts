import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TimedQueue } from "../../../planner/simulate/timed-queue.ts";

describe("a timed queue", () => {
  it("gives back everything in order of time, and of coming where times are the same", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
        const queue = new TimedQueue<number>();
        times.forEach((at, i) => {
          queue.push(at, i);
        });
        const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
        expect(order.map(() => queue.takeDue(Infinity))).toEqual(order);
        expect([queue.size, queue.nextAt(), queue.takeDue(Infinity)]).toEqual([0, Infinity, null]);
      }),
    );
  });

  it("gives back only what is due", () => {
    const queue = new TimedQueue<string>();
    queue.push(2, "b");
    queue.push(1, "a");
    expect([queue.takeDue(0.5), queue.nextAt(), queue.takeDue(1), queue.takeDue(1)]).toEqual([null, 1, "a", null]);
  });
});
