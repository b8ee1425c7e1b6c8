import type { Replica } from "../replica.ts";
import { appendToList, finishAtOnce, nothingBefore, type Scheduler } from "../scheduler.ts";
import { decodesAlone, passesWatermark, restartUntilDecodesFit } from "./growth.ts";

/** Sarathi-Serve as Vidur simulates it (data/vidur/FACTS.md section 5): chunked prompts, decodes never wait, the blocks of
 *  a whole prompt are taken at admission. For comparison with other simulators. */
export const sarathi: Scheduler = {
  form: (replica, now) => {
    restartUntilDecodesFit(replica);
    replica.decodesTakePart = replica.decodes > 0;
    const budget = continuePrompts(replica, replica.limits.maxBatchedTokens - replica.decodes);
    admit(replica, budget, now);
  },
  couldAdmit: nothingBefore,
  enter: appendToList,
  leave: finishAtOnce,
  sparesOneBlock: true,
  // Without a free block a request restarts itself, is admitted in the same step, and its prompt makes the next token.
  canEverServe: (limits, inputTokens, outputTokens) =>
    passesWatermark(limits, inputTokens) &&
    (decodesAlone(limits, inputTokens, outputTokens) || passesWatermark(limits, inputTokens + outputTokens - 1)),
};

function continuePrompts(replica: Replica, budget: number): number {
  for (const slot of replica.prompts) {
    const rest = (replica.slots.prompt[slot] ?? 0) - (replica.slots.computed[slot] ?? 0);
    const tokens = Math.min(rest, Math.max(0, budget));
    if (tokens > 0) replica.addChunk(slot, tokens);
    budget -= tokens;
  }
  return budget;
}

function admit(replica: Replica, budget: number, now: number): void {
  const promised = replica.blocksTakenAt(0);
  const { limits, slots } = replica;
  while (budget > 0 && replica.waiting.size > 0 && replica.running < limits.maxSequences) {
    const slot = replica.waiting.front();
    const prompt = slots.prompt[slot] ?? 0;
    if (replica.freeBlocks - promised - replica.blocksFor(prompt) < limits.watermarkBlocks) return;
    const tokens = Math.min(prompt, budget);
    replica.admitFront(prompt, now);
    replica.addChunk(slot, tokens);
    budget -= tokens;
  }
}
