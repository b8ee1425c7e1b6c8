import type { Billing } from "../domain/index.ts";
import { HOUR, HOURS_PER_MONTH } from "../units/index.ts";
import { expectedRounding } from "./billing.ts";

/** A share of the month and its replicas; numbers are means over it. */
export interface ReplicaShare {
  readonly weight: number;
  /** From creation to removal: starting and draining ones included. */
  readonly replicas: number;
  /** Share of its time with 0, 1, 2, ... replicas. */
  readonly atOnce: readonly number[];
  /** Of `replicas`, those that do not answer yet. */
  readonly starting: number;
  readonly startsPerHour: number;
  /** Share of ready time in which a step runs. */
  readonly busyShare: number;
}

/** How the replicas of a plan become what is billed. */
export interface MachineRules {
  readonly billing: Pick<Billing, "grain" | "whileStarting" | "whileIdle">;
  /** Replicas that share one machine. */
  readonly perMachine: number;
}

/** So many replicas and never another number; a broken number is the lower one for a part of the time and the upper one for the
 *  rest. */
export function steady(replicas: number): ReplicaShare {
  const fewer = Math.floor(replicas);
  const atOnce = new Array<number>(fewer + 2).fill(0);
  atOnce[fewer] = 1 - (replicas - fewer);
  atOnce[fewer + 1] = replicas - fewer;
  return { weight: 1, replicas, atOnce, starting: 0, startsPerHour: 0, busyShare: 1 };
}

/** Machines that are there, on average: each holds several replicas, and one that holds none is given back. */
export function machinesOf(
  { replicas, atOnce }: Pick<ReplicaShare, "replicas" | "atOnce">,
  perMachine: number,
): number {
  if (perMachine <= 1) return replicas;
  return atOnce.reduce((sum, share, count) => sum + share * Math.ceil(count / perMachine), 0);
}

/** Machines that are billed, on average, with what each start loses to rounding. Where idle time is free a machine is billed while
 *  a step runs, and rounding by the millisecond is left out. */
export function billedMachines(share: ReplicaShare, { billing, perMachine }: MachineRules): number {
  const { replicas, starting, startsPerHour, busyShare } = share;
  const startingBilled = billing.whileStarting ? starting : 0;
  if (!billing.whileIdle) return startingBilled + busyShare * Math.max(0, replicas - starting);
  const rounding = (startsPerHour * expectedRounding(billing)) / HOUR / perMachine;
  if (perMachine > 1) return machinesOf(share, perMachine) + rounding;
  return replicas - starting + startingBilled + rounding;
}

/** Machine-hours of a month that the bill shows above so many machines. They are counted in each share for itself: a second one that
 *  is needed by day is not paid at night. */
export function hoursAbove(shares: readonly ReplicaShare[], rules: MachineRules, machines: number): number {
  return HOURS_PER_MONTH * meanOver(shares, (share) => Math.max(0, billedMachines(share, rules) - machines));
}

/** A mean over the month. Weights add up to one only nearly: what never changes is exactly what it is. */
export function meanOver<T extends { readonly weight: number }>(
  shares: readonly T[],
  value: (share: T) => number,
): number {
  const values = shares.map(value);
  const [first = 0] = values;
  if (values.every((one) => one === first)) return first;
  return values.reduce((sum: number, one, i) => sum + one * (shares[i]?.weight ?? 0), 0);
}
