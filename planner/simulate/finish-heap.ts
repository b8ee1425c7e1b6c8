import type { Slots } from "./slots.ts";

/** Decoding requests by the decode count at which they are done, those of one count in the order they began to decode (which
 *  is the order in which their blocks become free): a binary heap whose members know their place. */
export class FinishHeap {
  private heap: Int32Array<ArrayBuffer> = new Int32Array(64);
  private readonly slots: Slots;
  size = 0;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  /** Decode count of the next finish; Infinity when nothing decodes. */
  nextCount(): number {
    return this.size === 0 ? Infinity : this.key(0);
  }

  top(): number {
    return this.heap[0] ?? -1;
  }

  holds(slot: number): boolean {
    const index = this.slots.heapIndex[slot] ?? -1;
    return index < this.size && this.heap[index] === slot;
  }

  /** The slots, in no order that matters. */
  held(): Int32Array {
    return this.heap.subarray(0, this.size);
  }

  push(slot: number): void {
    if (this.size === this.heap.length) {
      const bigger = new Int32Array(this.size * 2);
      bigger.set(this.heap);
      this.heap = bigger;
    }
    this.place(slot, this.size++);
    this.up(this.size - 1);
  }

  remove(slot: number): void {
    const hole = this.slots.heapIndex[slot] ?? 0;
    const last = this.heap[--this.size] ?? -1;
    if (hole === this.size) return;
    this.place(last, hole);
    this.up(hole);
    this.down(this.slots.heapIndex[last] ?? 0);
  }

  private key(index: number): number {
    return this.slots.doneAt[this.heap[index] ?? 0] ?? 0;
  }

  private isBefore(a: number, b: number): boolean {
    const one = this.key(a);
    const other = this.key(b);
    if (one !== other) return one < other;
    return (this.slots.entered[this.heap[a] ?? 0] ?? 0) < (this.slots.entered[this.heap[b] ?? 0] ?? 0);
  }

  private place(slot: number, index: number): void {
    this.heap[index] = slot;
    this.slots.heapIndex[slot] = index;
  }

  private swap(a: number, b: number): void {
    const one = this.heap[a] ?? 0;
    this.place(this.heap[b] ?? 0, a);
    this.place(one, b);
  }

  private up(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.isBefore(i, parent)) return;
      this.swap(i, parent);
      i = parent;
    }
  }

  private down(from: number): void {
    for (let i = from; ; ) {
      let least = i;
      const left = 2 * i + 1;
      if (left < this.size && this.isBefore(left, least)) least = left;
      if (left + 1 < this.size && this.isBefore(left + 1, least)) least = left + 1;
      if (least === i) return;
      this.swap(i, least);
      i = least;
    }
  }
}
