import {
  type Drift,
  type DriftKind,
  formatDate,
  formatInstant,
  type LatencyObservation,
  type Observation,
} from "../../planner/index.ts";
import { rounded, roundedMs, roundedRange, roundedShare, roundedUsd } from "./rounding.ts";

/** One observation in a line: measured / forecast of each; null = not known. */
export interface ObservationEntry extends Readonly<Record<DriftKind, number | null>> {
  readonly from: string;
  readonly to: string;
  readonly drifted: readonly DriftKind[];
}

/** An observation, where it comes from, and those before it. */
export interface ObservationReport {
  readonly observation: Observation;
  /** Name of the Prometheus. */
  readonly server: string;
  /** Which forecast it is held against, in words. */
  readonly forecast: string;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
  readonly earlier: readonly ObservationEntry[];
  /** Unix seconds of the day. */
  readonly now: number;
}

/** `loadline.observe/v1`. */
export function observeJson({
  observation,
  earlier,
  now,
  server,
  forecast,
  missing,
  notes,
}: ObservationReport): object {
  const { name, namespace, from, to, measuredShare, requests, engine, replicas, cost } = observation;
  return {
    schema: "loadline.observe/v1",
    ...{ deployment: name, namespace, from: formatInstant(from), to: formatInstant(to), server, forecast },
    ...{ measuredShare: roundedShare(measuredShare), requests: rounded(requests, 0) },
    drifts: observation.drifts.map(driftJson),
    latency: observation.latency.map(latencyJson),
    targets: observation.targets.map(({ metric, percentile, target, measured, met }) => ({
      ...{ metric, percentile: `p${percentile}`, targetMs: target, measuredMs: roundedMs(measured), met },
    })),
    engine: {
      slowness: rounded(engine.slowness, 4),
      range: pair(engine.range, 4),
      ...{ before: rounded(engine.before, 4), from: engine.from },
    },
    replicas: {
      forecast: rounded(replicas.forecast, 3),
      expected: rounded(replicas.expected, 3),
      measured: rounded(replicas.measured, 3),
    },
    cost: { forecastMonthlyUsd: roundedRange(cost.forecast, 2), measuredMonthlyUsd: roundedUsd(cost.measured) },
    ...{ recalibration: observation.recalibration, missing, notes, earlier, now: formatDate(now) },
  };
}

/** What is kept of it. */
export function observationEntryOf({ drifts, from, to }: Observation): ObservationEntry {
  const of = (kind: DriftKind) => ratioOf(drifts.find((one) => one.kind === kind));
  return {
    ...{ from: formatInstant(from), to: formatInstant(to) },
    ...{ requests: of("requests"), prompts: of("prompts"), answers: of("answers"), engine: of("engine") },
    ...{ replicas: of("replicas"), cost: of("cost") },
    drifted: drifts.filter(({ status }) => status === "drifted").map(({ kind }) => kind),
  };
}

/** Four decimals; null where one of the two is not known. */
export function ratioOf(drift: Pick<Drift, "forecast" | "measured"> | undefined): number | null {
  if (drift === undefined || drift.forecast === null || drift.measured === null || !(drift.forecast > 0)) return null;
  return rounded(drift.measured / drift.forecast, 4);
}

const driftJson = (drift: Drift): object => ({
  ...{ kind: drift.kind, status: drift.status },
  ...{ forecast: rounded(drift.forecast, 6), measured: rounded(drift.measured, 6), ratio: ratioOf(drift) },
  range: drift.range && pair(drift.range, 6),
  ...{ message: drift.message, action: drift.action },
});

const latencyJson = (figure: LatencyObservation): object => ({
  ...{ metric: figure.metric, statistic: figure.statistic, forecastMs: roundedMs(figure.forecast) },
  forecastRangeMs: figure.range && pair(figure.range, 3),
  withTrafficMs: roundedMs(figure.withTraffic),
  withEngineMs: roundedMs(figure.withEngine),
  withReplicasMs: roundedMs(figure.withReplicas),
  measuredMs: roundedMs(figure.measured),
  bucketMs: figure.bucket && [roundedMs(figure.bucket[0]), roundedMs(figure.bucket[1])],
  standing: figure.standing,
});

const pair = ([low, high]: readonly [number, number], places: number) => [rounded(low, places), rounded(high, places)];
