import { inverseNormal, type TokenLengths, type Workload } from "../domain/index.ts";

/** What a column of 32 bits holds. */
const MOST_TOKENS = 2 ** 31 - 1;

/** The length of a request that stands at `normal` standard deviations or at quantile `uniform`: whichever of the two its law needs
 *  is asked for. At least one token. */
export function tokensOf(lengths: TokenLengths, at: { normal(): number; uniform(): number }): number {
  if (lengths.kind === "fixed") return lengths.tokens;
  if (lengths.kind === "quantiles") return Math.max(1, Math.round(quantileAt(lengths.points, at.uniform())));
  const variance = Math.log(1 + lengths.cv * lengths.cv);
  const tokens = lengths.mean * Math.exp(Math.sqrt(variance) * at.normal() - variance / 2);
  return Math.min(MOST_TOKENS, Math.max(1, Math.round(tokens)));
}

const SAMPLE = 8192;
/** The golden ratio's fraction: its multiples fill the unit interval evenly, whatever stands beside them. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Requests that stand for lengths of which only the two laws are known: every slice of each law is there as often, and an input
 *  says nothing about its output. In an order without pattern; their arrivals mean nothing. */
export function workloadOfLengths(inputTokens: TokenLengths, outputTokens: TokenLengths): Workload {
  const columns = [GOLDEN, Math.SQRT2 - 1].map((step) =>
    Float64Array.from({ length: SAMPLE }, (_, i) => ((i + 1) * step) % 1),
  );
  const draw = (lengths: TokenLengths, quantiles: Float64Array | undefined) =>
    Int32Array.from(quantiles ?? [], (q) => tokensOf(lengths, { normal: () => inverseNormal(q), uniform: () => q }));
  return {
    arrivals: Float64Array.from({ length: SAMPLE }, (_, i) => i),
    inputTokens: draw(inputTokens, columns[0]),
    outputTokens: draw(outputTokens, columns[1]),
    prefixIds: null,
    prefixTokens: null,
  };
}

/** What if prompts and answers were so many times as long. Shared beginnings grow with their prompts. */
export function withLengthsScaled(
  workload: Workload,
  times: { readonly input: number; readonly output: number },
): Workload {
  if (times.input === 1 && times.output === 1) return workload;
  const scaled = (tokens: Int32Array, factor: number, least: number) =>
    tokens.map((count) => Math.min(MOST_TOKENS, Math.max(least, Math.round(count * factor))));
  return {
    ...workload,
    inputTokens: scaled(workload.inputTokens, times.input, 1),
    outputTokens: scaled(workload.outputTokens, times.output, 1),
    prefixTokens: workload.prefixTokens === null ? null : scaled(workload.prefixTokens, times.input, 0),
  };
}

function quantileAt(points: readonly (readonly [number, number])[], q: number): number {
  const after = points.findIndex(([quantile]) => quantile >= q);
  const [highQ, high] = points[after === -1 ? points.length - 1 : after] ?? [1, 1];
  const [lowQ, low] = points[after <= 0 ? 0 : after - 1] ?? [0, high];
  if (highQ === lowQ || after === -1) return high;
  return low + ((q - lowQ) / (highQ - lowQ)) * (high - low);
}
