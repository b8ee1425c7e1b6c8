import type { Replica } from "./replica.ts";

/** Counts what the step being formed computes, for the step-time model. */
export function fillBatch(replica: Replica): void {
  const { batch } = replica;
  batch.decodeSequences = replica.decodesTakePart ? replica.decodes : 0;
  batch.kvTokens = replica.decodesTakePart ? replica.kvTokens : 0;
  batch.prefillSequences = replica.chunks;
  let all = 0;
  let pairs = 0;
  let squares = 0;
  let prefixes = 0;
  for (let i = 0; i < replica.chunks; i++) {
    const tokens = replica.chunkTokens[i] ?? 0;
    const prefix = replica.slots.computed[replica.chunkSlots[i] ?? 0] ?? 0;
    all += tokens;
    pairs += tokens * (prefix + tokens / 2);
    squares += tokens * tokens;
    prefixes += prefix;
  }
  batch.prefillTokens = all;
  batch.prefillPairs = pairs;
  batch.prefillSquares = squares;
  batch.prefillPrefixTokens = prefixes;
}
