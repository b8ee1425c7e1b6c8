import type { SiliconRow } from "./silicon.ts";

/** One configuration in so many is held back: no fit sees it, `npm run validate-model` reports on it. */
const HELD_BACK_OF = 4;

/** Whether a row is held back. Repeats of one configuration stay together, so that none is judged by its twin. */
export function isHeldBack(row: SiliconRow): boolean {
  const { engine, model, gpu, tensorParallel, weights, concurrency, inputTokens, outputTokens } = row;
  const key = [engine, model, gpu, tensorParallel, weights, concurrency, inputTokens, outputTokens].join();
  return fnv1a(key) % HELD_BACK_OF === 0;
}

/** FNV-1a, 32 bit. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
