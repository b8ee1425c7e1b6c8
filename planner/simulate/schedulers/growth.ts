import type { Replica } from "../replica.ts";

type Limits = Replica["limits"];

const NONE = -1;

/** Vidur's rule (data/vidur/FACTS.md section 5): from the front of the list, while no block is free the last request not
 *  yet treated restarts; if none is left the request restarts itself. A decode needs a free block even when it takes none. */
export function restartUntilDecodesFit(replica: Replica): void {
  if (replica.freeBlocks - replica.blocksTakenAt(0) >= 1) return;
  const { blockSize } = replica.limits;
  let taken = 0;
  for (let slot = replica.list.first; slot >= 0; ) {
    while (replica.freeBlocks - taken < 1 && restartLastBehind(replica, slot));
    const next = replica.slots.next[slot] ?? NONE;
    if (replica.freeBlocks - taken < 1) replica.preemptDecode(slot);
    else if ((replica.processed(slot) - 1) % blockSize === 0) taken++;
    slot = next;
  }
}

/** Restarts the last of the one list of decodes and prompts, if it stands behind `slot`; whether it did. */
function restartLastBehind(replica: Replica, slot: number): boolean {
  const prompt = promptBehindDecodes(replica);
  const last = prompt === NONE ? replica.list.last : prompt;
  if (last === slot) return false;
  if (prompt === NONE) replica.preemptDecode(last);
  else restartPrompt(replica, prompt);
  return true;
}

/** At most one prompt is unfinished between steps. It stands at the end of the list if the last step computed some of it; one
 *  that got nothing stands in front, is met before any decode and never restarted. */
function promptBehindDecodes(replica: Replica): number {
  return replica.decodesSincePrefill === 0 ? (replica.prompts[0] ?? NONE) : NONE;
}

/** What was computed of a prompt becomes all of it; the rest is then made token by token, as if it were the answer. */
function restartPrompt(replica: Replica, slot: number): void {
  const { prompt, computed, left } = replica.slots;
  const done = computed[slot] ?? 0;
  left[slot] = (left[slot] ?? 0) + (prompt[slot] ?? 0) - done;
  prompt[slot] = done;
  replica.preemptPrompt(slot);
}

/** Admission looks at the prompt alone. */
export const passesWatermark = ({ kvBlocks, blockSize, watermarkBlocks }: Limits, promptTokens: number): boolean =>
  kvBlocks - Math.ceil(promptTokens / blockSize) >= watermarkBlocks;

/** Whether a request that has a replica to itself finds a free block at each of its decodes, the last one included. */
export const decodesAlone = (limits: Limits, inputTokens: number, outputTokens: number): boolean =>
  outputTokens <= 1 || Math.ceil((inputTokens + outputTokens - 2) / limits.blockSize) < limits.kvBlocks;
