import { meanOfSpread, Z90 } from "../domain/index.ts";
import { scaledStepTime } from "../steps/scaled.ts";
import { levelAt } from "../traffic/horizon.ts";
import { DAY, HOUR, HOURS_PER_MONTH } from "../units/index.ts";
import { type Half, halvesOf, nearestIn } from "./interruptions.ts";
import type { Resolved } from "./resolve.ts";
import { QUIET_HOUR, restartSchedule } from "./restart-schedule.ts";
import { type SimulatedHorizon, type SimulatedWindow, simulateStratum } from "./simulate-design.ts";
import type { DesignPoints } from "./uncertainty.ts";
import { measuredSeconds, type WindowSetting } from "./windows.ts";

/** A horizon with its scheduled restarts. A round is minutes of hours: each half of the time, by load, gets a window of its own that
 *  begins with the round, and that window counts for as much of the month as rounds take. Rounds of a day or more happen at one hour,
 *  and have the window that is most like it. Left as it is where nothing is restarted by schedule. */
export function withRestarts(
  resolved: Resolved,
  setting: WindowSetting,
  { points, relativeError }: { readonly points: DesignPoints<SimulatedHorizon>; readonly relativeError: number },
): DesignPoints<SimulatedHorizon> {
  const { maintenance, platform } = setting.deployment;
  if (maintenance === null || resolved.platform.kind !== "kubernetes") return points;
  const { every } = restartSchedule(maintenance.restartEvery, 0);
  const oldFirst = platform.capacity === "reserved";
  const [less, more] = [levelAt(setting.spread, -Z90), levelAt(setting.spread, Z90)];
  const slower = Math.exp(Z90 * relativeError);
  const add = (horizon: SimulatedHorizon, at: { level: number; slowness: number }) => {
    const stepTime = scaledStepTime(setting.stepTime, at.slowness);
    return restarted(horizon, { setting: { ...setting, stepTime }, level: at.level, every, oldFirst });
  };
  return {
    nominal: add(points.nominal, { level: 1, slowness: 1 }),
    lowTraffic: add(points.lowTraffic, { level: less, slowness: 1 }),
    highTraffic: add(points.highTraffic, { level: more, slowness: 1 }),
    fast: add(points.fast, { level: 1, slowness: 1 / slower }),
    slow: add(points.slow, { level: 1, slowness: slower }),
  };
}

interface Round {
  readonly setting: WindowSetting;
  readonly level: number;
  readonly every: number;
  readonly oldFirst: boolean;
}

function restarted(horizon: SimulatedHorizon, round: Round): SimulatedHorizon {
  const rounds = partsOf(horizon, round.every).map((part) => roundWindow(part, round));
  const share = rounds.reduce((sum, { stratum }) => sum + stratum.weight, 0);
  const usual = horizon.map(({ stratum, ...rest }) => ({
    ...rest,
    stratum: { ...stratum, weight: stratum.weight * Math.max(0, 1 - share) },
  }));
  return [...usual, ...rounds];
}

/** Rounds through the day meet both halves of the time; those at the quiet hour the windows of such an hour, or the quieter half. */
function partsOf(horizon: SimulatedHorizon, every: number): readonly Half[] {
  const halves = halvesOf(horizon, "replicas restart one by one");
  if (every < DAY) return halves;
  const quiet = horizon.filter(({ stratum }) => Math.floor((stratum.hour.start % DAY) / HOUR) === QUIET_HOUR);
  const label = "replicas restart one by one";
  const windows = quiet.length > 0 ? quiet : (halves[0]?.windows ?? horizon);
  return [{ label, windows, weight: horizon.reduce((sum, { stratum }) => sum + stratum.weight, 0) }];
}

/** The window nearest to the mean of its part, in which every replica is replaced, one after the other. */
function roundWindow({ label, windows, weight }: Half, { setting, level, every, oldFirst }: Round): SimulatedWindow {
  const nearest = nearestIn(windows);
  const replicas = Math.max(1, Math.ceil(nearest.result.replicas.mean));
  const hit = { ...setting, restarts: { replicas, oldFirst } };
  const perMonth = (HOURS_PER_MONTH * HOUR) / every;
  const seconds = Math.max(measuredSeconds(hit, nearest.rate), replicas * meanOfSpread(setting.plan.startup));
  const share = weight * Math.min(1, (perMonth * seconds) / (HOURS_PER_MONTH * HOUR));
  const window = simulateStratum(hit, nearest.stratum, level);
  return { ...window, stratum: { ...nearest.stratum, label, weight: share } };
}
