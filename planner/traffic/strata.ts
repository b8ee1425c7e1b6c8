import type { ForecastHour } from "./horizon.ts";

/** Hours of the horizon that are alike, and the one that stands for them. Weights add up to 1. */
export interface Stratum {
  readonly label: string;
  readonly weight: number;
  /** Which hours of the horizon it stands for. */
  readonly indices: readonly number[];
  readonly hour: ForecastHour;
  /** Rate of the hour before, requests per second: what a fleet comes from. */
  readonly before: number;
}

const STRATA = 5;
/** Parts of each group where a calendar makes several groups of ordinary hours. */
const STRATA_OF_GROUP = 3;
const STRATA_OF_EVENTS = 2;

/** A horizon is simulated as weighted windows, never second by second: the busiest hour (`worst`: at the rate that it is likely to bring), the hour with the steepest rise
 *  (autoscalers are late there), the hours of named events in two halves, and hours that each stand for a fifth of the
 *  rest, ordered by load. Events stand apart because few hours can hold the slow requests that a percentile is about, and
 *  hours with different scheduled minimums because the same load then meets different fleets. */
export function stratify(hours: readonly ForecastHour[], worst: number | null = null): readonly Stratum[] {
  const order = hours.map((_, index) => index).sort((a, b) => rateAt(hours, a) - rateAt(hours, b) || a - b);
  const busiest = order.at(-1) ?? 0;
  const minimums = [...new Set(hours.map(({ minimum }) => minimum))].sort((a, b) => a - b);
  const areAlike = rateAt(hours, order[0] ?? 0) === rateAt(hours, busiest) && minimums.length === 1;
  if (areAlike && (worst ?? 0) <= rateAt(hours, busiest)) {
    return [stratumOf(hours, { label: "every hour", indices: order })];
  }
  const steepest = steepestRise(hours);
  const special = steepest === busiest || steepest < 0 ? [busiest] : [busiest, steepest];
  const rest = order.filter((index) => !special.includes(index));
  const ordinary = rest.filter((index) => !inEvent(hours, index));
  const strata = [
    ...ordinaryStrata(hours, ordinary, minimums),
    ...parts(
      rest.filter((index) => inEvent(hours, index)),
      STRATA_OF_EVENTS,
    ).map(({ indices, k, count }) => ({
      label: count === 1 ? "hours of an event" : `${k === 0 ? "quieter" : "busier"} half of the hours of events`,
      indices,
    })),
  ];
  if (special.length > 1) strata.push({ label: "steepest rise", indices: [steepest] });
  return [...strata.map((stratum) => stratumOf(hours, stratum)), busiestStratum(hours, busiest, worst)];
}

/** The busiest hour at the rate that the worst of the horizon is likely to bring, where that is known. */
function busiestStratum(hours: readonly ForecastHour[], busiest: number, worst: number | null): Stratum {
  const stratum = stratumOf(hours, { label: "busiest hour", indices: [busiest] });
  if (worst === null || worst <= stratum.hour.rate) return stratum;
  return { ...stratum, label: "worst hour", hour: { ...stratum.hour, rate: worst } };
}

/** Hours outside events: fifths by load, or thirds of each group where a calendar sets several minimums. */
function ordinaryStrata(hours: readonly ForecastHour[], ordinary: readonly number[], minimums: readonly number[]) {
  const groups = minimums
    .map((minimum) => ({ minimum, members: ordinary.filter((index) => hours[index]?.minimum === minimum) }))
    .filter(({ members }) => members.length > 0);
  if (groups.length < 2) {
    return parts(ordinary, STRATA).map(({ indices, k, count }) => ({ label: labelOf(k, count), indices }));
  }
  return groups.flatMap(({ minimum, members }) =>
    parts(members, STRATA_OF_GROUP).map(({ indices, k, count }) => {
      const by = minimum === 0 ? "outside the schedule" : `with at least ${minimum} scheduled`;
      return { label: `${["quiet", "middle", "busy"][k + (count === 1 ? 1 : 0)] ?? ""} hours ${by}`, indices };
    }),
  );
}

/** So many parts of about the same size, in order; fewer where there are fewer hours. */
function parts(indices: readonly number[], wanted: number): { indices: readonly number[]; k: number; count: number }[] {
  const count = Math.min(wanted, indices.length);
  return Array.from({ length: count }, (_, k) => {
    const from = Math.floor((k * indices.length) / count);
    const to = Math.floor(((k + 1) * indices.length) / count);
    return { indices: indices.slice(from, to), k, count };
  });
}

const inEvent = (hours: readonly ForecastHour[], index: number): boolean => (hours[index]?.event ?? null) !== null;

const rateAt = (hours: readonly ForecastHour[], index: number): number => hours[index]?.rate ?? 0;

function steepestRise(hours: readonly ForecastHour[]): number {
  let steepest = -1;
  let most = 0;
  for (let i = 1; i < hours.length; i++) {
    const rise = rateAt(hours, i) - rateAt(hours, i - 1);
    if (rise > most) {
      most = rise;
      steepest = i;
    }
  }
  return steepest;
}

/** The hour whose rate is nearest to the mean of its stratum stands for it. */
function stratumOf(hours: readonly ForecastHour[], stratum: { label: string; indices: readonly number[] }): Stratum {
  const { label, indices } = stratum;
  const mean = indices.reduce((total, index) => total + rateAt(hours, index), 0) / indices.length;
  const nearest = indices.reduce((best, index) =>
    Math.abs(rateAt(hours, index) - mean) < Math.abs(rateAt(hours, best) - mean) ? index : best,
  );
  const hour = hours[nearest] ?? { start: 0, rate: 0, p10: 0, p90: 0, event: null, minimum: 0 };
  const before = nearest > 0 ? rateAt(hours, nearest - 1) : hour.rate;
  return { label, weight: indices.length / hours.length, indices, hour: { ...hour, rate: mean }, before };
}

function labelOf(k: number, count: number): string {
  const names = ["quietest fifth", "quiet fifth", "middle fifth", "busy fifth", "busiest fifth"];
  return count === STRATA ? (names[k] ?? "") : `part ${k + 1} of ${count}, by load`;
}
