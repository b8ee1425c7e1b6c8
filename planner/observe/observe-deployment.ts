import { calibrated } from "../plan/calibrated-plan.ts";
import type { PlanRequest } from "../plan/request.ts";
import { type Resolved, resolve } from "../plan/resolve.ts";
import { hardwareOf } from "../plan/setting.ts";
import { meanReplicas } from "../plan/simulate-design.ts";
import { unknownModelText } from "../plan/unknown-model.ts";
import { burstinessOf } from "../traffic/burstiness.ts";
import { HOUR } from "../units/index.ts";
import { ownRange, type Slowness, slownessOf } from "./engine-slowness.ts";
import { costDrift, engineDrift, measuredCost, replicasDrift } from "./fleet-drifts.ts";
import type { EngineObservation, MeasuredWindow, Observation } from "./observation.ts";
import { observedLatency, observedTargets, type Replays } from "./observe-latency.ts";
import { forecastAgain, forecastKept, type PastForecast, type SavedForecast } from "./past-forecast.ts";
import { type Replay, type Replayed, replayOf } from "./replay.ts";
import { trafficDrifts } from "./traffic-drifts.ts";

/** A forecast from what was known before the window, and what was measured in it. */
export interface ObservationQuestion {
  /** `history`: the traffic until `now`, which is the window's first instant; null = none was known. */
  readonly request: PlanRequest;
  readonly window: MeasuredWindow;
  /** What was said before, where somebody kept it; null = it is forecast again from what was known. */
  readonly kept: SavedForecast | null;
  /** The same deployment in an equally long stretch before; null = not measured, or another one served then. */
  readonly before: MeasuredWindow | null;
  /** How slow it was when it was observed last; where `before` tells nothing. Null: never. */
  readonly lastSlowness: number | null;
}

export type ObservationAnswer =
  | { readonly kind: "observed"; readonly observation: Observation }
  | { readonly kind: "refused"; readonly message: string };

/** What came, against what was forecast: the traffic, the engine, the replicas and the bill, each for itself. */
export function observeDeployment(question: ObservationQuestion): ObservationAnswer {
  const { request, window } = question;
  const resolved = resolve(request.deployment);
  if (resolved.kind === "unknownModel") return { kind: "refused", message: unknownModelText(resolved.finding) };
  if (resolved.kind === "refused") return { kind: "refused", message: resolved.findings[0]?.message ?? "not known" };
  const predicted = hardwareOf(resolved);
  if (predicted.kind === "refused") return { kind: "refused", message: predicted.message };
  if (!resolved.plan.memory.fits) return { kind: "refused", message: "by what is known, the engine would not start" };
  const { hardware } = calibrated(predicted, resolved.plan, request);
  const past = question.kept === null ? forecastAgain(resolved, request) : forecastKept(question.kept);
  const told = request.deployment.traffic?.burstiness ?? null;
  const own = request.history === null ? null : burstinessOf(request.history);
  const replayed: Replayed = { resolved, request, hardware, burstiness: own ?? told ?? 1 };
  const replay = replayOf(replayed, window);
  const slowness = replay === null ? null : slownessAt(replay, window);
  const before = question.before === null ? null : slownessBefore(replayed, question.before);
  const engine: EngineObservation = {
    slowness: slowness?.slowness ?? null,
    ...{ range: ownRange(hardware), before: before ?? question.lastSlowness, from: slowness?.from ?? null },
  };
  return { kind: "observed", observation: observation({ question, resolved, past, replay, engine }) };
}

interface Known {
  readonly question: ObservationQuestion;
  readonly resolved: Resolved;
  readonly past: PastForecast;
  readonly replay: Replay | null;
  readonly engine: EngineObservation;
}

function observation({ question, resolved, past, replay, engine }: Known): Observation {
  const { request, window } = question;
  const { deployment } = request;
  const replays = replaysOf(replay, engine);
  const hours = replay?.hours ?? [];
  const hourly = Array.from(window.replicas ?? []).filter(Number.isFinite);
  const replicas = {
    forecast: past.replicas ?? null,
    expected: expectedReplicas(replays),
    measured: hourly.length === 0 ? null : hourly.reduce((sum, one) => sum + one, 0) / hourly.length,
  };
  const cost = {
    forecast: past.monthlyUsd ?? null,
    measured: measuredCost(resolved, request, hourly),
  };
  const latency = { deployment, past, window, replays };
  return {
    ...{ name: deployment.name, namespace: deployment.namespace, from: window.from, to: window.to },
    measuredShare: Math.min(1, (hours.length * HOUR) / Math.max(HOUR, window.to - window.from)),
    requests: hours.length === 0 ? null : hours.reduce((sum, { rate }) => sum + rate * HOUR, 0),
    drifts: [
      ...trafficDrifts(past, window.history, hours),
      ...[engineDrift(engine), replicasDrift(replicas), costDrift(cost)],
    ],
    latency: observedLatency(latency),
    targets: observedTargets(deployment, window),
    ...{ engine, replicas, cost, recalibration: recalibrationOf(engine) },
  };
}

/** Where the speed is not known, at the speed that was predicted. */
function expectedReplicas({ withEngine, withTraffic }: Replays): number | null {
  const horizon = withEngine ?? withTraffic;
  return horizon === null ? null : meanReplicas(horizon);
}

/** On the replicas that were there; where nobody counted them, on those that the autoscaler would keep. */
const slownessAt = (replay: Replay, window: MeasuredWindow): Slowness | null =>
  slownessOf(replay.asThere ?? replay.scaled, window);

function slownessBefore(replayed: Replayed, before: MeasuredWindow): number | null {
  const replay = replayOf(replayed, before);
  return replay === null ? null : (slownessAt(replay, before)?.slowness ?? null);
}

function replaysOf(replay: Replay | null, { slowness }: EngineObservation): Replays {
  if (replay === null) return { withTraffic: null, withEngine: null, withReplicas: null };
  const withTraffic = replay.scaled(1);
  if (slowness === null) return { withTraffic, withEngine: null, withReplicas: null };
  return {
    withTraffic,
    withEngine: replay.scaled(slowness),
    withReplicas: replay.asThere === null ? null : replay.asThere(slowness),
  };
}

/** It pays when the engine is off by more than the prediction says of itself, or has changed. */
function recalibrationOf(engine: EngineObservation): Observation["recalibration"] {
  const { slowness, range } = engine;
  const interval = `${range[0].toFixed(2)} to ${range[1].toFixed(2)}`;
  if (slowness === null) return { pays: false, why: "the speed of the engine was not measured" };
  const times = slowness.toFixed(2);
  if (slowness < range[0] || slowness > range[1]) {
    return { pays: true, why: `steps take ${times} times as long as predicted, outside of ${interval}` };
  }
  if (engineDrift(engine).status === "drifted") {
    return { pays: true, why: `the engine has changed since the stretch before (now ${times} times the prediction)` };
  }
  return { pays: false, why: `steps take ${times} times as long as predicted, within ${interval}` };
}
