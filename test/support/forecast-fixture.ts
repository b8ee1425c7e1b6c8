import {
  type DeploymentChange,
  type DeploymentForecast,
  exampleTraffic,
  forecastDeployment,
  type ModelDeployment,
  type Review,
  seconds,
  type TrafficHistory,
  usDollars,
} from "../../planner/index.ts";

/** 2026-11-23, midnight UTC. */
export const NOW = 1_795_392_000;
const DAY = 86_400;

/** A chat service on A10Gs whose traffic fits two replicas but not one. */
export function chatDeployment(replicas: number): ModelDeployment {
  return {
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
    },
    platform: {
      name: "eks",
      region: "us-east-1",
      instance: "g5.2xlarge",
      tensorParallel: 1,
      capacity: "on-demand",
    },
    scaling: { mode: "fixed", replicas, headroom: 0 },
    traffic: { source: { kind: "file", file: "traffic/chat.csv" }, start: null, growthPerMonth: 0.08, events: [] },
    slo: {
      latency: [
        { metric: "ttft", percentile: 95, limit: seconds(1.5) },
        { metric: "tpot", percentile: 95, limit: seconds(0.06) },
        { metric: "e2e", percentile: 99, limit: seconds(45) },
      ],
      errorRate: 0.001,
      confidence: 0.9,
    },
    budget: { monthlyUsd: usDollars(3000) },
    maintenance: null,
    access: { ingressFrom: ["gateway"], secrets: [] },
    gateway: null,
  };
}

/** Fourteen days of example traffic that end the day before `NOW`. */
export function chatHistory(requestsPerDay: number): TrafficHistory {
  const start = NOW - 15 * DAY;
  return {
    workload: exampleTraffic({ seed: 7, days: 14, requestsPerDay, start }),
    epoch: start,
    duration: 14 * DAY,
    format: "plain",
    rows: { read: 14 * requestsPerDay, bad: 0 },
    gaps: [],
  };
}

/** What the planner says about a deployment under the example traffic; computed once a process. */
export function forecastOf(deployment: ModelDeployment, history: TrafficHistory | null): DeploymentForecast {
  const answer = forecastDeployment({
    deployment,
    settings: null,
    history,
    now: NOW,
    horizonSeconds: 28 * DAY,
    trafficScale: 1,
    seed: 1,
  });
  if (answer.kind !== "forecast") throw new Error(`no forecast: ${answer.kind}`);
  return answer.forecast;
}

const history = chatHistory(40_000);

/** Two replicas carry the traffic. */
export const calm = forecastOf(chatDeployment(2), history);
/** One replica does not. */
export const crowded = forecastOf(chatDeployment(1), history);
/** A 70-billion-parameter model on one small GPU. */
export const tooLarge = forecastOf(
  {
    ...chatDeployment(1),
    name: "large",
    model: { ...chatDeployment(1).model, id: "meta-llama/Llama-3.3-70B-Instruct" },
  },
  history,
);
/** A region without a price. */
export const priceless = forecastOf(
  {
    ...chatDeployment(2),
    name: "priceless",
    platform: { ...chatDeployment(2).platform, region: "mars-north-1" },
  },
  history,
);
