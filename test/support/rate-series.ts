import { stream } from "../../planner/domain/index.ts";

/** A series whose law is known: a day with two humps, quieter weekends, a trend, and noise. */
export interface SeriesLaw {
  readonly days: number;
  /** Windows of a day. */
  readonly period: number;
  readonly seed: number;
  /** Standard deviation over the rate (`additive`: over the mean rate). */
  readonly noise: number;
  /** `drifting`: noise that lasts for hours. */
  readonly kind: "proportional" | "additive" | "drifting";
  /** Growth in a month, as a share of the beginning. */
  readonly trend?: number;
}

const MEAN = 20;
const WEEKEND = 0.55;

/** The rate without noise. */
export function trueRate({ period, trend = 0 }: SeriesLaw, window: number): number {
  const day = window / period;
  const humps = 1 + 0.6 * Math.sin(2 * Math.PI * (day - 0.3)) + 0.15 * Math.sin(4 * Math.PI * day);
  const weekend = Math.floor(day) % 7 >= 5 ? WEEKEND : 1;
  return MEAN * humps * weekend * (1 + (trend * day) / 30);
}

export function rateSeries(law: SeriesLaw): Float64Array {
  const { days, period, seed, noise, kind } = law;
  const random = stream(seed, "rates");
  const kept = Math.exp(-4 / period);
  let drift = 0;
  return Float64Array.from({ length: days * period }, (_, window) => {
    const rate = trueRate(law, window);
    const chance = random.normal();
    drift = kept * drift + Math.sqrt(1 - kept * kept) * chance;
    if (kind === "drifting") return rate * Math.exp(noise * drift);
    return Math.max(0, rate + noise * chance * (kind === "additive" ? MEAN : rate));
  });
}
