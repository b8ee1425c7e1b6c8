import type { DecodeLine } from "../steps/step-time.ts";
import { fillBatch } from "./batch.ts";
import type { EndTimes } from "./end-times.ts";
import type { Replica } from "./replica.ts";
import type { Scheduler } from "./scheduler.ts";
import { stepsWithinBlocks } from "./steps-within-blocks.ts";

/** Makes time pass on one replica: one step, or a run of decode-only steps whose end comes from a formula.
 *
 *  While nothing joins, finishes, runs out of blocks or crosses a breakpoint of the step-time model, KV tokens grow by the
 *  number of decodes each step, so step times are an arithmetic series: step j ends at
 *  start + j x first + growth x j (j - 1) / 2. */
export class StepRun {
  readonly replica: Replica;
  steps = 0;
  /** Integral of used KV blocks over time, and the largest use, for the summary. */
  blockSeconds = 0;
  maxBlocks = 0;
  busySeconds = 0;
  /** When last a step ended. A step may outlast the client it was for. */
  computedUntil = 0;
  private readonly scheduler: Scheduler;
  private readonly abandoned: number[] = [];
  private readonly line: DecodeLine = { intercept: 0, slope: 0, until: 0 };
  private readonly made = { firstEnd: 0, second: 0, growth: 0, count: 0 };
  private startedAt = 0;
  private planned = 0;
  private firstSeconds = 0;
  private growth = 0;
  private readonly ends: EndTimes;
  readonly place: number;

  constructor(replica: Replica, scheduler: Scheduler, ends: EndTimes) {
    this.replica = replica;
    this.scheduler = scheduler;
    this.ends = ends;
    this.place = ends.open();
  }

  /** When the step or run under way ends; Infinity when the engine is idle. */
  get endsAt(): number {
    return this.ends.at(this.place);
  }

  private set endsAt(at: number) {
    this.ends.set(this.place, at);
  }

  /** The engine is gone for good. */
  close(): void {
    this.ends.close(this.place);
  }

  get idle(): boolean {
    return this.endsAt === Infinity;
  }

  /** Forms the next step at `now` and says when it ends; idle when there is nothing to compute. */
  begin(now: number): void {
    const { replica } = this;
    replica.chunks = 0;
    replica.decodesTakePart = false;
    const preemptions = replica.preemptions;
    this.scheduler.form(replica, now);
    if (replica.chunks === 0 && !replica.decodesTakePart) {
      this.endsAt = Infinity;
      return;
    }
    fillBatch(replica);
    this.startedAt = now;
    this.firstSeconds = replica.stepTime.seconds(replica.batch);
    this.growth = 0;
    this.planned = 1;
    // After a preemption the next step may admit again, so only this one is certain.
    if (replica.chunks === 0 && replica.preemptions === preemptions) this.planRun();
    this.endsAt = this.endOf(this.planned);
  }

  /** A request joins the queue: a run of decodes in progress stops at the first step boundary that can take it in. */
  interrupt(now: number): void {
    if (this.scheduler.couldAdmit(this.replica)) this.stopAtBoundary(now);
  }

  /** A client whose request is being computed gave up: it is taken out at the next step boundary, which may be now. */
  abandon(slot: number, now: number): void {
    if (this.idle) this.takeOut(slot, now);
    else this.abandoned.push(slot);
    this.stopAtBoundary(now);
  }

  /** Applies the run that ends now, when `endsAt` says so no longer: tokens, blocks, first tokens, finished requests. */
  end(now: number): void {
    const { replica } = this;
    this.count(now);
    replica.decodesSincePrefill = replica.chunks > 0 ? 0 : replica.decodesSincePrefill + this.planned;
    this.finishDone(now);
    for (let i = 0; i < replica.chunks; i++) this.advancePrompt(i, now);
    if (this.abandoned.length > 0) for (const slot of this.abandoned.splice(0)) this.takeOut(slot, now);
  }

  /** The engine is gone at `now`: the steps it had finished count, what it was computing does not. */
  stop(now: number): void {
    if (this.idle) return;
    const finished = this.finishedBy(now);
    if (finished > 0) {
      const until = this.endOf(finished);
      this.planned = finished;
      this.count(until);
      this.startedAt = until;
    }
    const held = this.heldBlocks();
    this.blockSeconds += held * (now - this.startedAt);
    this.maxBlocks = Math.max(this.maxBlocks, held);
    this.busySeconds += now - this.startedAt;
    this.computedUntil = now;
    this.endsAt = Infinity;
  }

  /** KV blocks held at `now`, those of the finished steps of a run under way included. */
  heldBlocksAt(now: number): number {
    const { replica } = this;
    const held = this.heldBlocks();
    return this.idle || !replica.decodesTakePart ? held : this.heldBlocks(replica.blocksTaken(this.finishedBy(now)));
  }

