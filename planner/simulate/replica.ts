import type { Batch, StepTime } from "../steps/step-time.ts";
import { emptyBatch } from "../steps/step-time.ts";
import { AnswerGaps } from "./answer-gaps.ts";
import { Crossings } from "./crossings.ts";
import { DecodeList } from "./decode-list.ts";
import { FinishHeap } from "./finish-heap.ts";
import { type Hits, NO_HITS, PrefixCache } from "./prefix-cache.ts";
import { SlotQueue } from "./queue.ts";
import type { Recorder } from "./recorder.ts";
import type { ReplicaLimits } from "./replica-limits.ts";
import type { Slots } from "./slots.ts";

/** What a replica tells the outside: a request made its first token, or is done. */
export interface ReplicaListener {
  finished(slot: number, now: number): void;
}

/** The requests of one engine and its KV blocks. Schedulers move requests here; `StepRun` makes time pass.
 *
 *  Decoding requests all advance together, so they are kept as sums: how many, how many tokens they read, and how many
 *  of them need a new block at each value of (decode count mod block size). A step then costs nothing per request. */
export class Replica {
  readonly id: number;
  readonly slots: Slots;
  readonly limits: ReplicaLimits;
  readonly stepTime: StepTime;
  readonly listener: ReplicaListener;
  readonly waiting = new SlotQueue();
  /** Slots whose prompt is unfinished, in the order they were admitted. */
  readonly prompts: number[] = [];
  /** Decoding requests, in the order the scheduler treats them. */
  readonly list: DecodeList;
  decodes = 0;
  kvTokens = 0;
  /** Decode steps made so far. */
  count = 0;
  freeBlocks: number;
  readonly finishes: FinishHeap;
  /** The step being formed: prompt chunks (slot and tokens), and whether decoding requests take part. */
  readonly chunkSlots: number[] = [];
  readonly chunkTokens: number[] = [];
  /** How many chunks there are; what stands behind them is of earlier steps. */
  chunks = 0;
  decodesTakePart = false;
  readonly batch: Batch = emptyBatch();
  preemptions = 0;
  /** Decode steps since the last step that held a prompt; for schedulers that take turns. */
  decodesSincePrefill = 0;
  /** Blocks promised to running requests by schedulers that set room for whole answers aside. */
  reservedBlocks = 0;
  readonly answers: AnswerGaps;
  /** Null where nothing is kept for later requests. */
  readonly cache: PrefixCache | null;
  private readonly crossings: Crossings;
  private entries = 0;

  constructor(
    id: number,
    parts: {
      slots: Slots;
      limits: ReplicaLimits;
      stepTime: StepTime;
      listener: ReplicaListener;
      answers: Recorder["answers"];
    },
  ) {
    this.id = id;
    this.slots = parts.slots;
    this.limits = parts.limits;
    this.stepTime = parts.stepTime;
    this.listener = parts.listener;
    this.freeBlocks = parts.limits.kvBlocks;
    this.finishes = new FinishHeap(parts.slots);
    this.list = new DecodeList(parts.slots);
    this.cache = parts.limits.prefixCaching === true ? new PrefixCache(parts.slots, parts.limits) : null;
    this.crossings = new Crossings(parts.limits.blockSize);
    this.answers = new AnswerGaps(parts.slots, this.finishes, parts.answers);
  }

  get running(): number {
    return this.decodes + this.prompts.length;
  }

  blocksFor(tokens: number): number {
    return Math.ceil(tokens / this.limits.blockSize);
  }

  /** Blocks that the decoding requests take at the step after `ahead` more steps. */
  blocksTakenAt(ahead: number): number {
    return this.crossings.takenAt(ahead);
  }

  /** Blocks that the decoding requests take over the next `steps` steps. */
  blocksTaken(steps: number): number {
    return this.crossings.taken(steps, this.decodes);
  }

  /** All decoding requests have made `steps` more tokens. */
  advance(steps: number): void {
    this.count += steps;
    this.crossings.advance(steps);
    this.kvTokens += this.decodes * steps;
  }

  /** Moves the request at the front of the queue in, with the blocks for `tokens` of its prompt after those that hit the
   *  cache. */
  admitFront(tokens: number, now: number, hits: Hits = NO_HITS): void {
    const { slots, cache } = this;
    const slot = this.waiting.popFront();
    const found = hits.shared + hits.own;
    slots.promptBlocks[slot] = found;
    slots.computed[slot] = found * this.limits.blockSize;
    if (cache !== null) {
      this.freeBlocks -= cache.freeAmong(slot, hits);
      cache.use(slot, hits);
    }
    this.growPrompt(slot, tokens);
    if (Number.isNaN(slots.scheduled[slot])) slots.scheduled[slot] = now;
    this.prompts.push(slot);
  }

  /** Blocks that the next `tokens` of a prompt take. */
  blocksToGrow(slot: number, tokens: number): number {
    return this.blocksFor((this.slots.computed[slot] ?? 0) + tokens) - (this.slots.promptBlocks[slot] ?? 0);
  }

