import type {
  Advice,
  DeploymentForecast,
  Finding,
  ModelDeployment,
  ProposedPlan,
  TogetherAdvice,
} from "../../planner/index.ts";
import { deployment } from "./deployment-fixture.ts";
import { calm, crowded, stalePrice } from "./forecast-fixture.ts";
import { refused } from "./review-fixture.ts";

// Written by hand, so that reports are tested apart from the search.

interface Change {
  readonly text: string;
  readonly model?: Partial<ModelDeployment["model"]>;
  readonly engine?: Partial<ModelDeployment["engine"]>;
  readonly platform?: Partial<ModelDeployment["platform"]>;
  readonly replicas?: number;
  readonly monthlyUsd: number;
  /** Milliseconds: p95 of the time to first token and of the time per output token. */
  readonly p95: readonly [number, number];
  readonly forecast?: Partial<DeploymentForecast>;
}

/** A plan in the place of the fixture's two replicas, as a search would propose it. */
export function proposedPlan(change: Change): ProposedPlan {
  const { text, model, engine, platform, replicas = 1, monthlyUsd: usd, p95, forecast } = change;
  const proposed: ModelDeployment = {
    ...deployment,
    model: { ...deployment.model, ...model },
    engine: { ...deployment.engine, ...engine },
    platform: { ...deployment.platform, ...platform },
    scaling: { mode: "fixed", replicas, headroom: 0 },
  };
  const [ttft, tpot] = p95;
  return {
    text,
    deployment: proposed,
    forecast: {
      ...calm,
      deployment: proposed,
      cost: { ...calm.cost, monthlyUsd: { p10: usd, p50: usd, p90: usd } },
      latency: {
        ...calm.latency,
        ttftMs: { ...calm.latency.ttftMs, p95: ttft },
        tpotMs: { ...calm.latency.tpotMs, p95: tpot },
      },
      slo: calm.slo.map((slo) => ({ ...slo, forecast: slo.metric === "ttft" ? ttft : tpot, range: null })),
      replicas: { min: replicas, mean: replicas, max: replicas },
      ...forecast,
    },
  };
}

const close: Finding = {
  id: "target-close",
  severity: "warning",
  path: ["spec", "slo", "tpot", "p95"],
  message: "p95 TPOT: 55.8 ms against 60 ms; met with a probability of 91 %, wanted 90 %: hardly more",
  action: "Add a little headroom.",
};
const lonely: Finding = {
  id: "spot-single-replica",
  severity: "warning",
  path: ["spec", "scaling"],
  message: "one replica on spot nodes is gone at two minutes' notice",
  action: "Take two, or on-demand nodes.",
};

const best = proposedPlan({
  text: "1 x g6.xlarge, fp8 weights, fp8 KV cache, 256 sequences, 2048 tokens a step",
  model: { weights: "fp8", kvCache: "fp8" },
  engine: { maxSequences: 256 },
  platform: { instance: "g6.xlarge", capacity: "spot" },
  monthlyUsd: 587.5,
  p95: [1209.428, 55.803],
  forecast: { verdict: "warn", findings: [stalePrice, close, lonely] },
});

const small = proposedPlan({
  text: "1 x g6.xlarge, awq-int4 weights, 128 sequences, 2048 tokens a step",
  model: { weights: "awq-int4" },
  platform: { instance: "g6.xlarge" },
  monthlyUsd: 804.8,
  p95: [1024.1, 36.2],
});

const large = proposedPlan({
  text: "1 x g6e.xlarge (TP2), fp8 weights, 128 sequences, 2048 tokens a step",
  model: { weights: "fp8" },
  platform: { instance: "g6e.xlarge", tensorParallel: 2 },
  monthlyUsd: 1358.53,
  p95: [391.3, 17.9],
});

const missed = {
  deployment: { ...best.deployment, platform: { ...best.deployment.platform, instance: "g4dn.xlarge" } },
  text: "1 x g4dn.xlarge, awq-int4 weights, 128 sequences, 2048 tokens a step",
  failsOn: "p95 TPOT: 91.2 ms against 60 ms, met with 4 %",
  monthlyUsd: 383.98,
};

