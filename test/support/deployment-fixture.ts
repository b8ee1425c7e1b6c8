import { DEFAULT_POD, type ModelDeployment, seconds, type TrafficForecast, usDollars } from "../../planner/index.ts";

/** A chat service on A10Gs. */
export const deployment: ModelDeployment = {
  name: "chat",
  namespace: "ai-models",
  labels: { team: "assistants" },
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
    version: "0.15",
    image: "vllm/vllm-openai:v0.15.1",
    maxSequences: 128,
    maxBatchedTokens: 2048,
    gpuMemoryUtilization: 0.9,
    prefixCaching: true,
    calibration: null,
    logLevel: null,
  },
  platform: { name: "eks", region: "us-east-1", instance: "g5.2xlarge", tensorParallel: 1, capacity: "on-demand" },
  scaling: { mode: "fixed", replicas: 2, headroom: 0 },
  traffic: {
    source: { kind: "file", file: "traffic/chat.csv" },
    start: null,
    lengths: null,
    burstiness: null,
    holidays: [],
    growthPerMonth: 0.08,
    events: [],
  },
  slo: {
    latency: [
      { metric: "ttft", percentile: 95, limit: seconds(1.5) },
      { metric: "tpot", percentile: 95, limit: seconds(0.06) },
    ],
    errorRate: null,
    confidence: 0.9,
  },
  budget: { monthlyUsd: usDollars(3000) },
  maintenance: null,
  access: { ingressFrom: ["gateway"], secrets: [] },
  gateway: null,
  pod: DEFAULT_POD,
  build: null,
};

const start = Date.UTC(2026, 10, 23);

/** A working week with two humps a day and a thin weekend. */
const week = Array.from({ length: 168 }, (_, hour) => {
  const clock = hour % 24;
  const day = Math.exp(-(((clock - 10) / 3) ** 2)) + 1.1 * Math.exp(-(((clock - 20) / 2.5) ** 2));
  const p50 = Number(((hour >= 120 ? 0.55 : 1) * (0.25 + 1.6 * day)).toFixed(4));
  const at = new Date(start + hour * 3_600_000).toISOString().replace(".000", "");
  return { start: at, p10: Number((0.82 * p50).toFixed(4)), p50, p90: Number((1.2 * p50).toFixed(4)) };
});

export const traffic: TrafficForecast = {
  history: { format: "plain", seconds: 28 * 86_400, requests: 2_104_233, end: "2026-11-22T00:00:00Z" },
  horizonSeconds: 30 * 86_400,
  requestsPerMonth: { p10: 2_011_000, p50: 2_272_000, p90: 2_566_000 },
  meanInputTokens: 1417.3,
  meanOutputTokens: 172.4,
  peakRequestsPerSecond: { p10: 1.65, p50: 2.0123, p90: 2.41 },
  week,
  assumedSeasonality: false,
};