  /** Takes those blocks. */
  growPrompt(slot: number, tokens: number): void {
    const blocks = this.blocksToGrow(slot, tokens);
    this.slots.promptBlocks[slot] = (this.slots.promptBlocks[slot] ?? 0) + blocks;
    this.freeBlocks -= blocks;
    if (this.cache === null) return;
    this.cache.take(blocks);
    this.cache.fill(slot, (this.slots.computed[slot] ?? 0) + tokens);
  }

  /** The decodes of the step being formed get their blocks before anybody is admitted. */
  claimDecodeBlocks(): void {
    this.cache?.take(this.blocksTakenAt(0));
  }

  /** The decodes of a run that has ended took `blocks`, those of its first step, already claimed, included. */
  takeDecodeBlocks(blocks: number): void {
    this.freeBlocks -= blocks;
    this.cache?.take(blocks - this.blocksTakenAt(0));
  }

  /** Everything a request holds becomes free, or stays with those it shares it with. `keptTokens`: how much of it is
   *  computed and may be asked for again; 0 where the request will not come back. */
  private release(slot: number, blocks: number, keptTokens: number): void {
    const { cache, limits } = this;
    this.freeBlocks += cache === null ? blocks : cache.release(slot, blocks, Math.floor(keptTokens / limits.blockSize));
  }

  addChunk(slot: number, tokens: number): void {
    this.chunkSlots[this.chunks] = slot;
    this.chunkTokens[this.chunks++] = tokens;
  }

  /** A prompt is computed: its step also made the next token. Returns whether the request still has tokens to make. */
  startDecoding(slot: number, now: number): boolean {
    const { slots } = this;
    const prompt = slots.prompt[slot] ?? 0;
    removeFrom(this.prompts, slot);
    this.answers.token(slot, now);
    const left = (slots.left[slot] ?? 1) - 1;
    slots.left[slot] = left;
    if (left === 0) {
      this.release(slot, this.blocksFor(prompt), 0);
      return false;
    }
    slots.offset[slot] = prompt + 1 - this.count;
    slots.doneAt[slot] = this.count + left;
    slots.entered[slot] = this.entries++;
    this.crossings.count(prompt + 1, 1);
    this.kvTokens += prompt + 1;
    this.decodes++;
    this.finishes.push(slot);
    this.answers.join(slot, now);
    return true;
  }

  /** Takes a decoding request out of the list and frees its blocks. */
  stopDecoding(slot: number, comesBack = false): void {
    const processed = this.processed(slot);
    this.crossings.count(processed, -1);
    this.kvTokens -= processed;
    this.decodes--;
    this.release(slot, this.blocksFor(processed - 1), comesBack ? processed - 1 : 0);
    this.finishes.remove(slot);
    this.answers.leave(slot, comesBack);
    this.list.remove(slot);
  }

  /** Recompute preemption: all tokens there were become the prompt, and the request waits again. */
  preemptDecode(slot: number, place: "front" | "back" = "front"): void {
    const { slots } = this;
    slots.prompt[slot] = this.processed(slot);
    slots.left[slot] = (slots.doneAt[slot] ?? 0) - this.count;
    this.stopDecoding(slot, true);
    this.requeue(slot, place);
  }

  /** Preempts a request whose prompt is unfinished: what was computed of it is lost, but for what the cache keeps. */
  preemptPrompt(slot: number): void {
    this.dropPrompt(slot, this.slots.computed[slot] ?? 0);
    this.requeue(slot, "front");
  }

  /** Takes out a request whose prompt is unfinished and frees the blocks it holds. */
  dropPrompt(slot: number, keptTokens = 0): void {
    removeFrom(this.prompts, slot);
    this.release(slot, this.slots.promptBlocks[slot] ?? 0, keptTokens);
  }

  /** Takes out a request that waits, for good; whether it did wait. */
  dropWaiting(slot: number): boolean {
    if (!this.waiting.remove(slot)) return false;
    this.answers.takeBack(slot);
    return true;
  }

  isDecoding(slot: number): boolean {
    return this.finishes.holds(slot);
  }

  /** Tokens processed so far by a decoding request. */
  processed(slot: number): number {
    return (this.slots.offset[slot] ?? 0) + this.count;
  }

  private requeue(slot: number, place: "front" | "back"): void {
    this.slots.computed[slot] = 0;
    this.slots.preemptions[slot] = (this.slots.preemptions[slot] ?? 0) + 1;
    this.preemptions++;
    if (place === "front") this.waiting.pushFront(slot);
    else this.waiting.pushBack(slot);
  }
}

/** Closes the gap by hand: `splice` makes an array for what it takes out, and this runs for every request. */
function removeFrom(list: number[], slot: number): void {
  const index = list.indexOf(slot);
  if (index < 0) return;
  for (let i = index; i + 1 < list.length; i++) list[i] = list[i + 1] ?? -1;
  list.pop();
}
