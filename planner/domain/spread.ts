import { type Seconds, seconds } from "../units/index.ts";
import { Z99 } from "./normal.ts";
import type { Random } from "./random.ts";

/** A random duration by two of its percentiles; log-normal through them. */
export interface Spread {
  readonly p50: Seconds;
  readonly p99: Seconds;
}

/** One duration of a spread. A spread without width takes nothing from the stream. */
export function drawSpread({ p50, p99 }: Spread, random: Random): Seconds {
  return p99 <= p50 ? p50 : seconds(p50 * Math.exp((Math.log(p99 / p50) / Z99) * random.normal()));
}

/** What many of them take on average: more than the one in the middle, as a few are long. */
export const meanOfSpread = ({ p50, p99 }: Spread): Seconds =>
  p99 <= p50 ? p50 : seconds(p50 * Math.exp((Math.log(p99 / p50) / Z99) ** 2 / 2));
