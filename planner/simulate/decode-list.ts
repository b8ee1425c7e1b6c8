import type { Slots } from "./slots.ts";

/** Slots in an order, linked through two columns: one engine's decoding requests. -1 stands for none. */
export class DecodeList {
  first = -1;
  last = -1;
  private readonly slots: Slots;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  append(slot: number): void {
    this.insertAfter(slot, this.last);
  }

  /** Puts a slot in behind `place` (-1: at the head). */
  insertAfter(slot: number, place: number): void {
    const { next, previous } = this.slots;
    const follower = place < 0 ? this.first : (next[place] ?? -1);
    previous[slot] = place;
    next[slot] = follower;
    if (place < 0) this.first = slot;
    else next[place] = slot;
    if (follower < 0) this.last = slot;
    else previous[follower] = slot;
  }

  remove(slot: number): void {
    const { next, previous } = this.slots;
    const before = previous[slot] ?? -1;
    const after = next[slot] ?? -1;
    if (before < 0) this.first = after;
    else next[before] = after;
    if (after < 0) this.last = before;
    else previous[after] = before;
  }
}
