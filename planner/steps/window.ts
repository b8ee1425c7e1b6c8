import type { Architecture } from "../domain/index.ts";

/** The sliding window of a model and the share of its layers that have it; null when every layer sees everything. */
export function slidingWindow(architecture: Architecture): { readonly tokens: number; readonly share: number } | null {
  const { attention, layers } = architecture;
  if (attention.kind !== "grouped-query" || attention.slidingWindow === null) return null;
  return { tokens: attention.slidingWindow.tokens, share: attention.slidingWindow.layers / layers };
}
