import type { Replica } from "../replica.ts";
import { appendToList, mostBlocks, type Scheduler } from "../scheduler.ts";

/** Launcher defaults (Text Generation Inference 3.3 documentation): decodes wait for a prefill when the queue is at least
 *  this share of the batch, or when nothing was admitted for this many tokens. */
const WAITING_SERVED_RATIO = 0.3;
const MAX_WAITING_TOKENS = 20;

/** Text Generation Inference (router, batching task; documentation of releases 2.4 to 3.3, without prefill chunking): new
 *  requests are prefilled in a step of their own while decodes wait, bounded by `max_batch_prefill_tokens`; room for a
 *  request's whole answer is set aside when it is admitted, so nothing is preempted. Between two prefills there is at least
 *  one decode step. The answer's length, which the real router takes from `max_new_tokens`, is here the one it will have. */
export const tgi: Scheduler = {
  form: (replica, now) => {
    admit(replica, now);
    replica.decodesTakePart = replica.chunks === 0 && replica.decodes > 0;
  },
  couldAdmit: (replica) => replica.running < replica.limits.maxSequences,
  enter: appendToList,
  leave: (replica, slot, now) => {
    replica.reservedBlocks -= reserveOf(replica, slot);
    replica.listener.finished(slot, now);
  },
  runLimit: (replica) => {
    if (replica.waiting.size === 0) return Infinity;
    // The decode that follows a prefill is forced; after it the queue may be worth a prefill at once.
    if (replica.decodesSincePrefill === 0) return 1;
    return Math.max(1, MAX_WAITING_TOKENS - 1 - replica.decodesSincePrefill);
  },
  sparesOneBlock: false,
  canEverServe: (limits, inputTokens, outputTokens) =>
    inputTokens < limits.maxContext &&
    inputTokens <= limits.maxBatchedTokens &&
    mostBlocks(limits.blockSize, inputTokens, outputTokens) <= limits.kvBlocks,
};

function admit(replica: Replica, now: number): void {
  const { waiting, slots } = replica;
  const fitting = countFitting(replica);
  if (fitting < Math.max(1, leastWorthwhile(replica))) return;
  for (let i = 0; i < fitting; i++) {
    const slot = waiting.front();
    const prompt = slots.prompt[slot] ?? 0;
    replica.reservedBlocks += reserveOf(replica, slot);
    replica.admitFront(prompt, now);
    replica.addChunk(slot, prompt);
  }
}

/** How many new requests make it worth to let decodes wait; a prefill is always followed by a decode. */
function leastWorthwhile(replica: Replica): number {
  if (replica.decodes === 0) return 0;
  if (replica.decodesSincePrefill === 0) return Infinity;
  if (replica.decodesSincePrefill + 1 >= MAX_WAITING_TOKENS) return 0;
  return Math.floor(replica.decodes * WAITING_SERVED_RATIO);
}

function countFitting(replica: Replica): number {
  const { limits, waiting, slots } = replica;
  let tokens = 0;
  let reserved = replica.reservedBlocks;
  let count = 0;
  for (; count < waiting.size && replica.running + count < limits.maxSequences; count++) {
    const slot = waiting.at(count);
    tokens += slots.prompt[slot] ?? 0;
    reserved += reserveOf(replica, slot);
    if (tokens > limits.maxBatchedTokens || reserved > limits.kvBlocks) break;
  }
  return count;
}

const reserveOf = (replica: Replica, slot: number): number =>
  mostBlocks(replica.limits.blockSize, replica.slots.input[slot] ?? 0, replica.slots.output[slot] ?? 0);