const noPrice = ["g4dn.metal", "g5.16xlarge", "g5.24xlarge", "p5.48xlarge"].map(
  (instance) => ({ kind: "price", capacity: "spot", instance, region: "us-east-1" }) as const,
);

/** Two replicas become one on a smaller machine. */
export const advice: Advice = {
  name: "chat",
  deployment,
  current: calm,
  recommendation: {
    ...best,
    binding: "p95 TPOT: 55.8 ms against 60 ms, met with 91 %",
    headroom: { trafficFactor: 1.3671, isMore: false },
    remarks: ["fp8 weights are made while loading; answers change a little: check them on your own questions"],
  },
  nearestMiss: null,
  nextCheaper: missed,
  runnersUp: [small, large],
  frontier: [
    { text: missed.text, monthlyUsd: 383.98, ttftP95Ms: 2210.4, tpotP95Ms: 91.2, holds: false },
    { text: small.text, monthlyUsd: 804.8, ttftP95Ms: 1024.1, tpotP95Ms: 36.2, holds: true },
    {
      text: "1 x p5.4xlarge, fp8 weights, 128 sequences, 2048 tokens a step",
      ...{ monthlyUsd: 5022.4, ttftP95Ms: 118.2, tpotP95Ms: 5.2, holds: true },
    },
  ],
  candidates: {
    considered: 3810,
    discarded: { memory: 56, throughput: 2748, price: 957, unknown: 25, untried: 0 },
    simulated: 24,
  },
  unknown: [
    ...noPrice,
    {
      kind: "hardware",
      message:
        "no kernel of NVIDIA T4 or of another card of its kind (7.5) was measured; its step times would be invented",
    },
  ],
  endedAfter: null,
};

/** The file's own plan is the cheapest. */
export const settled: Advice = {
  ...advice,
  recommendation: {
    ...proposedPlan({
      text: "2 x g5.2xlarge, bf16 weights, 128 sequences, 2048 tokens a step",
      ...{ replicas: 2, monthlyUsd: 1769.52, p95: [412.3, 34.2] },
    }),
    binding: "the load of the busiest hour",
    headroom: { trafficFactor: 3, isMore: true },
    remarks: [],
  },
  nextCheaper: null,
  runnersUp: [],
  frontier: [],
  unknown: [],
};

/** Holding costs more than what does not hold. */
export const dearer: Advice = {
  ...settled,
  current: crowded,
  deployment: crowded.deployment,
};

/** No plan meets the targets. */
export const hopeless: Advice = {
  ...advice,
  current: crowded,
  recommendation: null,
  nearestMiss: missed,
  nextCheaper: null,
  runnersUp: [],
};

/** Nobody knows a price there. */
export const priceless: Advice = {
  ...hopeless,
  current: refused,
  nearestMiss: null,
  frontier: [],
  candidates: {
    considered: 4,
    discarded: { memory: 0, throughput: 0, price: 4, unknown: 0, untried: 0 },
    simulated: 0,
  },
  unknown: noPrice,
};

/** Beside the first one; it has to leave its own cheapest plan to the quota. */
export const second: Advice = { ...advice, name: "talk" };
export const shared: TogetherAdvice = {
  feasible: true,
  plans: [best, large],
  nodes: [
    { instance: "g6.xlarge", count: 1, monthlyUsd: 587.5 },
    { instance: "g6e.xlarge", count: 1, monthlyUsd: 1358.53 },
  ],
  monthlyUsd: 1946.03,
  rangeUsd: { p10: 1946.03, p50: 1946.03, p90: 1946.03 },
  budgetUsd: 2000,
  failsOn: null,
};

/** The quota is too small for both. */
export const crowdedOut: TogetherAdvice = {
  ...{ feasible: false, plans: [], nodes: [], monthlyUsd: null, rangeUsd: null, budgetUsd: 2000 },
  failsOn: "the quota: no plans that hold fit it together",
};
