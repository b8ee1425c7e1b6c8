import type { SiliconRow } from "./silicon.ts";

/** One configuration in so many is held back: no fit sees it, `npm run validate-model` reports on it. */
const HELD_BACK_OF = 4;

/** Whether a row is held back. */
export const isHeldBack = (row: SiliconRow): boolean => hashOf(row) % HELD_BACK_OF === 0;

/** Which of so many parts a row belongs to, among those that are not held back. */
export const partOf = (row: SiliconRow, parts: number): number => Math.floor(hashOf(row) / HELD_BACK_OF) % parts;

/** Of the configuration: repeats of one stay together, so that none is judged by its twin. */
function hashOf(row: SiliconRow): number {
  const { engine, model, gpu, tensorParallel, weights, concurrency, inputTokens, outputTokens } = row;
  return fnv1a([engine, model, gpu, tensorParallel, weights, concurrency, inputTokens, outputTokens].join());
}

/** FNV-1a, 32 bit. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
