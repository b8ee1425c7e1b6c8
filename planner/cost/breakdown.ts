import type { CostBreakdown } from "../domain/index.ts";
import { HOURS_PER_MONTH } from "../units/index.ts";
import { billedMachines, type MachineRules, meanOver, type ReplicaShare, steady } from "./machine-hours.ts";

/** A share of the month as simulated, and what it would need. */
export interface SimulatedShare extends ReplicaShare {
  /** Replicas that what arrives would fill, at the closed-form throughput of one. */
  readonly load: number;
  /** Fewest replicas that scaling and its calendar allow. */
  readonly fewest: number;
}

/** With what so many machines cost an hour, where not each costs the same. */
export interface PricedRules extends MachineRules {
  readonly usdPerHour?: (machines: number) => number;
}

/** What a month's bill for machines is paid for. */
export function breakdownOf(monthlyUsd: number, shares: readonly SimulatedShare[], rules: PricedRules): CostBreakdown {
  const { billing, usdPerHour = (machines) => machines } = rules;
  const billed = meanOver(shares, (share) => usdPerHour(billedMachines(share, rules)));
  const replicas = meanOver(shares, ({ replicas }) => replicas);
  const ready = meanOver(shares, ({ replicas, starting }) => Math.max(0, replicas - starting));
  const busy = meanOver(shares, ({ replicas, starting, busyShare }) => busyShare * Math.max(0, replicas - starting));
  const fewest = billing.whileIdle
    ? meanOver(shares, (share) =>
        usdPerHour(Math.min(billedMachines(share, rules), billedMachines(steady(share.fewest), rules))),
      )
    : 0;
  const baselineUsd = billed > 0 ? (monthlyUsd * fewest) / billed : 0;
  const above = meanOver(shares, ({ replicas, starting, load }) =>
    Math.max(0, replicas - starting - Math.ceil(load - 1e-9)),
  );
  const starting = billing.whileStarting ? meanOver(shares, (share) => share.starting) : 0;
  const paid = billing.whileIdle ? ready + starting : busy + starting;
  const usdPerReplica = paid > 0 ? monthlyUsd / paid : 0;
  return {
    baselineUsd,
    usageUsd: monthlyUsd - baselineUsd,
    headroomUsd: billing.whileIdle ? usdPerReplica * above : 0,
    startsUsd: usdPerReplica * starting,
    startsPerMonth: HOURS_PER_MONTH * meanOver(shares, ({ startsPerHour }) => startsPerHour),
    idleShare: billing.whileIdle && replicas > 0 ? 1 - busy / Math.max(busy, ready + starting) : 0,
  };
}

/** Share of a replica's throughput that is counted on where more replicas are needed than today: the rest is for waves. */
const FILLED = 0.7;

/** Machines that grown traffic needs, on average: each hour its replicas, between the fewest and the most. */
export function machinesAt(
  level: number,
  shares: readonly SimulatedShare[],
  { perMachine, most }: { readonly perMachine: number; readonly most: number },
): number {
  return meanOver(shares, ({ load, fewest }) => {
    const replicas = Math.min(most, Math.max(fewest, Math.ceil((load * level) / FILLED - 1e-9)));
    return Math.ceil(replicas / perMachine);
  });
}

/** Machine-hours a month of rolling restarts: the new replica starts while the old one still answers, one after the other. Only
 *  where no machine has room for one more does that take another machine. */
export function restartHours(
  shares: readonly ReplicaShare[],
  restarts: { readonly perMonth: number; readonly startupHours: number; readonly perMachine: number },
): number {
  const { perMonth, startupHours, perMachine } = restarts;
  const machines = (count: number) => Math.ceil(count / perMachine);
  const rounds = meanOver(shares, ({ atOnce }) =>
    atOnce.reduce((sum, share, count) => sum + share * count * (machines(count + 1) - machines(count)), 0),
  );
  return perMonth * startupHours * rounds;
}
