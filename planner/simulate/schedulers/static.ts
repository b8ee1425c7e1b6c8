import type { Replica } from "../replica.ts";
import { appendToList, mostBlocks, type Scheduler } from "../scheduler.ts";

/** Fixed batches, as naive pipelines make them: up to `maxSequences` waiting requests are taken together when the batch
 *  before is done, room for their full length is set aside, and nobody's answer leaves before the longest is finished
 *  (Orca, OSDI 2022, section 2, describes the practice and what it costs). */
export const staticBatches: Scheduler = {
  form: (replica, now) => {
    if (replica.running === 0) fillBatch(replica, now);
    replica.decodesTakePart = replica.chunks === 0 && replica.decodes > 0;
  },
  couldAdmit: () => false,
  enter: appendToList,
  leave: (replica, slot, now) => {
    finishedEarly(replica).push(slot);
    if (replica.running > 0) return;
    for (const done of finishedEarly(replica).splice(0)) replica.listener.finished(done, now);
  },
  sparesOneBlock: false,
  canEverServe: (limits, inputTokens, outputTokens) =>
    inputTokens < limits.maxContext && mostBlocks(limits.blockSize, inputTokens, outputTokens) <= limits.kvBlocks,
};

const early = new WeakMap<Replica, number[]>();

function finishedEarly(replica: Replica): number[] {
  const known = early.get(replica) ?? [];
  early.set(replica, known);
  return known;
}

function fillBatch(replica: Replica, now: number): void {
  const { slots, limits } = replica;
  let reserved = 0;
  while (replica.waiting.size > 0 && replica.running < limits.maxSequences) {
    const slot = replica.waiting.front();
    const prompt = slots.prompt[slot] ?? 0;
    reserved += mostBlocks(limits.blockSize, prompt, slots.left[slot] ?? 0);
    if (reserved > limits.kvBlocks) return;
    replica.admitFront(prompt, now);
    replica.addChunk(slot, prompt);
  }
}
