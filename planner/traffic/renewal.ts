import type { Random } from "../domain/index.ts";

/** Times between arrivals, mean 1, that do not depend on one another. */
export interface TimesBetween {
  /** From a moment that knows nothing of arrivals to the first one. */
  readonly first: () => number;
  readonly next: () => number;
}

/** Beyond it nearly all requests would come at once. */
const MOST = 10;

/** Gamma-distributed, of this coefficient of variation: 1 is Poisson, 0 a clock. The first comes from the law of what is left of a time
 *  that one falls into (a uniform share of a length-biased one, which is a gamma of one shape more): so any stretch brings as
 *  many requests as its rate says, wherever it begins (stationary renewal process; Cox 1962, "Renewal Theory"). */
export function timesBetween(cv: number, random: Random): TimesBetween {
  if (cv === 1) return { first: () => random.exponential(), next: () => random.exponential() };
  if (cv === 0) return { first: () => random.next(), next: () => 1 };
  const shape = 1 / Math.min(cv, MOST) ** 2;
  return {
    first: () => (random.next() * drawGamma(shape + 1, random)) / shape,
    next: () => drawGamma(shape, random) / shape,
  };
}

/** Gamma of scale 1 (Marsaglia and Tsang 2000, "A simple method for generating gamma variables"; shapes below 1 by their section 6). */
function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
