import type { Drift, DriftKind, LatencyObservation, TargetObservation } from "../../planner/index.ts";
import { formatDate, parseInstant } from "../../planner/index.ts";
import { type ObservationEntry, type ObservationReport, observationEntryOf } from "./observe-json.ts";
import { decimal, duration, rate, target as targetText } from "./quantities.ts";
import { dayText } from "./time-text.ts";
import { targetName } from "./wording.ts";

/** What drifted, in one sentence; the same in every form. */
export function observedSentence({ observation }: ObservationReport): string {
  const { name, drifts, targets } = observation;
  const drifted = drifts.filter(({ status }) => status === "drifted").map(({ kind }) => WORDS[kind]);
  const missed = targets.filter(({ met }) => met === false).map(nameOf);
  const differs = drifted.length === 0 ? asForecast(observation) : `drifted: ${drifted.join(", ")}`;
  return `${name}: ${differs}${missed.length === 0 ? "" : `; missed: ${missed.join(", ")}`}`;
}

/** What nobody measured does not pass for as forecast. */
function asForecast({ drifts }: ObservationReport["observation"]): string {
  const unknown = drifts.filter(({ status }) => status === "unknown").map(({ kind }) => WORDS[kind]);
  if (unknown.length === drifts.length) return "nothing could be compared";
  return unknown.length === 0 ? "as forecast" : `as forecast, but for what is not known: ${unknown.join(", ")}`;
}

/** `23 Nov – 30 Nov`. */
export function stretchText({ observation: { from, to } }: ObservationReport): string {
  return `${dayText(from, false)} – ${dayText(to, false)}`;
}

const WORDS: Readonly<Record<DriftKind, string>> = {
  requests: "requests",
  prompts: "prompt lengths",
  answers: "answer lengths",
  engine: "engine speed",
  replicas: "replicas",
  cost: "cost",
};

export const DRIFT_HEAD = ["", "forecast", "measured", "", ""];

/** Name, forecast, measured, ratio and standing of each thing that may drift. */
export const driftRows = ({ observation: { drifts } }: ObservationReport): readonly (readonly string[])[] =>
  drifts.map((drift) => [
    WORDS[drift.kind],
    figure(drift.kind, drift.forecast),
    figure(drift.kind, drift.measured),
    drift.forecast !== null && drift.measured !== null && drift.forecast > 0
      ? `× ${decimal(drift.measured / drift.forecast, 3)}`
      : "",
    STANDING[drift.status],
  ]);

const STANDING: Readonly<Record<Drift["status"], string>> = {
  "as-forecast": "✓ as forecast",
  drifted: "⚠ drifted",
  unknown: "? unknown",
};

function figure(kind: DriftKind, value: number | null): string {
  if (value === null) return "–";
  switch (kind) {
    case "requests":
      return rate(value);
    case "prompts":
    case "answers":
      return `${decimal(value, 3)} tokens`;
    case "engine":
      return `${decimal(value, 3)} × predicted`;
    case "replicas":
      return decimal(value, 3);
    case "cost":
      return `$${decimal(Math.round(value), 1)}/month`;
  }
}

export const LATENCY_HEAD = [
  "",
  "forecast",
  "P10–P90",
  "with this traffic",
  "and speed",
  "and replicas",
  "measured",
  "",
];

/** The figures a person wants: means, 95th percentiles, and what is promised. */
export function latencyRows({ observation: { latency, targets } }: ObservationReport): readonly (readonly string[])[] {
  const isPromised = ({ metric, statistic }: LatencyObservation) =>
    targets.some((one) => one.metric === metric && `p${one.percentile}` === statistic);
  return latency
    .filter((one) => one.statistic === "mean" || one.statistic === "p95" || isPromised(one))
    .filter(({ measured, bucket }) => measured !== null || bucket !== null)
    .map((one) => [
      `${one.statistic} ${one.metric.toUpperCase()}`,
      duration(one.forecast),
      one.range === null ? "" : span(...one.range),
      ...[duration(one.withTraffic), duration(one.withEngine), duration(one.withReplicas)],
      measuredText(one),
      one.standing === "above" || one.standing === "below" ? `${one.standing} its range` : "",
    ]);
}

/** An interpolation inside a bucket stands with the bucket. */
function measuredText({ measured, bucket }: LatencyObservation): string {
  if (bucket === null) return duration(measured);
  const [low, high] = bucket;
  if (high === null) return `above ${duration(low)}`;
  return `${duration(measured)} (${span(low, high)})`;
}

/** `0.5–0.75 s`: the unit once where it is the same. */
function span(low: number, high: number): string {
  const [[from = "", unit], to] = [duration(low).split(" "), duration(high)];
  return to.endsWith(` ${unit}`) ? `${from}–${to}` : `${duration(low)}–${to}`;
}

/** A sentence for each promise of the file. */
export const targetLines = ({ observation: { targets } }: ObservationReport): readonly string[] =>
  targets.map((one) => {
    const said = `${nameOf(one)} at most ${targetText(one.target)}`;
    if (one.measured === null && one.met === null) return `? ${said}: not measured`;
    const measured = one.measured === null ? "beyond the last bucket" : `measured ${duration(one.measured)}`;
    if (one.met === null) return `? ${said}: ${measured}; the buckets of the histogram do not decide`;
    return one.met ? `✓ ${said}: ${measured}` : `✗ ${said}: ${measured}`;
  });

const nameOf = ({ metric, percentile }: TargetObservation): string =>
  targetName({ metric, percentile: `p${percentile}` });

export const TREND_HEAD = ["until", "requests", "prompts", "answers", "engine", "replicas", "cost"];

/** The observations that were kept, and this one; nothing where there is only one. */
export function trendRows({ earlier, observation }: ObservationReport): readonly (readonly string[])[] {
  if (earlier.length === 0) return [];
  const times = (ratio: number | null) => (ratio === null ? "–" : `× ${decimal(ratio, 3)}`);
  return [...earlier.slice(-MOST_EARLIER), observationEntryOf(observation)].map((one: ObservationEntry) => [
    formatDate(parseInstant(one.to) ?? 0),
    ...[times(one.requests), times(one.prompts), times(one.answers), times(one.engine), times(one.replicas)],
    times(one.cost),
  ]);
}

const MOST_EARLIER = 11;

/** What each drift means, what to do, and whether a calibration pays. */
export function sayings({ observation: { drifts, recalibration } }: ObservationReport): readonly string[] {
  const said = drifts
    .filter(({ status }) => status === "drifted")
    .map(({ message, action }) => sentence(action === null ? message : `${sentence(message)} ${action}`));
  const pays = recalibration.pays ? "A recalibration pays" : "No recalibration is due";
  return [...said, sentence(`${pays}: ${recalibration.why}`)];
}

const sentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

/** What the comparison rests on. */
export function footing({ forecast, server, observation, missing, notes }: ObservationReport): readonly string[] {
  const hours = `${Math.round(100 * observation.measuredShare)} % of the hours`;
  return [
    `Held against ${forecast}; measured by Prometheus ${server} (traffic of ${hours}).`,
    ...missing.map((text) => `Not measured: ${text}.`),
    ...notes,
  ];
}
