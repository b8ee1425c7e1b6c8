import type { Replica } from "./replica.ts";

/** How many of the next `steps` decode steps the free blocks allow. Every block-size steps take one block a request. */
export function stepsWithinBlocks(replica: Replica, steps: number, spare: boolean): number {
  const free = replica.freeBlocks - (spare ? 1 : 0);
  const { blockSize } = replica.limits;
  if (replica.decodes * Math.ceil(steps / blockSize) <= free) return steps;
  const cycles = Math.max(0, Math.floor(free / replica.decodes));
  let left = free - cycles * replica.decodes;
  let possible = cycles * blockSize;
  for (let i = 0; i < blockSize; i++) {
    left -= replica.blocksTakenAt(possible);
    if (left < 0) break;
    possible++;
  }
  return Math.min(steps, possible);
}
