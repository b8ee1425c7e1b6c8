/** z of the 90th, 95th and 99th percentile of a standard normal. */
export const Z90 = 1.2815515655446004;
export const Z95 = 1.6448536269514722;
export const Z99 = 2.3263478740408408;

/** Standard normal distribution function, absolute error below 7.5e-8 (Abramowitz and Stegun, 26.2.17). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    0.3989422804014327 *
    Math.exp((-z * z) / 2) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

/** The value below which a standard normal lies with this probability (0 < p < 1), by bisection of `normalCdf`. */
export function inverseNormal(probability: number): number {
  let low = -8;
  let high = 8;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
