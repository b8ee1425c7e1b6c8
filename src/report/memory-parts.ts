import type { MemoryFit } from "../../planner/index.ts";

/** A part of one GPU's memory, in the order in which an engine takes it. */
export interface MemoryPart {
  readonly key: keyof MemoryFit["parts"];
  readonly label: string;
  readonly bytes: number;
  /** Of all parts together. */
  readonly share: number;
}

const LABELS: readonly (readonly [keyof MemoryFit["parts"], string])[] = [
  ["weights", "Weights"],
  ["kv", "KV cache"],
  ["activation", "Activations"],
  ["cudaGraphs", "CUDA graphs"],
  ["nonTorch", "Non-torch (driver, libraries)"],
  ["free", "Free, outside the engine's share"],
];

/** Where the bytes of one GPU go. Negative parts (what is over-committed) count as none. */
export function memoryParts({ parts }: Pick<MemoryFit, "parts">): readonly MemoryPart[] {
  const bytes = (key: keyof MemoryFit["parts"]) => Math.max(0, Number.isFinite(parts[key]) ? parts[key] : 0);
  const total = LABELS.reduce((sum, [key]) => sum + bytes(key), 0);
  return LABELS.map(([key, label]) => ({ key, label, bytes: bytes(key), share: total > 0 ? bytes(key) / total : 0 }));
}
