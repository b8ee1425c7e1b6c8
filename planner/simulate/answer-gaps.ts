import { Cohorts } from "./cohorts.ts";
import { CutOffs, type Steps } from "./cut-offs.ts";
import type { FinishHeap } from "./finish-heap.ts";
import type { Slots } from "./slots.ts";
import type { TokenGaps } from "./token-gaps.ts";

/** The times between the tokens of a replica's answers. */
export class AnswerGaps {
  private readonly slots: Slots;
  /** Those that decode. */
  private readonly decodes: FinishHeap;
  private readonly gaps: TokenGaps;
  private readonly cohorts = new Cohorts();
  /** Null where the gaps of answers that are cut off count as well. */
  private readonly cutOffs: CutOffs | null;
  private readonly series = { count: 0, weight: 0 };

  constructor(slots: Slots, decodes: FinishHeap, { gaps, countsCutOff }: { gaps: TokenGaps; countsCutOff: boolean }) {
    this.slots = slots;
    this.decodes = decodes;
    this.gaps = gaps;
    this.cutOffs = countsCutOff ? null : new CutOffs(slots, decodes, gaps);
  }

  /** A prompt is computed, for the first time or after a preemption: a token came at `now`. */
  token(slot: number, now: number): void {
    const { slots } = this;
    if (Number.isNaN(slots.firstToken[slot])) {
      slots.firstToken[slot] = now;
      this.cutOffs?.start(slot);
    } else {
      const gap = now - (slots.lastToken[slot] ?? now);
      this.gaps.add(gap, 1);
      this.cutOffs?.resume(slot, gap);
    }
    slots.lastToken[slot] = now;
  }

  /** Decoding begins, after a token at `now`. */
  join(slot: number, now: number): void {
    this.cohorts.join(now);
    this.cutOffs?.join(slot, now);
  }

  /** All that decode have made a token a step, the last one at `now`. */
  ran(steps: Steps, now: number): void {
    const { cohorts, gaps, series, decodes } = this;
    cohorts.addGaps(steps.firstEnd, gaps);
    series.count = steps.count - 1;
    series.weight = decodes.size;
    if (steps.count > 1) gaps.addSeries(steps.second, steps.growth, series);
    this.cutOffs?.ran(steps, now);
    cohorts.unite(now, decodes.size);
  }

  /** Decoding ends, for good or until the request `comesBack`. */
  leave(slot: number, comesBack: boolean): void {
    const { slots } = this;
    slots.lastToken[slot] = this.cohorts.leave(slots.lastToken[slot] ?? 0);
    this.cutOffs?.leave(slot, comesBack);
  }

  /** The request will not be completed, so its gaps do not count. */
  takeBack(slot: number): void {
    this.cutOffs?.takeBack(slot);
  }
}
