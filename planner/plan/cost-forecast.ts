import { besidesOf, exactly, priced, times } from "../cost/besides.ts";
import { breakdownOf, type PricedRules, restartHours, type SimulatedShare } from "../cost/breakdown.ts";
import type { MachineRules } from "../cost/machine-hours.ts";
import { replicasPerMachine } from "../cost/monthly.ts";
import { type CostForecast, type CostPart, meanOfSpread, NO_COST, type Range, Z90 } from "../domain/index.ts";
import { parseDate } from "../traffic/calendar.ts";
import { levelAt } from "../traffic/horizon.ts";
import { DAY, HOUR, HOURS_PER_MONTH } from "../units/index.ts";
import { budgetOutlook } from "./budget-outlook.ts";
import {
  atPrices,
  type MachineHours,
  type MachinePrices,
  machineHours,
  machineLines,
  machinePrices,
} from "./machine-bill.ts";
import type { Outlook } from "./outlook.ts";
import type { PlanRequest } from "./request.ts";
import type { Resolved } from "./resolve.ts";
import { restartSchedule } from "./restart-schedule.ts";
import type { DesignPoints } from "./uncertainty.ts";

/** Whose bill; `outlook` is null where no traffic was served. */
export interface CostQuestion {
  readonly resolved: Resolved;
  readonly request: Pick<PlanRequest, "deployment" | "settings" | "now">;
  readonly outlook: Outlook | null;
}

/** The month's bill: replicas as simulated, packed on machines and billed as the platform does, times the price; what is paid beside
 *  them; and what it is paid for. Null where the price is unknown. */
export function costForecast(question: CostQuestion, replicas: DesignPoints<readonly SimulatedShare[]>): CostForecast {
  const { resolved, outlook } = question;
  const rules = rulesOf(resolved);
  const hours = machineHours(question, replicas, rules);
  const requests = outlook === null ? null : requestsPerMonth(outlook);
  const prices = machinePrices(question);
  const besides = besidesLines(question, { hours, requests, prices, shares: replicas.nominal });
  const known = { ...unpriced(question), besides, leavesOut: leftOut(question, besides) };
  if (prices === null) return known;
  const fees = requestsLine(question, requests);
  const parts = [...machineLines(question, hours, prices), ...fees];
  const monthlyUsd = sumOf(parts);
  return {
    ...known,
    monthlyUsd,
    parts,
    withBesidesUsd: sumOf([...parts, ...besides]),
    perMillionTokensUsd: outlook && perUnit(monthlyUsd.p50, (tokensPerRequest(outlook) * (requests?.p50 ?? 0)) / 1e6),
    perRequestUsd: requests && perUnit(monthlyUsd.p50, requests.p50),
    breakdown: outlook && breakdownOf(monthlyUsd.p50, replicas.nominal, pricedRules(rules, hours, prices)),
    budget:
      outlook &&
      budgetOutlook({
        ...{ ...question, outlook, monthlyUsd, hours, prices, fees: sumOf(fees).p50 },
        ...{ rules, shares: replicas.nominal },
      }),
  };
}

/** Who packs how many replicas on what is billed how. */
function rulesOf({ platform, shape, plan }: Resolved): MachineRules {
  const needs = { gpus: plan.gpusPerReplica, memory: plan.memory.host.request };
  return { billing: platform.billing, perMachine: replicasPerMachine(platform, shape, needs) };
}

/** What can be said without a price. */
function unpriced({ resolved, request: { deployment, settings, now } }: CostQuestion): CostForecast {
  const priceSource = resolved.price?.source ?? null;
  const born = priceSource && parseDate(priceSource.date);
  const people = settings?.engineering ?? null;
  const runByUs = resolved.platform.kind === "kubernetes" || resolved.platform.kind === "machine";
  return {
    ...NO_COST,
    budgetUsd: deployment.budget?.monthlyUsd ?? null,
    priceSource,
    priceAgeDays: born === null ? null : Math.max(0, Math.floor((now - born) / DAY)),
    engineering:
      people === null || !runByUs ? null : { ...people, monthlyUsd: people.hoursPerMonth * people.hourlyUsd },
  };
}

