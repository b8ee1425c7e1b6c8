/** Things due at a time, the earliest first; those of the same instant in the order they were put in. A binary heap. */
export class TimedQueue<T> {
  private readonly heap: { at: number; order: number; item: T }[] = [];
  private order = 0;

  get size(): number {
    return this.heap.length;
  }

  /** When the first is due; Infinity when there is none. */
  nextAt(): number {
    return this.heap.length > 0 ? (this.heap[0]?.at ?? Infinity) : Infinity;
  }

  push(at: number, item: T): void {
    const { heap } = this;
    const entry = { at, order: this.order++, item };
    let hole = heap.length;
    for (; hole > 0; hole = (hole - 1) >> 1) {
      const parent = heap[(hole - 1) >> 1];
      if (!parent || isBefore(parent, entry)) break;
      heap[hole] = parent;
    }
    heap[hole] = entry;
  }

  /** Takes out the first that is due at `now`; null when none is. */
  takeDue(now: number): T | null {
    const first = this.heap[0];
    if (!first || first.at > now) return null;
    const last = this.heap.pop();
    if (last && last !== first) this.sink(last);
    return first.item;
  }

  private sink(entry: { at: number; order: number; item: T }): void {
    const { heap } = this;
    let hole = 0;
    for (;;) {
      const left = heap[2 * hole + 1];
      const right = heap[2 * hole + 2];
      const takesRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = takesRight ? right : left;
      if (child === undefined || isBefore(entry, child)) break;
      heap[hole] = child;
      hole = 2 * hole + (takesRight ? 2 : 1);
    }
    heap[hole] = entry;
  }
}

type Due = { readonly at: number; readonly order: number };

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
