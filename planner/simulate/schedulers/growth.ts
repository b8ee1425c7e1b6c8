import type { Replica } from "../replica.ts";

/** Vidur's rule (data/vidur/FACTS.md section 5): from the front of the list, while no block is free the last request not
 *  yet treated restarts; if none is left the request restarts itself. A decode needs a free block even when it takes none. */
export function restartUntilDecodesFit(replica: Replica): void {
  if (replica.freeBlocks - replica.blocksTakenAt(0) >= 1) return;
  const { blockSize } = replica.limits;
  let taken = 0;
  for (let slot = replica.list.first; slot >= 0; ) {
    while (replica.freeBlocks - taken < 1 && replica.list.last !== slot) replica.preemptDecode(replica.list.last);
    const next = replica.slots.next[slot] ?? -1;
    if (replica.freeBlocks - taken < 1) replica.preemptDecode(slot);
    else if ((replica.processed(slot) - 1) % blockSize === 0) taken++;
    slot = next;
  }
}