function requestsLine({ resolved }: CostQuestion, requests: Range | null): readonly CostPart[] {
  const { usdPerMillionRequests, source } = resolved.platform.billing;
  if (usdPerMillionRequests === 0 || requests === null) return [];
  const price = priced({ ...source, value: usdPerMillionRequests }, "million requests");
  return [{ kind: "requests", text: "requests", monthlyUsd: times(requests, usdPerMillionRequests / 1e6), ...price }];
}

/** What so many machines cost together: those above a commitment more than the others. */
const pricedRules = (rules: MachineRules, { committed }: MachineHours, prices: MachinePrices): PricedRules => ({
  ...rules,
  usdPerHour: (machines) =>
    Math.min(machines, committed) * prices.committed.middle + Math.max(0, machines - committed) * prices.above.middle,
});

interface Amounts {
  readonly hours: MachineHours;
  readonly requests: Range | null;
  readonly prices: MachinePrices | null;
  readonly shares: readonly SimulatedShare[];
}

function besidesLines(question: CostQuestion, amounts: Amounts): readonly CostPart[] {
  const { resolved, request, outlook } = question;
  const lines = besidesOf({
    platform: resolved.platform,
    machines: machinesIn(amounts.hours),
    outputTokens: amounts.requests && times(amounts.requests, outlook?.means.output ?? 0),
    buildsImage: Object.keys(request.deployment.gateway?.pins ?? {}).length > 0,
  });
  return [...lines, ...restartsLine(question, amounts)];
}

/** Machines that are there on average. */
function machinesIn({ range, committed }: MachineHours): Range {
  const of = (hours: number) => hours / HOURS_PER_MONTH + committed;
  return { p10: of(range.p10), p50: of(range.p50), p90: of(range.p90) };
}

/** Rolling restarts make the new replica first; reserved machines have none to spare, so there the old one goes first. */
function restartsLine({ resolved, request }: CostQuestion, { prices, shares }: Amounts): readonly CostPart[] {
  const { maintenance, platform } = request.deployment;
  if (maintenance === null || prices === null || platform.capacity === "reserved") return [];
  const { every } = restartSchedule(maintenance.restartEvery, 0);
  const perMonth = (HOURS_PER_MONTH * HOUR) / every;
  const { perMachine } = rulesOf(resolved);
  const hours = restartHours(shares, {
    perMonth,
    startupHours: meanOfSpread(resolved.plan.startup) / HOUR,
    perMachine,
  });
  if (hours === 0) return [];
  const text = `scheduled restarts, ${Math.round(perMonth)} rounds: old and new replica side by side while one starts`;
  return [
    {
      ...{
        kind: "restarts",
        text,
        monthlyUsd: atPrices(exactly(hours), prices.above),
        unitUsd: prices.above.middle,
        per: "hour",
      },
      ...{ basis: "assumed", source: resolved.price?.source.source ?? "", date: resolved.price?.source.date ?? "" },
    },
  ];
}

/** Percentiles add up: all lines follow the same replicas and the same traffic. */
function sumOf(parts: readonly CostPart[]): Range {
  return parts.reduce(
    (sum, { monthlyUsd: { p10, p50, p90 } }) => ({ p10: sum.p10 + p10, p50: sum.p50 + p50, p90: sum.p90 + p90 }),
    exactly(0),
  );
}

function leftOut({ resolved, outlook }: CostQuestion, besides: readonly CostPart[]): readonly string[] {
  const { platform } = resolved;
  const sends = besides.some(({ kind }) => kind === "egress");
  const egress =
    platform.extras.egressUsdPerGib !== null && outlook !== null ? "network traffic (under $1)" : "network traffic";
  return [
    ...(sends ? [] : [egress]),
    ...(platform.kind === "kubernetes" ? ["load balancers and other nodes of the cluster"] : []),
    "support plans",
    "taxes",
  ];
}

/** Requests of a month of the forecast's mean hour. */
function requestsPerMonth({ hours, expectation }: Outlook): Range {
  const rate = hours.reduce((sum, hour) => sum + hour.rate, 0) / Math.max(1, hours.length);
  const most = rate * HOUR * HOURS_PER_MONTH;
  const { spread } = expectation;
  return { p10: most * levelAt(spread, -Z90), p50: most, p90: most * levelAt(spread, Z90) };
}

const tokensPerRequest = ({ means }: Outlook): number => means.input + means.output;

const perUnit = (monthlyUsd: number, units: number): number | null => (units > 0 ? monthlyUsd / units : null);
