import { DEFAULT_POD, type ModelDeployment, type TrafficHistory } from "../../../planner/domain/index.ts";
import type { PlanRequest } from "../../../planner/plan/request.ts";
import { exampleTraffic } from "../../../planner/traffic/example.ts";
import { DAY, seconds } from "../../../planner/units/index.ts";

/** 2026-11-25, a Wednesday. */
export const NOW = 1_795_564_800;

/** A deployment on a measured card, with nothing to complain about but what a test changes. */
export const deployment: ModelDeployment = {
  name: "chat",
  namespace: "ai-models",
  labels: {},
  model: {
    id: "meta-llama/Llama-3.1-8B-Instruct",
    revision: "0e9e39f",
    weights: "bf16",
    kvCache: "auto",
    maxContext: 8192,
    architecture: null,
  },
  engine: {
    name: "vllm",
    version: "0.15.1",
    image: `vllm/vllm-openai:v0.15.1@sha256:${"0".repeat(64)}`,
    maxSequences: 64,
    maxBatchedTokens: 2048,
    gpuMemoryUtilization: null,
    prefixCaching: null,
    calibration: null,
    logLevel: null,
  },
  platform: { name: "eks", region: "us-east-1", instance: "p5.4xlarge", tensorParallel: 1, capacity: "on-demand" },
  scaling: { mode: "fixed", replicas: 2, headroom: 0 },
  traffic: {
    source: { kind: "file", file: "chat.csv" },
    start: null,
    lengths: null,
    burstiness: null,
    holidays: [],
    growthPerMonth: 0,
    events: [],
  },
  slo: { latency: [{ metric: "ttft", percentile: 95, limit: seconds(1) }], errorRate: 0.01, confidence: 0.9 },
  budget: null,
  maintenance: null,
  access: { ingressFrom: [], secrets: [] },
  gateway: null,
  pod: DEFAULT_POD,
  build: null,
};

const made = new Map<string, TrafficHistory>();

/** Two weeks of example traffic that end at NOW; made once and not to be written to. */
export function history(requestsPerDay = 20_000, days = 14): TrafficHistory {
  const key = `${requestsPerDay} ${days}`;
  const known = made.get(key) ?? makeHistory(requestsPerDay, days);
  made.set(key, known);
  return known;
}

function makeHistory(requestsPerDay: number, days: number): TrafficHistory {
  const start = NOW - days * DAY;
  const workload = exampleTraffic({ seed: 1, days, requestsPerDay, start });
  return {
    workload,
    epoch: start,
    duration: days * DAY,
    format: "plain",
    rows: { read: workload.arrivals.length, bad: 0 },
    rates: null,
    stampSeconds: null,
    burstiness: null,
    gaps: [],
  };
}

export function question(changes: Partial<PlanRequest> = {}): PlanRequest {
  // A month after the price list of 2026-07-20, so that it is not stale.
  return {
    deployment,
    settings: null,
    history: history(),
    now: NOW - 100 * DAY,
    horizonSeconds: 30 * DAY,
    trafficScale: 1,
    seed: 1,
    ...changes,
  };
}
