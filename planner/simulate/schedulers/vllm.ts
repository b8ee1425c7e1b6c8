import { NO_HITS } from "../prefix-cache.ts";
import type { Replica } from "../replica.ts";
import { appendToList, finishAtOnce, mostBlocks, nothingBefore, type Scheduler } from "../scheduler.ts";

/** vLLM V1 (vllm/v1/core/sched/scheduler.py, releases 0.8 to 0.15): one token budget a step. Running requests come first,
 *  in the order they were admitted, decodes with one token and an unfinished prompt with what is left; then the queue is
 *  admitted in order while budget, sequences and KV blocks last. Blocks are taken for the tokens computed so far, so a
 *  long prompt grows chunk by chunk. When a running request finds no block, the one admitted last is preempted, loses
 *  what it computed and goes to the front of the queue; such a step admits nobody. With the prefix cache on, blocks that
 *  are still there are not computed again (`prefix-cache.ts`). */
export const vllm: Scheduler = {
  form: (replica, now) => {
    formStep(replica, now);
    // A step in which everything was preempted computes nothing; the engine simply schedules again.
    if (replica.chunks === 0 && !replica.decodesTakePart && replica.waiting.size > 0) formStep(replica, now);
  },
  couldAdmit: nothingBefore,
  enter: appendToList,
  leave: finishAtOnce,
  sparesOneBlock: false,
  canEverServe: (limits, inputTokens, outputTokens) =>
    inputTokens < limits.maxContext && mostBlocks(limits.blockSize, inputTokens, outputTokens) <= limits.kvBlocks,
};

function formStep(replica: Replica, now: number): void {
  const before = replica.preemptions;
  makeRoomForDecodes(replica);
  replica.decodesTakePart = replica.decodes > 0;
  replica.claimDecodeBlocks();
  let budget = replica.limits.maxBatchedTokens - replica.decodes;
  budget -= continuePrompt(replica, budget);
  if (replica.preemptions === before) admit(replica, budget, now);
}

/** Preempts from the end of the running list until every decode finds the block it needs. */
function makeRoomForDecodes(replica: Replica): void {
  while (replica.freeBlocks < replica.blocksTakenAt(0)) {
    const prompt = replica.prompts.at(-1);
    if (prompt !== undefined) replica.preemptPrompt(prompt);
    else replica.preemptDecode(replica.list.last);
  }
}

/** At most one prompt is unfinished between steps, and it was admitted last. Returns the tokens it takes. */
function continuePrompt(replica: Replica, budget: number): number {
  const slot = replica.prompts[0];
  if (slot === undefined || budget <= 0) return 0;
  const computed = replica.slots.computed[slot] ?? 0;
  const tokens = Math.min((replica.slots.prompt[slot] ?? 0) - computed, budget);
  if (replica.blocksToGrow(slot, tokens) > replica.freeBlocks - replica.blocksTakenAt(0)) {
    replica.preemptPrompt(slot);
    return 0;
  }
  replica.growPrompt(slot, tokens);
  replica.addChunk(slot, tokens);
  return tokens;
}

function admit(replica: Replica, budget: number, now: number): void {
  const promised = replica.blocksTakenAt(0);
  while (budget > 0 && replica.waiting.size > 0 && replica.running < replica.limits.maxSequences) {
    const slot = replica.waiting.front();
    const hits = replica.cache?.hits(slot) ?? NO_HITS;
    const found = hits.shared + hits.own;
    const computed = found * replica.limits.blockSize;
    const tokens = Math.min((replica.slots.prompt[slot] ?? 0) - computed, budget);
    const revived = replica.cache?.freeAmong(slot, hits) ?? 0;
    if (replica.blocksFor(computed + tokens) - found + revived > replica.freeBlocks - promised) return;
    replica.admitFront(tokens, now, hits);
    replica.addChunk(slot, tokens);
    budget -= tokens;
  }
}