  /** Blocks held, once so many more are taken. Orca lets answers outgrow what is set aside for them; there is no more than all. */
  private heldBlocks(taken = 0): number {
    const { freeBlocks, limits } = this.replica;
    return Math.min(limits.kvBlocks, limits.kvBlocks - freeBlocks + taken);
  }

  /** Whole steps of the run that have ended by `now`. */
  private finishedBy(now: number): number {
    const step = this.boundaryAfter(now);
    return this.endOf(step) > now ? step - 1 : step;
  }

  /** The planned steps are over at `now`: what they took and made. */
  private count(now: number): void {
    const { replica } = this;
    const taken = replica.decodesTakePart ? replica.blocksTaken(this.planned) : 0;
    this.countBlocks(now, taken);
    this.steps += this.planned;
    this.busySeconds += now - this.startedAt;
    this.computedUntil = now;
    if (replica.decodesTakePart) this.advanceDecodes(now, taken);
  }

  /** One that has made its last token is left alone: it has gone, or goes with its batch. */
  private takeOut(slot: number, now: number): void {
    const { replica } = this;
    replica.answers.takeBack(slot);
    if (replica.prompts.includes(slot)) replica.dropPrompt(slot);
    else if (replica.isDecoding(slot)) replica.stopDecoding(slot);
    else return;
    this.scheduler.leave(replica, slot, now);
  }

  /** Cuts a run in progress short at the first step boundary from `now` on. */
  stopAtBoundary(now: number): void {
    if (this.idle || this.planned <= 1) return;
    this.planned = this.boundaryAfter(now);
    this.endsAt = this.endOf(this.planned);
  }

  /** Cuts a run in progress short if one of its steps ends exactly at `now`; whether one does. */
  cutAt(now: number): boolean {
    const ends = !this.idle && this.endOf(this.boundaryAfter(now)) === now;
    if (ends) this.stopAtBoundary(now);
    return ends;
  }

  private planRun(): void {
    const { replica, line } = this;
    replica.stepTime.decodeLine(replica.decodes, replica.kvTokens, line);
    this.growth = line.slope * replica.decodes;
    let steps = replica.finishes.nextCount() - replica.count;
    if (line.until !== Infinity) {
      steps = Math.min(steps, Math.ceil((line.until - replica.kvTokens) / replica.decodes));
    }
    if (this.scheduler.runLimit) steps = Math.min(steps, this.scheduler.runLimit(replica));
    this.planned = Math.max(1, Math.min(steps, stepsWithinBlocks(replica, steps, this.scheduler.sparesOneBlock)));
  }

  private endOf(step: number): number {
    return this.startedAt + (step * this.firstSeconds + this.growth * ((step * (step - 1)) / 2));
  }

  /** The first step of the run that ends at or after `time`; a root of the series, corrected for rounding. */
  private boundaryAfter(time: number): number {
    const elapsed = time - this.startedAt;
    const half = this.growth / 2;
    const linear = this.firstSeconds - half;
    const root =
      half === 0
        ? elapsed / this.firstSeconds
        : (2 * elapsed) / (linear + Math.sqrt(linear * linear + 4 * half * elapsed));
    let step = Math.min(this.planned, Math.max(1, Math.ceil(root)));
    while (step > 1 && this.endOf(step - 1) >= time) step--;
    while (step < this.planned && this.endOf(step) < time) step++;
    return step;
  }

  /** `taken`: the blocks that decodes take over the whole run. Between its ends their use is taken for a straight line: blocks are
   *  taken one by one and steps grow, which the mean use of a run misses by some percent. */
  private countBlocks(now: number, taken: number): void {
    const { replica } = this;
    const early = this.heldBlocks(replica.decodesTakePart ? replica.blocksTakenAt(0) : 0);
    const late = this.heldBlocks(taken);
    this.blockSeconds += ((early + late) / 2) * (now - this.startedAt);
    if (late > this.maxBlocks) this.maxBlocks = late;
  }

  private advanceDecodes(now: number, taken: number): void {
    const { replica } = this;
    this.made.firstEnd = this.endOf(1);
    this.made.second = this.firstSeconds + this.growth;
    this.made.growth = this.growth;
    this.made.count = this.planned;
    replica.answers.ran(this.made, now);
    replica.takeDecodeBlocks(taken);
    replica.advance(this.planned);
  }

  private advancePrompt(index: number, now: number): void {
    const { replica } = this;
    const slot = replica.chunkSlots[index] ?? 0;
    const computed = (replica.slots.computed[slot] ?? 0) + (replica.chunkTokens[index] ?? 0);
    replica.slots.computed[slot] = computed;
    if (computed < (replica.slots.prompt[slot] ?? 0)) return;
    if (replica.startDecoding(slot, now)) this.scheduler.enter(replica, slot);
    else this.scheduler.leave(replica, slot, now);
  }

  private finishDone(now: number): void {
    const { replica } = this;
    while (replica.finishes.nextCount() <= replica.count) {
      const slot = replica.finishes.top();
      replica.stopDecoding(slot);
      this.scheduler.leave(replica, slot, now);
    }
  }
}
