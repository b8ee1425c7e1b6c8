import type { ResolvedPlan } from "../domain/index.ts";
import type { HardwareStepTime } from "../plan/predicted-step-time.ts";
import type { PlanRequest } from "../plan/request.ts";
import type { Resolved } from "../plan/resolve.ts";
import { raisedMinimumsOn } from "../plan/scaling.ts";
import { settingOf } from "../plan/setting.ts";
import { type SimulatedHorizon, type SimulatedWindow, simulateStratum } from "../plan/simulate-design.ts";
import type { WindowSetting } from "../plan/windows.ts";
import { scaledStepTime } from "../steps/scaled.ts";
import type { ForecastHour } from "../traffic/horizon.ts";
import { epochOf, profileOf, type TrafficProfile } from "../traffic/profile.ts";
import { minimumAt } from "../traffic/schedule.ts";
import { type Stratum, stratify } from "../traffic/strata.ts";
import { HOUR } from "../units/index.ts";
import type { MeasuredWindow } from "./observation.ts";

/** Who is simulated again, with what he was thought to be. */
export interface Replayed {
  readonly resolved: Resolved;
  readonly request: PlanRequest;
  readonly hardware: HardwareStepTime;
  /** Coefficient of variation of the times between arrivals, which rates do not tell. */
  readonly burstiness: number;
}

/** The measured traffic simulated again: under the fleet that the autoscaler would keep, or under the replicas that were there; with
 *  steps so many times as slow as predicted. */
export interface Replay {
  readonly scaled: (slowness: number) => SimulatedHorizon;
  /** Null where nobody counted replicas. */
  readonly asThere: ((slowness: number) => SimulatedHorizon) | null;
  readonly hours: readonly MeasuredHour[];
}

/** One hour of which the rate was measured. */
export interface MeasuredHour {
  readonly start: number;
  readonly rate: number;
  /** Ready replicas; NaN = not counted. */
  readonly replicas: number;
}

/** Null where no traffic was measured. */
export function replayOf(replayed: Replayed, window: MeasuredWindow): Replay | null {
  const { history } = window;
  if (history === null) return null;
  const profile = profileOf(history, epochOf(history, window.to));
  const hours = measuredHours(profile, window);
  if (hours.length === 0) return null;
  const { resolved, request, hardware, burstiness } = replayed;
  const minimums = raisedMinimumsOn(resolved, request.deployment)({ from: window.from - HOUR, to: window.to + HOUR });
  const seen = {
    history,
    profile,
    minimums,
    expectation: { spread: 0 },
    burstiness: { cv: burstiness, from: "traffic" as const },
  };
  const setting: WindowSetting = {
    ...settingOf(resolved, request, { hardware, outlook: seen }),
    progress: () => undefined,
  };
  const scaling = stratify(hours.map((hour) => asForecast(hour, minimumAt(minimums, hour.start))));
  const counted = hours.filter(({ replicas }) => Number.isFinite(replicas));
  const there = stratify(counted.map((hour) => asForecast(hour, Math.max(1, Math.round(hour.replicas)))));
  return {
    hours,
    scaled: once((slowness) => simulated(slower(setting, slowness), scaling)),
    asThere:
      counted.length * 2 < hours.length
        ? null
        : once((slowness) => there.flatMap((one) => simulated(withReplicas(slower(setting, slowness), one), [one]))),
  };
}

/** The search ends at a slowness that it has tried. */
function once(simulate: (slowness: number) => SimulatedHorizon): (slowness: number) => SimulatedHorizon {
  const known = new Map<number, SimulatedHorizon>();
  return (slowness) => {
    const horizon = known.get(slowness) ?? simulate(slowness);
    known.set(slowness, horizon);
    return horizon;
  };
}

/** Hours of which enough was seen. */
function measuredHours(
  { epoch, hourly }: TrafficProfile,
  { from, to, replicas }: MeasuredWindow,
): readonly MeasuredHour[] {
  return Array.from(hourly, (rate, i) => {
    const start = epoch + i * HOUR;
    return { start, rate, replicas: replicas?.[Math.round((start - from) / HOUR)] ?? Number.NaN };
  }).filter(({ start, rate }) => Number.isFinite(rate) && start >= from && start < to);
}

const asForecast = ({ start, rate }: MeasuredHour, minimum: number): ForecastHour => ({
  ...{ start, rate, p10: rate, p90: rate, event: null, minimum },
});

const slower = (setting: WindowSetting, slowness: number): WindowSetting => ({
  ...setting,
  stepTime: scaledStepTime(setting.stepTime, slowness),
});

const simulated = (setting: WindowSetting, strata: readonly Stratum[]): readonly SimulatedWindow[] =>
  strata.map((stratum) => simulateStratum(setting, stratum, 1));

/** The replicas of the hour instead of an autoscaler. */
function withReplicas(setting: WindowSetting, { hour: { minimum: replicas } }: Stratum): WindowSetting {
  const plan: ResolvedPlan = { ...setting.plan, replicas: { min: replicas, max: replicas } };
  const deployment = {
    ...setting.deployment,
    scaling: { ...setting.deployment.scaling, mode: "fixed" as const, replicas },
  };
  return { ...setting, plan, deployment, ownScaling: null, minimums: [] };
}
