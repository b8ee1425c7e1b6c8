import type { Billing } from "../domain/platform.ts";
import { type Seconds, seconds } from "../units/index.ts";

/** Seconds a bill shows for a machine that ran this long: at least the minimum, then whole grains. 0 for one that never ran. */
export function billedSeconds(billing: Billing, duration: Seconds): Seconds {
  if (duration <= 0) return seconds(0);
  const atLeast = Math.max(duration, billing.minimum);
  return seconds(wholeGrains(atLeast, billing.grain) * billing.grain);
}

/** Seconds that rounding adds to the bill of one machine's life, on average: what is left of its last grain is as likely long as
 *  short. Lives are taken to be longer than the minimum. */
export const expectedRounding = ({ grain }: Pick<Billing, "grain">): Seconds => seconds(grain / 2);

/** Rounds up, but not for a remainder that is only float64 noise (0.1 + 0.2 hours is three tenths, not a grain more). */
function wholeGrains(duration: number, grain: number): number {
  const grains = duration / grain;
  const nearest = Math.round(grains);
  return Math.abs(grains - nearest) <= 1e-9 * Math.max(1, nearest) ? nearest : Math.ceil(grains);
}
