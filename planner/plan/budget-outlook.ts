import { machinesAt, type SimulatedShare } from "../cost/breakdown.ts";
import { type CostCurve, costAt, daysUntilUsedUp, firstDayAbove } from "../cost/growth.ts";
import type { MachineRules } from "../cost/machine-hours.ts";
import { type BudgetOutlook, type Range, Z90 } from "../domain/index.ts";
import { formatDate, parseDate } from "../traffic/calendar.ts";
import { type ForecastHour, levelAt } from "../traffic/horizon.ts";
import { DAY, HOUR, HOURS_PER_MONTH, WEEK } from "../units/index.ts";
import { billAt, type MachineHours, type MachinePrices } from "./machine-bill.ts";
import type { Outlook } from "./outlook.ts";
import type { PlanRequest } from "./request.ts";
import type { Resolved } from "./resolve.ts";

/** Further ahead nobody plans, and the extrapolation says nothing. */
const MONTHS_AHEAD = 24;
/** A year shows where a bill is going. */
const MONTHS_DRAWN = 12;

/** A priced bill with the machine-hours it came from. */
export interface BillToGrow {
  readonly resolved: Pick<Resolved, "plan">;
  readonly request: Pick<PlanRequest, "deployment" | "now">;
  readonly outlook: Outlook;
  readonly monthlyUsd: Range;
  readonly hours: MachineHours;
  readonly prices: MachinePrices;
  readonly rules: MachineRules;
  readonly shares: readonly SimulatedShare[];
  /** What requests cost beside the machines, US dollars a month as forecast. */
  readonly fees: number;
}

/** When the bill passes the budget as traffic grows; null without a budget. */
export function budgetOutlook(bill: BillToGrow): BudgetOutlook | null {
  const { request, monthlyUsd, outlook } = bill;
  const budget = request.deployment.budget?.monthlyUsd ?? null;
  if (budget === null) return null;
  const curve = curveOf(bill);
  const growthPerMonth = growthOf(bill);
  const start = outlook.hours[0]?.start ?? request.now;
  const growth = {
    perMonth: growthPerMonth,
    levelOneDay: (outlook.hours.length * HOUR) / 2 / DAY,
    daysAhead: Math.round((MONTHS_AHEAD * HOURS_PER_MONTH * HOUR) / DAY),
  };
  const onDay = (at: CostCurve) => {
    const day = firstDayAbove(at, budget, growth);
    return day === null ? null : formatDate(start + day * DAY);
  };
  return {
    exceededOn: onDay(curve),
    exceededOnP90: onDay(unlikely(curve, bill)),
    monthsAhead: MONTHS_AHEAD,
    growthPerMonth,
    usedUpOn: usedUpOn(monthlyUsd.p50, budget, request.now),
    months: monthsOf(curve, bill, { start, levelOneDay: growth.levelOneDay, growthPerMonth }),
  };
}

/** The bill of the months that are drawn, each at the traffic of its middle; as far around the likely one as it is today. */
function monthsOf(
  curve: CostCurve,
  { monthlyUsd, request }: BillToGrow,
  { start, levelOneDay, growthPerMonth }: { start: number; levelOneDay: number; growthPerMonth: number },
): BudgetOutlook["months"] {
  const ratio = (usd: number) => (monthlyUsd.p50 > 0 ? usd / monthlyUsd.p50 : 1);
  const [year = 0, month = 1] = formatDate(request.now).split("-").map(Number);
  return Array.from({ length: MONTHS_DRAWN }, (_, ahead) => {
    const first = firstOf(year + Math.floor((month - 1 + ahead) / 12), ((month - 1 + ahead) % 12) + 1);
    const months = (first - start) / (HOURS_PER_MONTH * HOUR) + 0.5 - (levelOneDay * DAY) / (HOURS_PER_MONTH * HOUR);
    // The month that is under way has the traffic that is forecast, not what it had before.
    const p50 = costAt(curve, (1 + growthPerMonth) ** Math.max(0, months));
    const range = { p10: p50 * ratio(monthlyUsd.p10), p50, p90: p50 * ratio(monthlyUsd.p90) };
    return { month: formatDate(first).slice(0, 7), monthlyUsd: range };
  });
}

