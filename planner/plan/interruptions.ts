import { machinesOf } from "../cost/machine-hours.ts";
import { replicasPerMachine } from "../cost/monthly.ts";
import { type Spot, Z90 } from "../domain/index.ts";
import { scaledStepTime } from "../steps/scaled.ts";
import { levelAt } from "../traffic/horizon.ts";
import { HOUR, HOURS_PER_MONTH } from "../units/index.ts";
import type { Resolved } from "./resolve.ts";
import { type SimulatedHorizon, type SimulatedWindow, simulateStratum } from "./simulate-design.ts";
import type { DesignPoints } from "./uncertainty.ts";
import { measuredSeconds, type WindowSetting } from "./windows.ts";

/** A horizon with the times in which the cloud takes a machine back. They are far too rare to fall into an hour that is simulated
 *  anyway, so each half of the hours, by load, gets a window of its own that begins with the warning, and that window counts for as
 *  much of the month as machines are taken back in it. How often that is, is known as a range only: its ends go with the ends of the
 *  traffic. Left as it is where capacity is not spot. */
export function withInterruptions(
  resolved: Resolved,
  setting: WindowSetting,
  { points, relativeError }: { readonly points: DesignPoints<SimulatedHorizon>; readonly relativeError: number },
): DesignPoints<SimulatedHorizon> {
  const { platform, shape, plan } = resolved;
  if (setting.deployment.platform.capacity !== "spot" || platform.spot === null) return points;
  const { spot } = platform;
  const needs = { gpus: plan.gpusPerReplica, memory: plan.memory.host.request };
  const perMachine = replicasPerMachine(platform, shape, needs);
  const { low, high } = spot.interruptionsPerMonth.value;
  const likely = Math.sqrt(low * high);
  const [less, more] = [levelAt(setting.spread, -Z90), levelAt(setting.spread, Z90)];
  const slower = Math.exp(Z90 * relativeError);
  const add = (horizon: SimulatedHorizon, perMonth: number, at: { level: number; slowness: number }) => {
    const stepTime = scaledStepTime(setting.stepTime, at.slowness);
    const question = { setting: { ...setting, stepTime }, level: at.level, spot, perMonth, perMachine };
    return interrupted(horizon, question);
  };
  return {
    nominal: add(points.nominal, likely, { level: 1, slowness: 1 }),
    lowTraffic: add(points.lowTraffic, low, { level: less, slowness: 1 }),
    highTraffic: add(points.highTraffic, high, { level: more, slowness: 1 }),
    fast: add(points.fast, likely, { level: 1, slowness: 1 / slower }),
    slow: add(points.slow, likely, { level: 1, slowness: slower }),
  };
}

interface Interruption {
  readonly setting: WindowSetting;
  readonly level: number;
  readonly spot: Spot;
  /** Times a machine is taken back in a month of running. */
  readonly perMonth: number;
  readonly perMachine: number;
}

function interrupted(horizon: SimulatedHorizon, question: Interruption): SimulatedHorizon {
  const struck = halvesOf(horizon, "a machine is taken back").map((half) => struckWindow(half, question));
  const share = struck.reduce((sum, { stratum }) => sum + stratum.weight, 0);
  const usual = horizon.map(({ stratum, ...rest }) => ({
    ...rest,
    stratum: { ...stratum, weight: stratum.weight * Math.max(0, 1 - share) },
  }));
  return [...usual, ...struck];
}

/** A part of the time, what happens in it, and its share of all time. */
export interface Half {
  readonly label: string;
  readonly windows: SimulatedHorizon;
  readonly weight: number;
}

/** The quieter and the busier half of the time; one part where all hours are alike. */
export function halvesOf(horizon: SimulatedHorizon, what: string): readonly Half[] {
  const order = horizon.toSorted((a, b) => a.rate - b.rate);
  let before = 0;
  const quieter = order.filter(({ stratum }) => {
    const isQuiet = before + stratum.weight / 2 < 0.5;
    before += stratum.weight;
    return isQuiet;
  });
  const busier = order.filter((window) => !quieter.includes(window));
  const half = (label: string, windows: SimulatedHorizon): Half => ({ label, windows, weight: weightOf(windows) });
  if (quieter.length === 0 || busier.length === 0) return [half(what, order)];
  return [half(`quieter half, ${what}`, quieter), half(`busier half, ${what}`, busier)];
}

const weightOf = (windows: SimulatedHorizon): number => windows.reduce((sum, { stratum }) => sum + stratum.weight, 0);

/** The window whose rate is nearest to the mean of all. */
export function nearestIn(windows: SimulatedHorizon): SimulatedWindow {
  const mean =
    windows.reduce((sum, { stratum, rate }) => sum + stratum.weight * rate, 0) / Math.max(1e-12, weightOf(windows));
  return windows.reduce((a, b) => (Math.abs(b.rate - mean) < Math.abs(a.rate - mean) ? b : a));
}

/** The hour nearest to the half's mean, with a machine taken back at its beginning. */
function struckWindow({ label, windows, weight }: Half, question: Interruption): SimulatedWindow {
  const { setting, level, spot, perMonth, perMachine } = question;
  const nearest = nearestIn(windows);
  const struck = { ...setting, takenBack: { notice: spot.notice.value, replicas: perMachine } };
  const hours = measuredSeconds(struck, nearest.rate) / HOUR;
  const machineHours = windows.reduce(
    (sum, { stratum, result }) =>
      sum + stratum.weight * machinesOf({ replicas: result.replicas.mean, atOnce: result.fleet.atOnce }, perMachine),
    0,
  );
  const share = Math.min(0.5 * weight, (perMonth / HOURS_PER_MONTH) * machineHours * hours);
  const window = simulateStratum(struck, nearest.stratum, level);
  return { ...window, stratum: { ...nearest.stratum, label, weight: share } };
}
