import type { Basis } from "./fact.ts";

export type ExplainedUnit =
  | "bytes"
  | "tokens"
  | "blocks"
  | "ms"
  | "s"
  | "usd"
  | "fraction"
  | "probability"
  | "per second"
  | "per month"
  | "hours"
  | "number"
  | "text";

/** One figure and what it follows from. */
export interface Explanation {
  /** What it is, in words: "KV cache of one replica". */
  readonly name: string;
  /** Null: not known, or there is none. */
  readonly value: number | string | null;
  readonly unit: ExplainedUnit;
  /** How the value follows from `from`, as an equation in their names or a sentence; empty for what is given. */
  readonly how: string;
  readonly from: readonly Explanation[];
  /** Who says so, for what is not calculated; null for what is. */
  readonly says: { readonly basis: Basis; readonly source: string; readonly date: string | null } | null;
}

/** A figure that can be explained, by the name of its place in the plan's JSON. */
export interface ExplainedFigure {
  readonly figure: string;
  /** Other names people try. */
  readonly aliases: readonly string[];
  readonly explanation: Explanation;
}
