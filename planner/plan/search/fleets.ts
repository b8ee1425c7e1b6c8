import { monthlyNodeCost } from "../../cost/monthly.ts";
import type { Scaling, ScheduledMinimum } from "../../domain/index.ts";
import type { ForecastHour } from "../../traffic/horizon.ts";
import { usDollarsPerHour } from "../../units/index.ts";
import { replicaBounds } from "../resolve.ts";
import type { Arm, Space } from "./arm.ts";
import { mostReplicas } from "./arm.ts";
import { type BusyHours, busyHours } from "./busy-hours.ts";
import type { Demand } from "./demand.ts";
import { calendarEntry, eventEntries } from "./prescaling.ts";

/** How many replicas, and a month's bill that they cannot be below, US dollars. */
export interface Fleet {
  readonly scaling: Scaling;
  readonly bound: number;
}

/** Fleets of one arm that scale in one way, each dearer than the one before. */
export interface Line {
  readonly arm: Arm;
  readonly way: "fixed" | "autoscaled" | "calendar";
  /** How far it is from the file. */
  readonly changes: number;
  readonly fleets: readonly Fleet[];
}

/** What lines are drawn from. */
export interface LineQuestion {
  readonly arm: Arm;
  readonly demand: Demand;
  readonly space: Space;
}

/** The ways in which an arm may scale: as many replicas as ever, by an autoscaler, by the calendar. */
export function linesOf(question: LineQuestion): readonly Line[] {
  const { arm, space } = question;
  const { platform } = arm.resolved;
  const own = arm.deployment.scaling.mode;
  const lines: Line[] = [];
  if (mostReplicas(arm, space.quota) < space.minReplicas) return lines;
  const add = (way: Line["way"], fleets: readonly Fleet[]) => {
    const changes = arm.changes + (way === wayOf(own) ? 0 : 1);
    if (fleets.length > 0) lines.push({ arm, way, changes, fleets: fleets.toSorted((a, b) => a.bound - b.bound) });
  };
  if (space.tunesScaling || own === "fixed") add("fixed", fixedFleets(question));
  if (platform.autoscales && (space.tunesScaling || own !== "fixed")) add("autoscaled", autoscaledFleets(question));
  if (platform.kind === "kubernetes" && space.tunesScaling) add("calendar", calendarFleets(question));
  return lines;
}

/** One fleet, as somebody has written it. None where a quota does not allow it. */
export function lineOfScaling(arm: Arm, scaling: Scaling, { quota }: Pick<Space, "quota">): readonly Line[] {
  const { min, max } = replicaBounds({ scaling });
  if (max > mostReplicas(arm, quota)) return [];
  return [{ arm, way: wayOf(scaling.mode), changes: arm.changes, fleets: [{ scaling, bound: monthOf(arm, min) }] }];
}

function wayOf(mode: Scaling["mode"]): Line["way"] {
  if (mode === "fixed") return "fixed";
  return mode === "scheduled" ? "calendar" : "autoscaled";
}

/** No fleet needs more than this many times the replicas that its busiest hour fills: if those are too slow, more are. */
const ENOUGH = 2.5;

function bounds({ arm, demand, space }: LineQuestion): { least: number; most: number } {
  const allowed = mostReplicas(arm, space.quota);
  const least = Math.max(space.minReplicas, Math.ceil(demand.sustained / arm.mostPerReplica - 1e-9));
  const enough = Math.ceil((ENOUGH * demand.peak) / arm.mostPerReplica) + 2;
  const most = Math.min(allowed, Math.max(least, enough));
  // Where a quota allows too few, the most that it allows is still tried: it tells how near that comes.
  return { least: Math.max(1, Math.min(least, most)), most };
}

/** Whole numbers from `least` to `most`: each one while they are few, then in steps of a sixteenth. */
function counts(least: number, most: number): readonly number[] {
  const found: number[] = [];
  for (let n = least; n <= most; n += Math.max(1, Math.floor(n / 16))) found.push(n);
  return found;
}

function fixedFleets(question: LineQuestion): readonly Fleet[] {
  const { least, most } = bounds(question);
  const { headroom } = question.arm.deployment.scaling;
  return counts(least, most).map((replicas) => ({
    scaling: { mode: "fixed", replicas, headroom },
    bound: monthOf(question.arm, replicas),
  }));
}

function autoscaledFleets(question: LineQuestion): readonly Fleet[] {
  const { arm, demand } = question;
  const { least, most } = bounds(question);
  const own = arm.deployment.scaling;
  const lowest = Math.min(lowestOf(question), most);
  const quiet = Math.max(lowest, Math.min(least, Math.ceil(demand.quiet / arm.mostPerReplica - 1e-9)));
  const fewest = lowest === 0 ? 0 : quiet;
  return counts(fewest, most - 1).map((minReplicas) => ({
    scaling: {
      mode: own.mode === "hpa" && minReplicas > 0 ? ("hpa" as const) : ("keda" as const),
      ...{ minReplicas, maxReplicas: most, headroom: own.headroom, target: own.mode === "fixed" ? null : own.target },
      schedule: own.mode === "fixed" ? [] : own.schedule,
    },
    bound: meanOver(demand.hours, ({ rate }) =>
      monthOf(arm, Math.max(minReplicas, rate / arm.mostPerReplica, awakeShare(question, rate))),
    ),
  }));
}

