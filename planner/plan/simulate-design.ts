import { Z90 } from "../domain/index.ts";
import type { SimulationResult } from "../simulate/summary.ts";
import { scaledStepTime } from "../steps/scaled.ts";
import { levelAt } from "../traffic/horizon.ts";
import type { Stratum } from "../traffic/strata.ts";
import { DESIGN, type DesignPoints } from "./uncertainty.ts";
import type { WeightedSamples } from "./weighted-samples.ts";
import { simulateWindow, stratumKey, type WindowSetting } from "./windows.ts";

/** One stratum simulated: which hours it stands for, and what happened. */
export interface SimulatedWindow {
  readonly stratum: Stratum;
  /** Requests per second that were offered. */
  readonly rate: number;
  /** Its samples are sorted. */
  readonly result: SimulationResult;
}

const LATENCIES = ["ttft", "tpot", "e2e"] as const;
type Latency = (typeof LATENCIES)[number];

/** All windows of one design point. */
export type SimulatedHorizon = readonly SimulatedWindow[];

/** Simulates every stratum at the five design points. `relativeError`: one standard deviation of the step time's log error. */
export function simulateDesign(
  setting: WindowSetting,
  strata: readonly Stratum[],
  relativeError: number,
): DesignPoints<SimulatedHorizon> {
  const low = levelAt(setting.spread, -Z90);
  const high = levelAt(setting.spread, Z90);
  let done = 0;
  const run = (level: number, slowness: number): SimulatedHorizon =>
    simulatePoint({ ...setting, progress: () => setting.progress(++done / (DESIGN.length * strata.length)) }, strata, {
      level,
      slowness,
    });
  return {
    nominal: run(1, 1),
    lowTraffic: run(low, 1),
    highTraffic: run(high, 1),
    fast: run(1, Math.exp(-Z90 * relativeError)),
    slow: run(1, Math.exp(Z90 * relativeError)),
  };
}

/** Every stratum with so many times its most likely traffic, and steps so many times as slow as predicted. */
export function simulatePoint(
  setting: WindowSetting,
  strata: readonly Stratum[],
  { level, slowness }: { readonly level: number; readonly slowness: number },
): SimulatedHorizon {
  const stepTime = scaledStepTime(setting.stepTime, slowness);
  return strata.map((stratum) => {
    const simulate = () => simulateStratum({ ...setting, stepTime }, stratum, level).result;
    const key = `${stratumKey(stratum)} ${level} ${slowness} ${setting.mostRequests ?? ""}`;
    const result = setting.remembered?.result(key, simulate) ?? simulate();
    setting.progress(0);
    return { stratum, rate: stratum.hour.rate * level, result };
  });
}

/** A latency's samples of all windows. Each counts for the requests of its hours that it stands for; what failed has no latency
 *  and leaves its weight to nobody. */
export function samplesOf(horizon: SimulatedHorizon, metric: Latency): readonly WeightedSamples[] {
  return horizon.map(({ stratum, rate, result }) => ({
    sorted: result.samples[metric],
    weight: (stratum.weight * rate) / Math.max(1, result.requests.arrived),
  }));
}

/** Share of requests that failed, over the horizon. */
export function errorShare(horizon: SimulatedHorizon): number {
  let failed = 0;
  let all = 0;
  for (const { stratum, rate, result } of horizon) {
    const { arrived, completed } = result.requests;
    if (arrived === 0) continue;
    failed += stratum.weight * rate * (1 - completed / arrived);
    all += stratum.weight * rate;
  }
  return all === 0 ? 0 : failed / all;
}

/** Share of requests that were refused on arrival: without a queue limit those that no replica could ever serve. */
export const refusedShare = (horizon: SimulatedHorizon): number =>
  shareOfRequests(horizon, ({ requests }) => requests.rejected / Math.max(1, requests.arrived));

/** A share of each window's requests over all of the horizon's. */
function shareOfRequests(horizon: SimulatedHorizon, share: (result: SimulationResult) => number): number {
  let [part, all] = [0, 0];
  for (const { stratum, rate, result } of horizon) {
    part += stratum.weight * rate * share(result);
    all += stratum.weight * rate;
  }
  return part / Math.max(1e-12, all);
}

/** Share of requests that found no replica ready. */
export const coldStartShare = (horizon: SimulatedHorizon): number =>
  shareOfRequests(horizon, ({ foundNone, requests }) => foundNone / Math.max(1, requests.arrived));

/** Mean replicas over the horizon: starting and draining ones included. */
export const meanReplicas = (horizon: SimulatedHorizon): number =>
  horizon.reduce((sum, { stratum, result }) => sum + stratum.weight * result.replicas.mean, 0);

/** One window, its samples sorted. */
export function simulateStratum(setting: WindowSetting, stratum: Stratum, level: number): SimulatedWindow {
  const answer = simulateWindow(setting, stratum, level);
  if (answer.kind === "notSimulated") throw new Error(answer.message);
  const { samples } = answer.result;
  for (const metric of LATENCIES) samples[metric].sort();
  return { stratum, rate: stratum.hour.rate * level, result: answer.result };
}
