import type { Batch, StepTime } from "../steps/step-time.ts";
import { emptyBatch } from "../steps/step-time.ts";
import { Cohorts } from "./cohorts.ts";
import { FinishHeap } from "./finish-heap.ts";
import { SlotQueue } from "./queue.ts";
import type { Sketch } from "./sketch.ts";
import type { Slots } from "./slots.ts";

/** What bounds one engine. Tokens, sequences and KV blocks per replica. */
export interface ReplicaLimits {
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
  readonly blockSize: number;
  readonly kvBlocks: number;
  /** Blocks that admission must leave free. */
  readonly watermarkBlocks: number;
  readonly maxContext: number;
}

/** What a replica tells the outside: a request made its first token, or is done. */
export interface ReplicaListener {
  finished(slot: number, now: number): void;
  readonly interTokenTimes: Sketch;
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
  /** Decoding requests as a list: first and last slot, -1 when empty. */
  first = -1;
  last = -1;
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
  readonly cohorts = new Cohorts();
  private readonly crossings: Int32Array;

  constructor(
    id: number,
    parts: { slots: Slots; limits: ReplicaLimits; stepTime: StepTime; listener: ReplicaListener },
  ) {
    this.id = id;
    this.slots = parts.slots;
    this.limits = parts.limits;
    this.stepTime = parts.stepTime;
    this.listener = parts.listener;
    this.freeBlocks = parts.limits.kvBlocks;
    this.finishes = new FinishHeap(parts.slots);
    this.crossings = new Int32Array(parts.limits.blockSize);
  }

  get running(): number {
    return this.decodes + this.prompts.length;
  }

  blocksFor(tokens: number): number {
    return Math.ceil(tokens / this.limits.blockSize);
  }

  /** Blocks that the decoding requests take at the step after `ahead` more steps. */
  blocksTakenAt(ahead: number): number {
    return this.crossings[(this.count + ahead) % this.limits.blockSize] ?? 0;
  }

  /** Blocks that the decoding requests take over the next `steps` steps. */
  blocksTaken(steps: number): number {
    const cycles = Math.floor(steps / this.limits.blockSize);
    let taken = cycles * this.decodes;
    for (let ahead = cycles * this.limits.blockSize; ahead < steps; ahead++) taken += this.blocksTakenAt(ahead);
    return taken;
  }

  /** Moves the request at the front of the queue in, with the blocks for `tokens` of its prompt. */
  admitFront(tokens: number, now: number): void {
    const slot = this.waiting.popFront();
    this.slots.promptBlocks[slot] = 0;
    this.takePromptBlocks(slot, this.blocksFor(tokens));
    if (Number.isNaN(this.slots.scheduled[slot])) this.slots.scheduled[slot] = now;
    this.prompts.push(slot);
  }

  takePromptBlocks(slot: number, blocks: number): void {
    this.slots.promptBlocks[slot] = (this.slots.promptBlocks[slot] ?? 0) + blocks;
    this.freeBlocks -= blocks;
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
    if (Number.isNaN(slots.firstToken[slot])) slots.firstToken[slot] = now;
    else this.listener.interTokenTimes.add(now - (slots.lastToken[slot] ?? now), 1);
    slots.lastToken[slot] = now;
    const left = (slots.left[slot] ?? 1) - 1;
    slots.left[slot] = left;
    if (left === 0) {
      this.freeBlocks += this.blocksFor(prompt);
      return false;
    }
    slots.offset[slot] = prompt + 1 - this.count;
    slots.doneAt[slot] = this.count + left;
    this.crossings[this.residue(slot)] = (this.crossings[this.residue(slot)] ?? 0) + 1;
    this.kvTokens += prompt + 1;
    this.decodes++;
    this.finishes.push(slot);
    this.cohorts.join(now);
    return true;
  }

  /** Takes a decoding request out and frees its blocks. Its place in the list must be undone by `unlink`. */
  stopDecoding(slot: number): void {
    const processed = this.processed(slot);
    this.crossings[this.residue(slot)] = (this.crossings[this.residue(slot)] ?? 0) - 1;
    this.kvTokens -= processed;
    this.decodes--;
    this.freeBlocks += this.blocksFor(processed - 1);
    this.finishes.remove(slot);
    this.slots.lastToken[slot] = this.cohorts.leave(this.slots.lastToken[slot] ?? 0);
    this.unlink(slot);
  }

  /** Recompute preemption: all tokens there were become the prompt, and the request waits again. */
  preemptDecode(slot: number, place: "front" | "back" = "front"): void {
    const { slots } = this;
    slots.prompt[slot] = this.processed(slot);
    slots.left[slot] = (slots.doneAt[slot] ?? 0) - this.count;
    this.stopDecoding(slot);
    this.requeue(slot, place);
  }

  /** Preempts a request whose prompt is unfinished: what was computed of it is lost. */
  preemptPrompt(slot: number): void {
    this.dropPrompt(slot);
    this.requeue(slot, "front");
  }

  /** Takes out a request whose prompt is unfinished and frees the blocks it holds. */
  dropPrompt(slot: number): void {
    removeFrom(this.prompts, slot);
    this.freeBlocks += this.slots.promptBlocks[slot] ?? 0;
  }

  isDecoding(slot: number): boolean {
    return this.finishes.holds(slot);
  }

  /** Tokens processed so far by a decoding request. */
  processed(slot: number): number {
    return (this.slots.offset[slot] ?? 0) + this.count;
  }

  append(slot: number): void {
    this.insertAfter(slot, this.last);
  }

  /** Puts a slot into the list of decoding requests behind `place` (-1: at the head). */
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

  private unlink(slot: number): void {
    const { next, previous } = this.slots;
    const before = previous[slot] ?? -1;
    const after = next[slot] ?? -1;
    if (before < 0) this.first = after;
    else next[before] = after;
    if (after < 0) this.last = before;
    else previous[after] = before;
  }

  private requeue(slot: number, place: "front" | "back"): void {
    this.slots.computed[slot] = 0;
    this.slots.preemptions[slot] = (this.slots.preemptions[slot] ?? 0) + 1;
    this.preemptions++;
    if (place === "front") this.waiting.pushFront(slot);
    else this.waiting.pushBack(slot);
  }

  /** A decode formed at `processed` tokens takes a block when processed - 1 is a multiple of the block size. */
  private residue(slot: number): number {
    const { blockSize } = this.limits;
    return (((1 - (this.slots.offset[slot] ?? 0)) % blockSize) + blockSize) % blockSize;
  }
}

/** Closes the gap by hand: `splice` makes an array for what it takes out, and this runs for every request. */
function removeFrom(list: number[], slot: number): void {
  const index = list.indexOf(slot);
  if (index < 0) return;
  for (let i = index; i + 1 < list.length; i++) list[i] = list[i + 1] ?? -1;
  list.length--;
}
