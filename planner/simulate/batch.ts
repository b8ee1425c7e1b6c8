import type { Replica } from "./replica.ts";

/** Counts what the step being formed computes, for the step-time model. */
export function fillBatch(replica: Replica): void {
  const { batch } = replica;
  batch.decodeSequences = replica.decodesTakePart ? replica.decodes : 0;
  batch.kvTokens = replica.decodesTakePart ? replica.kvTokens : 0;
  batch.prefillSequences = replica.chunks;
  batch.prefillTokens = 0;
  batch.prefillPairs = 0;
  batch.prefillSquares = 0;
  batch.prefillPrefixTokens = 0;
  for (let i = 0; i < replica.chunks; i++) {
    const tokens = replica.chunkTokens[i] ?? 0;
    const prefix = replica.slots.computed[replica.chunkSlots[i] ?? 0] ?? 0;
    batch.prefillTokens += tokens;
    batch.prefillPairs += tokens * (prefix + tokens / 2);
    batch.prefillSquares += tokens * tokens;
    batch.prefillPrefixTokens += prefix;
  }
}
