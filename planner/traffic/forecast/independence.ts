import type { Trial } from "./backtest.ts";
import type { Moment } from "./errors.ts";

/** How many of the errors are independent: distinct windows that were predicted, over the windows for which an error stays what it
 *  is (integrated autocorrelation of their mean over all trials). One at least. */
export function independentErrors(trials: readonly Trial[], widthAt: (at: Moment) => number): number {
  const begin = trials[0]?.origin ?? 0;
  const end = trials.reduce((most, { origin, actual }) => Math.max(most, origin + actual.length), begin);
  const sums = new Float64Array(end - begin);
  const counts = new Float64Array(end - begin);
  for (const { origin, predicted, actual } of trials) {
    actual.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      const at = { lead: i + 1, predicted: predicted[i] ?? 0 };
      const window = origin + i - begin;
      sums[window] = (sums[window] ?? 0) + (value - at.predicted) / widthAt(at);
      counts[window] = (counts[window] ?? 0) + 1;
    });
  }
  const errors = [...sums].flatMap((sum, i) => ((counts[i] ?? 0) > 0 ? [sum / (counts[i] ?? 1)] : []));
  return Math.max(1, errors.length / correlationTime(errors));
}

/** Below this a correlation is taken for noise, and the sum ends. */
const NO_CORRELATION = 0.05;

function correlationTime(errors: readonly number[]): number {
  const square = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  let time = 1;
  for (let lag = 1; square > 0 && lag < errors.length / 2; lag++) {
    let sum = 0;
    for (let i = lag; i < errors.length; i++) sum += (errors[i] ?? 0) * (errors[i - lag] ?? 0);
    const correlation = sum / errors.length / square;
    if (correlation < NO_CORRELATION) break;
    time += 2 * correlation;
  }
  return time;
}
