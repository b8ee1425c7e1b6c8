import type { Replica } from "./replica.ts";

/** Decides what enters a step. One file per policy in `schedulers/`. */
export interface Scheduler {
  /** Fills the replica's chunks and `decodesTakePart`; may admit from the queue and preempt. */
  readonly form: (replica: Replica, now: number) => void;
  /** Whether a request that arrives now (not yet queued) could join before the present run of decodes ends by itself. */
  readonly couldAdmit: (replica: Replica) => boolean;
  /** Puts a request that begins to decode into the replica's list. */
  readonly enter: (replica: Replica, slot: number) => void;
  /** A request has made its last token. */
  readonly leave: (replica: Replica, slot: number, now: number) => void;
  /** Decode steps after which the queue must be looked at again even if nothing else happens; left out: never. */
  readonly runLimit?: (replica: Replica) => number;
  /** Decodes need one free block even when they take none (as Vidur's schedulers do). */
  readonly sparesOneBlock: boolean;
  /** Whether a request of these lengths can ever be served; if not it is rejected on arrival, as engines do. */
  readonly canEverServe: (limits: Replica["limits"], inputTokens: number, outputTokens: number) => boolean;
}

/** The usual rule: an arrival matters at once only if nothing queues before it and a sequence slot is free. */
export const nothingBefore = (replica: Replica): boolean =>
  replica.waiting.size === 0 && replica.running < replica.limits.maxSequences;

/** Most KV blocks a request ever holds: its last decode is formed when all but one token are processed. */
export function mostBlocks(blockSize: number, inputTokens: number, outputTokens: number): number {
  return Math.ceil(Math.max(inputTokens, inputTokens + outputTokens - 1) / blockSize);
}

export const appendToList = (replica: Replica, slot: number): void => replica.list.append(slot);

export const finishAtOnce = (replica: Replica, slot: number, now: number): void => replica.listener.finished(slot, now);
