import { hoursAbove, type MachineRules, type ReplicaShare } from "../cost/machine-hours.ts";
import { type PriceRange, priceRange } from "../cost/price.ts";
import type { CostPart, ModelDeployment, Range } from "../domain/index.ts";
import { costOf, HOURS_PER_MONTH, usDollarsPerHour } from "../units/index.ts";
import { always } from "./replica-shares.ts";
import type { Resolved } from "./resolve.ts";
import { atEach, type DesignPoints, rangeOf, spreadOf } from "./uncertainty.ts";

/** Machine-hours of a month. Reserved machines are paid all month, whatever runs; what runs above them is paid by the hour. */
export interface MachineHours {
  /** Machines that are committed to: those of the fewest replicas where capacity is reserved, else none. */
  readonly committed: number;
  /** Hours above them at each point of the design, and for the fewest and the most replicas all month. */
  readonly above: DesignPoints<number>;
  readonly bounds: readonly number[];
  readonly range: Range;
}

/** US dollars an hour of a machine that is committed to, and of one above: nobody sells single hours at the price of a commitment. */
export interface MachinePrices {
  readonly committed: PriceRange;
  readonly above: PriceRange;
}

/** The deployment that is paid for, and where it runs. */
interface Billed {
  readonly resolved: Resolved;
  readonly request: { readonly deployment: ModelDeployment };
}

export function machineHours(
  { resolved: { plan }, request: { deployment } }: Billed,
  replicas: DesignPoints<readonly ReplicaShare[]>,
  rules: MachineRules,
): MachineHours {
  const { min, max } = plan.replicas;
  const isReserved = deployment.platform.capacity === "reserved";
  const committed = isReserved ? hoursAbove(always(min), rules, 0) / HOURS_PER_MONTH : 0;
  const above = atEach(replicas, (shares) => hoursAbove(shares, rules, committed));
  const bounds = [min, max].map((count) => hoursAbove(always(count), rules, committed));
  return { committed, above, bounds, range: rangeWithin(above, bounds) };
}

/** Null where one of them is unknown. */
export function machinePrices({
  resolved: { price, platform },
  request: { deployment },
}: Billed): MachinePrices | null {
  const { capacity } = deployment.platform;
  const of = (kind: typeof capacity) => price && priceRange(price.row, platform, kind);
  const committed = of(capacity);
  const above = capacity === "reserved" ? of("on-demand") : committed;
  return committed && above && { committed, above };
}

/** The bill at so many hours above the commitment, US dollars a month at the likeliest prices. */
export const billAt = ({ committed, above }: MachinePrices, hours: Pick<MachineHours, "committed">, extra: number) =>
  hours.committed * HOURS_PER_MONTH * committed.middle + extra * above.middle;

/** Hours as forecast and their range, which goes no further than what was simulated or than the fewest and the most
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
export function atPrices({ p10, p50, p90 }: Range, { low, middle, high }: PriceRange): Range {
  const cost = (hours: number, price: number) => costOf(hours, usDollarsPerHour(price));
  return { p10: cost(p10, low), p50: cost(p50, middle), p90: cost(p90, high) };
}

/** What is committed to, where something is, and what runs above it. */
export function machineLines(billed: Billed, hours: MachineHours, prices: MachinePrices): readonly CostPart[] {
  const { capacity } = billed.request.deployment.platform;
  const line = (range: Range, price: PriceRange, kind: string) => lineOf(billed, { range, price, kind });
  if (capacity !== "reserved") return [line(hours.range, prices.above, capacity)];
  const all = hours.committed * HOURS_PER_MONTH;
  const committed = line({ p10: all, p50: all, p90: all }, prices.committed, "reserved, all month");
  const isFixed = hours.range.p90 === 0;
  const above = line(hours.range, prices.above, "on demand above what is reserved");
  return [...(all > 0 ? [committed] : []), ...(isFixed && all > 0 ? [] : [above])];
}

function lineOf(
  { resolved, request }: Billed,
  { range, price, kind }: { readonly range: Range; readonly price: PriceRange; readonly kind: string },
): CostPart {
  const { instance, region } = request.deployment.platform;
  const count = Number((range.p50 / HOURS_PER_MONTH).toPrecision(3));
  return {
    kind: "machines",
    text: `${count} x ${instance} in ${region}, ${kind}`,
    monthlyUsd: atPrices(range, price),
    ...{ unitUsd: price.middle, per: "hour", basis: price.low === price.high ? "datasheet" : "assumed" },
    ...{ source: resolved.price?.source.source ?? "", date: resolved.price?.source.date ?? "" },
  };
}
