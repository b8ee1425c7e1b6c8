import * as z from "zod";
import type { TokenLengths } from "../../planner/index.ts";
import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { integer, number } from "./leaves.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

const MOST_TOKENS = 100_000_000;

/** A number of tokens, a mean with its coefficient of variation, or quantiles. */
export function tokenLengths(wanted: string, example: string) {
  const spread = mapping({
    mean: number({ wanted: `mean ${wanted}`, example, least: 1, most: MOST_TOKENS }),
    cv: number({ wanted: "coefficient of variation", example: "0.5", most: 100 }),
  });
  const quantiles = mapping({ quantiles: quantilePairs(wanted) });
  const exact = integer({ wanted, example, most: MOST_TOKENS });
  return z.union([exact, spread, quantiles], { error: `${example}, { mean, cv } or { quantiles: [[q, tokens], …] }` });
}

function quantilePairs(wanted: string) {
  const q = number({ wanted: "quantile", example: "0.5", most: 1 });
  const tokens = number({ wanted, example: "128", least: 1, most: MOST_TOKENS });
  return z
    .array(z.tuple([q, tokens]))
    .min(1)
    .check(consistent(quantileRules))
    .describe("Pairs of quantile and tokens.");
}

function quantileRules(points: readonly (readonly [number, number])[]): readonly Contradiction[] {
  return points.flatMap(([q, tokens], index) => {
    const [lastQ, lastTokens] = points[index - 1] ?? [-1, 0];
    return [
      ...when(q <= lastQ, { path: [index, 0], ...DEPLOYMENT.unsortedQuantiles }),
      ...when(tokens < lastTokens, {
        path: [index, 1],
        ...DEPLOYMENT.fallingQuantiles,
      }),
    ];
  });
}

type RawTokens = z.output<ReturnType<typeof tokenLengths>>;

export function readTokenLengths(raw: RawTokens): TokenLengths {
  if (typeof raw === "number") return { kind: "fixed", tokens: raw };
  return "quantiles" in raw ? { kind: "quantiles", points: raw.quantiles } : { kind: "spread", ...raw };
}
