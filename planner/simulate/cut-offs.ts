import type { FinishHeap } from "./finish-heap.ts";
import type { Slots } from "./slots.ts";
import type { TokenGaps } from "./token-gaps.ts";

/** Decode steps of which each is longer than the one before by the same: when the first ends, the time the second takes, by how
 *  much each later one is longer, and how many there are. */
export interface Steps {
  readonly firstEnd: number;
  readonly second: number;
  readonly growth: number;
  readonly count: number;
}

/** Numbers kept of a run: those of its steps, and when its last one ended. */
const FIELDS = 5;
/** Runs that are kept before any is forgotten. */
const LEAST_RUNS = 1024;

/** Takes the gaps of an answer back out of all gaps when it is cut off: percentiles are over completed requests. Answers decode
 *  together, so what is kept is the replica's runs since the oldest of its answers began, and of each answer where in them it began:
 *  a run costs the same however many decode. */
export class CutOffs {
  private readonly slots: Slots;
  private readonly decodes: FinishHeap;
  private readonly gaps: TokenGaps;
  private readonly runs: number[] = [];
  /** Runs that were forgotten, and how many are kept when it is time to forget more. */
  private forgotten = 0;
  private tidyAt = LEAST_RUNS;
  /** Gaps up to the latest preemption and over it, by slot, as series: first, step, count. */
  private readonly earlier = new Map<number, number[]>();
  private readonly series = { count: 0, weight: -1 };

  constructor(slots: Slots, decodes: FinishHeap, gaps: TokenGaps) {
    this.slots = slots;
    this.decodes = decodes;
    this.gaps = gaps;
  }

  /** A first token: what the slot held before is of another request. */
  start(slot: number): void {
    if (this.earlier.size > 0) this.earlier.delete(slot);
  }

  resume(slot: number, gap: number): void {
    this.earlierOf(slot).push(gap, 0, 1);
  }

  join(slot: number, now: number): void {
    const { slots } = this;
    slots.gapsFrom[slot] = this.made;
    slots.gapsTo[slot] = this.made;
    slots.gapsSince[slot] = now;
  }

  ran({ firstEnd, second, growth, count }: Steps, now: number): void {
    if (this.runs.length >= FIELDS * this.tidyAt) this.tidy();
    this.runs.push(firstEnd, second, growth, count, now);
  }

  leave(slot: number, comesBack: boolean): void {
    const { slots } = this;
    slots.gapsTo[slot] = this.made;
    if (!comesBack) return;
    const earlier = this.earlierOf(slot);
    this.each(slot, (first, step, count) => earlier.push(first, step, count));
    slots.gapsFrom[slot] = this.made;
  }

  takeBack(slot: number): void {
    if (Number.isNaN(this.slots.firstToken[slot] ?? Number.NaN)) return;
    if (this.decodes.holds(slot)) this.leave(slot, false);
    this.each(slot, (first, step, count) => this.take(first, step, count));
    const earlier = this.earlier.get(slot) ?? [];
    for (let i = 0; i < earlier.length; i += 3) this.take(earlier[i] ?? 0, earlier[i + 1] ?? 0, earlier[i + 2] ?? 0);
    this.earlier.delete(slot);
  }

  private get made(): number {
    return this.forgotten + this.runs.length / FIELDS;
  }

  private take(first: number, step: number, count: number): void {
    this.series.count = count;
    this.gaps.addSeries(first, step, this.series);
  }

  /** The gaps of a slot's runs, bit for bit as they were counted. */
  private each(slot: number, visit: (first: number, step: number, count: number) => void): void {
    const { gapsFrom, gapsTo, gapsSince } = this.slots;
    let last = gapsSince[slot] ?? 0;
    for (let run = gapsFrom[slot] ?? 0; run < (gapsTo[slot] ?? 0); run++) {
      const at = FIELDS * (run - this.forgotten);
      const [firstEnd = 0, second = 0, growth = 0, count = 0, end = 0] = this.runs.slice(at, at + FIELDS);
      visit(firstEnd - last, 0, 1);
      if (count > 1) visit(second, growth, count - 1);
      last = end;
    }
  }

  private earlierOf(slot: number): number[] {
    const known = this.earlier.get(slot);
    if (known !== undefined) return known;
    const fresh: number[] = [];
    this.earlier.set(slot, fresh);
    return fresh;
  }

  private tidy(): void {
    const { decodes, slots } = this;
    let oldest = this.made;
    for (const slot of decodes.held()) oldest = Math.min(oldest, slots.gapsFrom[slot] ?? 0);
    this.runs.splice(0, FIELDS * (oldest - this.forgotten));
    this.forgotten = oldest;
    this.tidyAt = Math.max(LEAST_RUNS, (2 * this.runs.length) / FIELDS);
  }
}
