import { besidesOf, exactly, priced, times } from "../cost/besides.ts";
import { breakdownOf, restartHours, type SimulatedShare } from "../cost/breakdown.ts";
import { billedHours, type MachineRules } from "../cost/machine-hours.ts";
import { replicasPerMachine } from "../cost/monthly.ts";
import { type PriceRange, priceRange } from "../cost/price.ts";
import { type CostForecast, type CostPart, NO_COST, type Range, Z90 } from "../domain/index.ts";
import { parseDate } from "../traffic/calendar.ts";
import { levelAt } from "../traffic/horizon.ts";
import { costOf, DAY, HOUR, HOURS_PER_MONTH, usDollarsPerHour } from "../units/index.ts";
import { budgetOutlook } from "./budget-outlook.ts";
import type { Outlook } from "./outlook.ts";
import { always } from "./replica-shares.ts";
import type { PlanRequest } from "./request.ts";
import type { Resolved } from "./resolve.ts";
import { restartSchedule } from "./restart-schedule.ts";
import { atEach, type DesignPoints, rangeOf, spreadOf } from "./uncertainty.ts";

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
  const hours = atEach(replicas, (shares) => billedHours(shares, rules));
  const bounds = [resolved.plan.replicas.min, resolved.plan.replicas.max].map((n) => billedHours(always(n), rules));
  const range = rangeWithin(hours, bounds);
  const requests = outlook === null ? null : requestsPerMonth(outlook);
  const price = pricesOf(question);
  const besides = besidesLines(question, { range, requests, price, shares: replicas.nominal });
  const known = { ...unpriced(question), besides, leavesOut: leftOut(question, besides) };
  if (price === null) return known;
  const parts = [machinesLine(question, range, price), ...requestsLine(question, requests)];
  const monthlyUsd = sumOf(parts);
  const fees = parts.slice(1).reduce((sum, { monthlyUsd: fee }) => sum + fee.p50, 0);
  return {
    ...known,
    monthlyUsd,
    parts,
    withBesidesUsd: sumOf([...parts, ...besides]),
    perMillionTokensUsd: outlook && perUnit(monthlyUsd.p50, (tokensPerRequest(outlook) * (requests?.p50 ?? 0)) / 1e6),
    perRequestUsd: requests && perUnit(monthlyUsd.p50, requests.p50),
    breakdown: outlook && breakdownOf(monthlyUsd.p50, replicas.nominal, rules),
    budget:
      outlook &&
      budgetOutlook({
        ...{ ...question, outlook, monthlyUsd, hours, bounds, price, fees },
        ...{ rules, shares: replicas.nominal },
      }),
  };
}

/** Who packs how many replicas on what is billed how. */
function rulesOf({ platform, shape, plan }: Resolved): MachineRules {
  const needs = { gpus: plan.gpusPerReplica, memory: plan.memory.host.request };
  return { billing: platform.billing, perMachine: replicasPerMachine(platform, shape, needs) };
}

function pricesOf({ resolved, request }: CostQuestion): PriceRange | null {
  const { price, platform } = resolved;
  return price && priceRange(price.row, platform, request.deployment.platform.capacity);
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

/** The bill as forecast and its range, which goes no further than what was simulated or than the fewest and the most
 *  replicas for a whole month. Where model error changes nothing the points are the range; logarithms would blur it. */
function rangeWithin(points: DesignPoints<number>, bounds: readonly number[]): Range {
  const { nominal, lowTraffic, highTraffic, fast, slow } = points;
  const all = [nominal, lowTraffic, highTraffic, fast, slow];
  const isExact = nominal === 0 || (fast === nominal && slow === nominal);
  const { p10, p90 } = isExact ? { p10: Math.min(...all), p90: Math.max(...all) } : rangeOf(spreadOf(points));
  return {
    p10: Math.min(nominal, Math.max(p10, Math.min(...all, ...bounds))),
    p50: nominal,
    p90: Math.max(nominal, Math.min(p90, Math.max(...all, ...bounds))),
  };
}

/** Fewest hours at the lowest price to most hours at the highest: the two may come together. */
function atPrices({ p10, p50, p90 }: Range, { low, middle, high }: PriceRange): Range {
  const cost = (hours: number, price: number) => costOf(hours, usDollarsPerHour(price));
  return { p10: cost(p10, low), p50: cost(p50, middle), p90: cost(p90, high) };
}

function machinesLine({ resolved, request }: CostQuestion, hours: Range, price: PriceRange): CostPart {
  const { instance, capacity, region } = request.deployment.platform;
  const count = Number((hours.p50 / HOURS_PER_MONTH).toPrecision(3));
  return {
    kind: "machines",
    text: `${count} x ${instance} in ${region}, ${capacity}`,
    monthlyUsd: atPrices(hours, price),
    ...{ unitUsd: price.middle, per: "hour", basis: capacity === "on-demand" ? "datasheet" : "assumed" },
    ...{ source: resolved.price?.source.source ?? "", date: resolved.price?.source.date ?? "" },
  };
}

function requestsLine({ resolved }: CostQuestion, requests: Range | null): readonly CostPart[] {
  const { usdPerMillionRequests, source } = resolved.platform.billing;
  if (usdPerMillionRequests === 0 || requests === null) return [];
  const price = priced({ ...source, value: usdPerMillionRequests }, "million requests");
  return [{ kind: "requests", text: "requests", monthlyUsd: times(requests, usdPerMillionRequests / 1e6), ...price }];
}

interface Amounts {
  readonly range: Range;
  readonly requests: Range | null;
  readonly price: PriceRange | null;
  readonly shares: readonly SimulatedShare[];
}

function besidesLines(question: CostQuestion, amounts: Amounts): readonly CostPart[] {
  const { resolved, request, outlook } = question;
  const lines = besidesOf({
    platform: resolved.platform,
    machines: times(amounts.range, 1 / HOURS_PER_MONTH),
    outputTokens: amounts.requests && times(amounts.requests, outlook?.means.output ?? 0),
    buildsImage: Object.keys(request.deployment.gateway?.pins ?? {}).length > 0,
  });
  return [...lines, ...restartsLine(question, amounts)];
}

/** Rolling restarts make the new replica first; reserved machines have none to spare, so there the old one goes first. */
function restartsLine({ resolved, request }: CostQuestion, { price, shares }: Amounts): readonly CostPart[] {
  const { maintenance, platform } = request.deployment;
  if (maintenance === null || price === null || platform.capacity === "reserved") return [];
  const { every } = restartSchedule(maintenance.restartEvery, 0);
  const perMonth = (HOURS_PER_MONTH * HOUR) / every;
  const { perMachine } = rulesOf(resolved);
  const hours = restartHours(shares, { perMonth, startupHours: resolved.plan.startup.p50 / HOUR, perMachine });
  if (hours === 0) return [];
  const text = `scheduled restarts, ${Math.round(perMonth)} rounds: old and new replica side by side while one starts`;
  return [
    {
      ...{ kind: "restarts", text, monthlyUsd: atPrices(exactly(hours), price), unitUsd: price.middle, per: "hour" },
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
