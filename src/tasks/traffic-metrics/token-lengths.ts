import type { TokenLengths } from "../../../planner/index.ts";
import { METRICS } from "../../mistakes/metrics.ts";
import type { Mistake } from "../../ports/failure.ts";
import type { MetricSeries } from "../../ports/metrics-answer.ts";
import { sampleValue } from "../calibrate/metric-samples.ts";
import { type Buckets, lengthsOfBuckets } from "./bucket-lengths.ts";

/** Lengths of one side, with what a reader of the forecast should know; or what is wrong with the answer; or nothing was counted. */
export type LengthsFound =
  | { readonly kind: "lengths"; readonly lengths: TokenLengths; readonly notes: readonly string[] }
  | { readonly kind: "mistake"; readonly mistake: Mistake }
  | { readonly kind: "nothing" };

/** Deeper falls between buckets than targets scraped at different moments can explain. */
const DEEPEST_FALL = 0.01;
const WORTH_SAYING = 0.01;

/** Of the buckets of a histogram, counted over all moments of the answer. `tokens`: their sum where it is known. */
export function lengthsOfHistogram(series: readonly MetricSeries[], tokens: number | null): LengthsFound {
  const buckets = bucketsOf(series);
  const count = buckets.at(-1)?.[1] ?? 0;
  const found = lengthsOfBuckets(buckets, tokens === null || count <= 0 ? null : tokens / count);
  if (found === null) return { kind: "nothing" };
  const { lengths, beyond, last, fall } = found;
  if (fall > DEEPEST_FALL) {
    return { kind: "mistake", mistake: METRICS.fallingBuckets(percent(fall)) };
  }
  const high = `${percent(beyond)} of the requests lie beyond the last bucket and are taken to have ${last} tokens`;
  return { kind: "lengths", lengths, notes: beyond > WORTH_SAYING ? [high] : [] };
}

/** Sum of all values of all series. */
export const totalOf = (series: readonly MetricSeries[]): number =>
  series
    .flatMap(({ samples }) => samples)
    .map(([, text]) => sampleValue(text))
    .reduce((sum, value) => (Number.isFinite(value) ? sum + value : sum), 0);

function bucketsOf(series: readonly MetricSeries[]): Buckets {
  const byBound = Map.groupBy(series, ({ labels }) => sampleValue(labels["le"] ?? ""));
  return [...byBound].map(([bound, of]) => [bound, totalOf(of)] as const).sort(([a], [b]) => a - b);
}

/** Mean tokens by the window, weighted by the requests of each window. */
export function lengthsOfMeans(means: Float64Array, rates: Float64Array): LengthsFound {
  let [tokens, requests] = [0, 0];
  means.forEach((mean, i) => {
    const rate = rates[i] ?? Number.NaN;
    if (Number.isNaN(mean) || Number.isNaN(rate)) return;
    tokens += mean * rate;
    requests += rate;
  });
  const mean = tokens / requests;
  if (requests === 0) return { kind: "nothing" };
  if (mean > 0 && mean < 1e9) {
    const notes = [
      "only their mean is known; they are taken to spread by as much as that (coefficient of variation 1)",
    ];
    return { kind: "lengths", lengths: { kind: "spread", mean, cv: 1 }, notes };
  }
  return { kind: "mistake", mistake: METRICS.noMeanLength(Number(mean.toPrecision(4))) };
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
