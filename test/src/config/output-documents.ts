import type { outputs } from "../../../src/config/outputs/index.ts";

export const percentiles = { mean: 1, p50: 1, p90: 2, p95: null, p99: 3 };
const coverage = { status: "interpolated", why: "between two points" };
const memory = {
  fits: true,
  kvBlocks: 10,
  blockSize: 16,
  kvTokens: 160,
  missingBytes: 0,
  parts: { weights: 1, kv: 2, activation: 3, cudaGraphs: 4, nonTorch: 5, free: 6 },
  host: { request: 7, limit: 8 },
  binding: "KV cache",
  coverage,
};
export const plan = {
  name: "chat",
  verdict: "pass",
  memory,
  capacity: {
    requestsPerSecondPerReplica: 1,
    fleetRequestsPerSecond: 2,
    kvTokens: 160,
    fullContexts: 1,
    meanKvUse: 0.5,
    peakUtilization: null,
  },
  latency: { ttftMs: percentiles, tpotMs: percentiles, e2eMs: percentiles },
  slo: [
    {
      metric: "ttft",
      percentile: "p95",
      target: 1500,
      forecast: 900,
      range: [800, 1000],
      probability: 0.97,
      met: true,
    },
  ],
  cost: {
    monthlyUsd: { p10: 1, p50: 2, p90: 3 },
    perMillionTokensUsd: 0.5,
    budgetUsd: null,
    priceSource: { source: "price list", date: "2026-07-20" },
  },
  replicas: { min: 1, mean: 1.5, max: 2 },
  findings: [
    { id: "image-digest", severity: "notice", file: "m.yaml", line: 3, message: "No digest.", action: "Pin it." },
  ],
  recommendation: null,
  assumptions: [{ text: "Tokens", basis: "assumed", source: "us", date: null }],
  coverage,
};

/** The least that each document holds, as CONTRACT.md section 6 has it. */
export const documents: Readonly<Record<keyof typeof outputs, object>> = {
  "loadline.plan/v1": { deployments: [plan] },
  "loadline.advise/v1": {
    feasible: true,
    recommendation: {
      spec: { platform: { name: "eks", instance: "g6.xlarge" } },
      cost: plan.cost,
      latency: plan.latency,
      binding: "p95 TTFT",
      headroom: { trafficFactor: 1.4 },
    },
    nearestMiss: null,
    runnersUp: [],
    candidates: { considered: 3, discarded: { memory: 1, throughput: 1, price: 0 }, simulated: 1 },
  },
  "loadline.observe/v1": {
    ...{ deployment: "chat", namespace: "ai-models", from: "2026-11-18T00:00:00Z", to: "2026-11-25T00:00:00Z" },
    ...{
      server: "main",
      forecast: "forecast again",
      measuredShare: 1,
      requests: 42,
      drifts: [],
      latency: [],
      targets: [],
    },
    engine: { slowness: null, range: [0.8, 1.25], before: null, from: null },
    replicas: { forecast: 2, expected: null, measured: null },
    cost: { forecastMonthlyUsd: null, measuredMonthlyUsd: null },
    recalibration: { pays: false, why: "not measured" },
    ...{ missing: ["ready replicas"], notes: [], earlier: [], now: "2026-11-25" },
  },
  "loadline.compare/v1": {
    platforms: [
      {
        ...{ platform: "eks", verdict: "pass", reason: "1 x g6.xlarge", cost: plan.cost, latency: plan.latency },
        priceSource: { source: "price list", date: "2026-07-20" },
        timeToFirstDeploy: { p50Seconds: 3600, p99Seconds: 86_400 },
        watchOut: [{ text: "Quota.", source: "documentation" }],
      },
    ],
  },
  "loadline.fit/v1": memory,
  "loadline.diff/v1": {
    verdict: "pass",
    deployments: [{ name: "chat", change: "added", base: null, head: plan }],
    manifests: [{ path: "a.yaml", change: "added", diff: "+a" }],
    findings: [],
  },
  "loadline.render/v1": { files: [{ path: "a.yaml", sha256: "0".repeat(64) }] },
  "loadline.commit/v1": { commit: null, changed: false, paths: [] },
  "loadline.validate/v1": {
    files: 1,
    documents: 1,
    invalid: [{ file: "a", line: 1, kind: null, name: null, path: null, message: "Unreadable." }],
    skipped: [],
  },
  "loadline.doctor/v1": { checks: [{ id: "github", state: "ok", found: "knows the App", advice: "" }] },
  "loadline.explain/v1": { deployment: "chat", figure: null, figures: [] },
  "loadline.facts/v1": {
    facts: [
      { subject: "t4", name: "memory", value: 16, unit: "GiB", basis: "datasheet", source: "s", seen: "2026-01-01" },
    ],
  },
  "loadline.init/v1": { directory: "x", files: ["loadline.yaml"] },
  "loadline.calibrate/v1": { error: { kind: "refused", message: "unknown GPU" } },
  "loadline.forecast/v1": {
    ...{ windowSeconds: 3600, unit: "requestsPerSecond", level: 0.9, model: "mean", backtest: null, gaps: [] },
    points: [{ startSeconds: 86_400, start: null, point: 1, lower: 0.5, upper: 2 }],
  },
  "loadline.review/v1": { repository: "acme/serving", pullRequest: 4, conclusion: "success" },
  "loadline.simulate/v1": { id: 3, error: { kind: "refused", message: "unknown GPU" } },
};
