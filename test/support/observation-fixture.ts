import type { LatencyObservation, Observation } from "../../planner/index.ts";
import type { ObservationReport } from "../../src/report/index.ts";

const END = Date.UTC(2026, 10, 25) / 1000;
const WEEK = 7 * 86_400;

function figure(
  metric: LatencyObservation["metric"],
  statistic: LatencyObservation["statistic"],
  milliseconds: readonly [forecast: number, traffic: number, engine: number, measured: number | null],
): LatencyObservation {
  const [forecast, withTraffic, withEngine, measured] = milliseconds;
  const isMean = statistic === "mean";
  return {
    ...{ metric, statistic, forecast, range: isMean ? null : [forecast * 0.8, forecast * 1.25] },
    ...{ withTraffic, withEngine, withReplicas: withEngine * 1.02, measured },
    bucket: isMean ? null : [500, measured === null ? null : 1000],
    standing: measured === null ? "above" : "unknown",
  };
}

const observation: Observation = {
  ...{ name: "chat", namespace: "ai-models", from: END - WEEK, to: END, measuredShare: 0.98, requests: 410_000 },
  drifts: [
    {
      ...{ kind: "requests", status: "drifted", forecast: 0.52, measured: 0.68, range: [0.47, 0.57] },
      message: "31 % more requests than forecast, beyond what the forecast held likely",
      action: "Plan again with this traffic, and renew the log where spec.traffic names one.",
    },
    {
      ...{ kind: "prompts", status: "as-forecast", forecast: 640, measured: 655, range: [576, 704] },
      ...{ message: "prompts are as long as before (1.02 times as long as known before)", action: null },
    },
    {
      ...{ kind: "answers", status: "as-forecast", forecast: 180, measured: 181, range: [162, 198] },
      ...{ message: "answers are as long as before (1.01 times as long as known before)", action: null },
    },
    {
      ...{ kind: "engine", status: "drifted", forecast: 1, measured: 1.31, range: [0.79, 1.27] },
      message: "steps take 1.31 times as long as predicted, beyond what the prediction held likely",
      action: "Run loadline calibrate on what the engine measures.",
    },
    {
      ...{ kind: "replicas", status: "unknown", forecast: 2.2, measured: null, range: null },
      ...{ message: "ready replicas were not measured", action: null },
    },
    {
      ...{ kind: "cost", status: "unknown", forecast: 1900, measured: null, range: null },
      ...{ message: "what it cost cannot be told: replicas or their price are not known", action: null },
    },
  ],
  latency: [
    figure("ttft", "mean", [400, 460, 610, 622]),
    figure("ttft", "p95", [900, 1100, 1500, null]),
    figure("tpot", "mean", [31, 33, 43, 43.2]),
  ],
  targets: [
    { metric: "ttft", percentile: 95, target: 400, measured: null, met: false },
    { metric: "tpot", percentile: 99, target: 60, measured: 57, met: null },
    { metric: "e2e", percentile: 95, target: 30_000, measured: 12_000, met: true },
    { metric: "e2e", percentile: 99, target: 30_000, measured: null, met: null },
  ],
  engine: { slowness: 1.31, range: [0.79, 1.27], before: null, from: "tpot" },
  replicas: { forecast: 2.2, expected: 2.9, measured: null },
  cost: { forecast: { p10: 1800, p50: 1900, p90: 2100 }, measured: null },
  recalibration: { pays: true, why: "steps take 1.31 times as long as predicted, outside of 0.79 to 1.27" },
};

/** A week in which much was different, with one before it. */
export const observationReport: ObservationReport = {
  ...{ observation, server: "main", forecast: "a forecast from the traffic that was known before", now: END },
  missing: ["ready replicas: nothing of sum(kube_deployment_status_replicas_ready)"],
  notes: ["traffic: requests are counted by sum(rate(vllm:request_success_total[300s]))"],
  earlier: [
    {
      ...{ from: "2026-11-11T00:00:00Z", to: "2026-11-18T00:00:00Z", requests: 1.02, prompts: 1, answers: 0.99 },
      ...{ engine: 1.05, replicas: null, cost: null, drifted: [] },
    },
  ],
};

/** The same with `text` in every place that can hold somebody else's words. */
export function hostileObservation(text: string): ObservationReport {
  const { drifts, recalibration } = observation;
  return {
    ...observationReport,
    observation: {
      ...{ ...observation, name: text, namespace: text },
      drifts: drifts.map((drift) => ({ ...drift, message: text, action: text })),
      recalibration: { ...recalibration, why: text },
    },
    ...{ server: text, forecast: text, missing: [text], notes: [text, text] },
  };
}
