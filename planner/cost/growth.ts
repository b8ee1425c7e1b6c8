/** A month's bill at three levels of traffic (1 = as forecast), and what it can never leave. */
export interface CostCurve {
  /** In order of level. */
  readonly points: readonly { readonly level: number; readonly usd: number }[];
  readonly least: number;
  readonly most: number;
  /** What the replicas cost that a level needs, beside what lines through the points say. */
  readonly needed: (level: number) => number;
}

/** How traffic goes on from here. */
export interface Growth {
  /** 0.08 = 8 % a month, compounding. */
  readonly perMonth: number;
  /** Days, counted from the first, at whose middle traffic is as forecast. */
  readonly levelOneDay: number;
  readonly daysAhead: number;
}

/** A month of 730 hours, in days. */
const MONTH_DAYS = 730 / 24;

/** A month's bill at a level of traffic: straight lines through the points and on beyond them, or what the level needs where that is
 *  more, between what the fewest and the most replicas cost. */
export function costAt({ points, least, most, needed }: CostCurve, level: number): number {
  const last = points.length - 1;
  const next = points.findIndex((point, i) => i > 0 && (level <= point.level || i === last));
  const [from, to] = [points[Math.max(0, next - 1)], points[Math.max(0, next)]];
  const held = (usd: number) => Math.min(most, Math.max(least, usd, needed(level)));
  if (from === undefined || to === undefined || to.level <= from.level) return held(points[0]?.usd ?? 0);
  return held(from.usd + ((level - from.level) * (to.usd - from.usd)) / (to.level - from.level));
}

/** The first day, counted from 0, at whose traffic a month costs more than the limit; null = none of those ahead. */
export function firstDayAbove(curve: CostCurve, limitUsd: number, growth: Growth): number | null {
  for (let day = 0; day <= growth.daysAhead; day++) {
    const months = (day - growth.levelOneDay) / MONTH_DAYS;
    if (costAt(curve, (1 + growth.perMonth) ** months) > limitUsd) return day;
  }
  return null;
}

/** Whole days after which a month's budget is used up at this bill a month; null where it lasts for `daysOfMonth`. */
export function daysUntilUsedUp(monthlyUsd: number, budgetUsd: number, daysOfMonth: number): number | null {
  const days = Math.floor((budgetUsd / monthlyUsd) * MONTH_DAYS);
  return days < daysOfMonth ? days : null;
}