/** The bill at the traffic levels that were simulated. Within their range a fleet may not change at all; beyond it, the machines count
 *  that it would have to have. */
function curveOf(bill: BillToGrow): CostCurve {
  const { outlook, hours, prices, fees, shares, rules, resolved } = bill;
  const { spread } = outlook.expectation;
  const { above, bounds } = hours;
  const usd = (extra: number) => billAt(prices, hours, extra);
  const at = (level: number, extra: number) => ({ level, usd: usd(extra) + fees * level });
  const fleet = { perMachine: rules.perMachine, most: resolved.plan.replicas.max };
  const today = machinesAt(1, shares, fleet);
  const more = (level: number) => (machinesAt(level, shares, fleet) - today) * HOURS_PER_MONTH * prices.above.middle;
  return {
    points: [
      at(levelAt(spread, -Z90), above.lowTraffic),
      at(1, above.nominal),
      at(levelAt(spread, Z90), above.highTraffic),
    ],
    least: usd(Math.min(above.nominal, ...bounds)),
    most: usd(Math.max(above.nominal, ...bounds)) + (fees > 0 ? Infinity : 0),
    needed: (level) => (rules.billing.whileIdle ? usd(above.nominal) + more(level) : 0),
  };
}

/** The same for the bill that is passed in one of ten cases: as far above the likely one as it is today. */
function unlikely(curve: CostCurve, { monthlyUsd, prices }: BillToGrow): CostCurve {
  const factor = monthlyUsd.p50 > 0 ? monthlyUsd.p90 / monthlyUsd.p50 : 1;
  const points = curve.points.map(({ level, usd }) => ({ level, usd: usd * factor }));
  const dearer = Math.max(...[prices.committed, prices.above].map(({ high, middle }) => high / middle));
  const most = Math.max(curve.most * dearer, costAt(curve, 1) * factor);
  return { points, least: curve.least, most, needed: (level) => curve.needed(level) * factor };
}

/** The growth that is given; else that of the forecast's own trend, from its first week to its last. */
function growthOf({ request, outlook }: BillToGrow): number {
  const given = request.deployment.traffic?.growthPerMonth ?? 0;
  const week = WEEK / HOUR;
  if (given !== 0 || outlook.hours.length < 2 * week) return given;
  const [first, last] = [outlook.hours.slice(0, week), outlook.hours.slice(-week)].map(ordinaryRate);
  if (first === undefined || last === undefined || !(first > 0) || !(last > 0)) return 0;
  const grown = (last / first) ** (HOURS_PER_MONTH / (outlook.hours.length - week)) - 1;
  return Math.abs(grown) < 1e-3 ? 0 : grown;
}

/** Mean rate of hours without events. */
function ordinaryRate(hours: readonly ForecastHour[]): number {
  const ordinary = hours.filter(({ event }) => event === null);
  return ordinary.reduce((sum, { rate }) => sum + rate, 0) / Math.max(1, ordinary.length);
}

function usedUpOn(monthlyUsd: number, budget: number, now: number): string | null {
  if (monthlyUsd <= budget) return null;
  const [year = 0, month = 0] = formatDate(now).split("-").map(Number);
  const first = firstOf(year, month);
  const next = month === 12 ? firstOf(year + 1, 1) : firstOf(year, month + 1);
  const days = daysUntilUsedUp(monthlyUsd, budget, Math.round((next - first) / DAY));
  return days === null ? null : formatDate(first + days * DAY);
}

const firstOf = (year: number, month: number): number =>
  parseDate(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`) ?? 0;