/** A bound must not lie above what is simulated, and chance is. */
const SURELY = 0.9;

/** Share of an hour in which a place that goes to zero keeps the first replica at least: somebody asks within the time to zero of the
 *  last request. Requests come at random or in bursts that do; starting may cost nothing. 0 where nothing is known. */
function awakeShare({ arm, demand }: LineQuestion, rate: number): number {
  const { platform, plan } = arm.resolved;
  const idle = platform.scaling?.value.toZeroAfter ?? null;
  if (idle === null) return 0;
  const bursts = rate / Math.max(1, (demand.burstiness ** 2 + 1) / 2);
  return SURELY * Math.max(0, 1 - Math.exp(-bursts * idle) * (1 + bursts * plan.startup.p99));
}

/** Zero where the place itself goes to zero; else what the question wants: the file's own number is one of those tried. */
function lowestOf({ arm: { resolved }, space }: LineQuestion): number {
  const goesToZero = resolved.platform.scaling?.value.toZeroAfter != null;
  return goesToZero && space.minReplicas <= 1 ? 0 : space.minReplicas;
}

/** How far above what the closed form asks for calendars are tried. */
const SAFETY = [1, 1.15, 1.3, 1.5, 1.75, 2, 2.5, 3];

/** More replicas through the busy hours than outside them, and more yet for named events, where the traffic has such hours. */
function calendarFleets(question: LineQuestion): readonly Fleet[] {
  const busy = busyHours(question.demand.hours);
  if (busy === null && question.demand.stretches.length === 0) return [];
  const fleets = SAFETY.flatMap((safety) => calendarFleet(question, busy, safety));
  return [...new Map(fleets.map((fleet) => [JSON.stringify(fleet.scaling), fleet])).values()];
}

function calendarFleet(question: LineQuestion, busy: BusyHours | null, safety: number): readonly Fleet[] {
  const { arm, demand } = question;
  const { most } = bounds(question);
  const needed = neededIn(question, safety);
  const low = needed(busy === null ? highestOrdinary(demand) : busy.ratesOutside);
  const high = busy === null ? low : Math.max(low, needed(busy.ratesInside));
  const events = preparedFor(question, low, safety);
  const schedule = [...(busy !== null && high > low ? [calendarEntry(busy, high)] : []), ...events];
  if (schedule.length === 0) return [];
  const raised = Math.max(high, ...events.map(({ minReplicas }) => minReplicas));
  // Where an event asks for no more than an entry says, its multiplier keeps more of the few.
  const maxReplicas = events.length > 0 ? raised : Math.min(most, Math.ceil(high * demand.events));
  const share = busy?.share ?? 0;
  return [
    {
      scaling: { mode: "scheduled", minReplicas: low, maxReplicas, headroom: 0, target: null, schedule },
      bound: share * monthOf(arm, high) + (1 - share) * monthOf(arm, low),
    },
  ];
}

/** Replicas that a rate asks for, with so much to spare. */
export const neededIn =
  (question: LineQuestion, safety: number) =>
  (rate: number): number =>
    Math.min(
      bounds(question).most,
      Math.max(question.space.minReplicas, Math.ceil((safety * rate) / question.arm.mostPerReplica - 1e-9)),
    );

/** What a calendar keeps for the named events. */
export function preparedFor(question: LineQuestion, least: number, safety: number): readonly ScheduledMinimum[] {
  const { startup } = question.arm.resolved.plan;
  const replicasFor = neededIn(question, safety);
  return eventEntries(question.demand.stretches, { startup: startup.p99, least, replicasFor });
}

const highestOrdinary = ({ hours }: Demand): number =>
  hours.reduce((most, { rate, event }) => (event === null ? Math.max(most, rate) : most), 0);

/** A month of so many replicas, or less than it can be: where idle time is free, a bill follows the requests. */
function monthOf({ perNode, nodeUsdPerHour, sharesNodes, resolved }: Arm, replicas: number): number {
  if (!resolved.platform.billing.whileIdle) return UNKNOWN_BILL * replicas;
  const price = usDollarsPerHour(nodeUsdPerHour);
  return sharesNodes ? monthlyNodeCost(replicas / perNode, 1, price) : monthlyNodeCost(replicas, perNode, price);
}

/** Orders fleets whose bill only a simulation tells. */
const UNKNOWN_BILL = 1e-6;

const meanOver = (hours: readonly ForecastHour[], value: (hour: ForecastHour) => number): number =>
  hours.reduce((sum, hour) => sum + value(hour), 0) / Math.max(1, hours.length);
