import type { Replica } from "../replica.ts";
import { appendToList, finishAtOnce, mostBlocks, nothingBefore, type Scheduler } from "../scheduler.ts";

/** Orca as Vidur simulates it (OSDI 2022; data/vidur/FACTS.md section 5): whole prompts join running decodes, and every request
 *  has room for the longest context set aside from the start, so nothing is ever preempted and few fit. For comparison. */
export const orca: Scheduler = {
  form: (replica, now) => {
    replica.decodesTakePart = replica.decodes > 0;
    while (replica.waiting.size > 0 && hasRoom(replica)) {
      const slot = replica.waiting.front();
      const prompt = replica.slots.prompt[slot] ?? 0;
      replica.admitFront(prompt, now);
      replica.addChunk(slot, prompt);
    }
  },
  couldAdmit: nothingBefore,
  enter: appendToList,
  leave: finishAtOnce,
  sparesOneBlock: false,
  canEverServe: (limits, inputTokens, outputTokens) =>
    Math.max(reservedBlocks(limits), mostBlocks(limits.blockSize, inputTokens, outputTokens)) <= limits.kvBlocks,
};

/** Blocks are counted as used when tokens fill them; the reservation only bounds how many requests there are. */
function hasRoom(replica: Replica): boolean {
  const { limits, running } = replica;
  return running < limits.maxSequences && (running + 1) * reservedBlocks(limits) <= limits.kvBlocks;
}

const reservedBlocks = (limits: Replica["limits"]): number => Math.ceil(limits.maxContext / limits.blockSize);
