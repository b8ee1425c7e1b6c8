import type { Replica } from "../replica.ts";
import { finishAtOnce, nothingBefore, type Scheduler } from "../scheduler.ts";
import { decodesAlone, passesWatermark, restartUntilDecodesFit } from "./growth.ts";

/** vLLM before V1, as Vidur simulates it (data/vidur/FACTS.md section 5): whole prompts first, in steps of their own, and
 *  decodes wait meanwhile. Prompts of one step are counted padded to the longest. */
export const vllmV0: Scheduler = {
  form: (replica, now) => {
    admit(replica, now);
    if (replica.chunks > 0) return;
    restartUntilDecodesFit(replica);
    replica.decodesTakePart = replica.decodes > 0;
  },
  couldAdmit: nothingBefore,
  enter: insertByArrival,
  leave: finishAtOnce,
  sparesOneBlock: true,
  canEverServe: (limits, inputTokens, outputTokens) =>
    inputTokens <= limits.maxBatchedTokens &&
    passesWatermark(limits, inputTokens) &&
    decodesAlone(limits, inputTokens, outputTokens),
};

function admit(replica: Replica, now: number): void {
  const { limits, slots } = replica;
  let longest = 0;
  while (replica.waiting.size > 0 && replica.running < limits.maxSequences) {
    const slot = replica.waiting.front();
    const prompt = slots.prompt[slot] ?? 0;
    longest = Math.max(longest, prompt);
    if (replica.freeBlocks - replica.blocksFor(prompt) < limits.watermarkBlocks) return;
    if ((replica.chunks + 1) * longest > limits.maxBatchedTokens) return;
    replica.admitFront(prompt, now);
    replica.addChunk(slot, prompt);
  }
}

/** Running requests are treated in order of arrival; restarted ones come back in their old place. */
function insertByArrival(replica: Replica, slot: number): void {
  const arrival = replica.slots.arrival[slot] ?? 0;
  let place = replica.list.last;
  while (place >= 0 && (replica.slots.arrival[place] ?? 0) > arrival) place = replica.slots.previous[place] ?? -1;
  replica.list.insertAfter(slot, place);
}
