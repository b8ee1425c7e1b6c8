import { join } from "node:path";
import { sglang } from "../../../planner/engines/sglang.ts";
import { tgi } from "../../../planner/engines/tgi.ts";
import { vllm } from "../../../planner/engines/vllm.ts";
import {
  DEFAULT_KUBERNETES_SETTINGS,
  DEFAULT_POD,
  type Engine,
  gibibytes,
  hours,
  type ModelDeployment,
  mebibytes,
  type ResolvedPlan,
  type Scaling,
  type Settings,
  seconds,
  usDollars,
} from "../../../planner/index.ts";
import { packageRoot } from "../../../src/adapters/package-root.ts";
import { templateFiles } from "../../../src/adapters/template-files.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { watched } from "./watched.ts";

export const shippedTemplates = (): Promise<ReadonlyMap<string, string>> =>
  templateFiles(join(packageRoot(), "templates")).read();

export const settings: Settings = {
  models: ["models/*.yaml"],
  gitops: { repository: "acme/gitops", branch: "main", path: "clusters", mode: "commit" },
  clusters: [{ name: "prod", server: "https://kubernetes.default.svc", default: true }],
  defaults: { region: "us-east-1" },
  budget: null,
  engineering: null,
  quota: { gpus: {}, instances: {} },
  policies: {},
  approvers: [],
  comment: { mode: "update", threshold: { monthlyUsd: usDollars(10), percent: 0.01 } },
  prometheus: {},
  argocd: { namespace: "argocd", project: "models" },
  kubernetes: DEFAULT_KUBERNETES_SETTINGS,
  alerts: null,
  telemetry: null,
};

export const keda: Scaling = {
  mode: "keda",
  minReplicas: 2,
  maxReplicas: 8,
  headroom: 0.25,
  target: { metric: "requests-waiting", value: 4 },
  schedule: [{ cron: "0 7 * * 1-5", timezone: "Europe/Berlin", duration: hours(12), minReplicas: 4 }],
};

export const chat: ModelDeployment = {
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
    version: "0.15.1",
    image: `vllm/vllm-openai:v0.15.1@sha256:${"5a".repeat(32)}`,
    maxSequences: 128,
    maxBatchedTokens: 2048,
    gpuMemoryUtilization: 0.9,
    prefixCaching: true,
    calibration: null,
    logLevel: null,
  },
  platform: {
    name: "eks",
    region: "us-east-1",
    instance: "g5.2xlarge",
    tensorParallel: 1,
    capacity: "on-demand",
  },
  scaling: keda,
  traffic: {
    source: { kind: "file", file: "traffic/chat.csv" },
    start: null,
    lengths: null,
    burstiness: null,
    holidays: [],
    growthPerMonth: 0.08,
    events: [{ name: "sale", start: "2026-11-27T06:00:00Z", duration: hours(20), multiplier: 3.5 }],
  },
  slo: {
    latency: [
      { metric: "ttft", percentile: 95, limit: seconds(1.5) },
      { metric: "tpot", percentile: 95, limit: seconds(0.06) },
      { metric: "e2e", percentile: 99, limit: seconds(30) },
    ],
    errorRate: 0.001,
    confidence: 0.9,
  },
  budget: { monthlyUsd: usDollars(3000) },
  maintenance: null,
  access: { ingressFrom: ["gateway"], secrets: [{ name: "hf-token", store: "aws-secrets-manager", key: "prod/hf" }] },
  gateway: null,
  pod: DEFAULT_POD,
  build: null,
};

export const plan: ResolvedPlan = {
  modelId: "meta-llama/Llama-3.1-8B-Instruct",
  gpu: "a10g",
  gpusPerReplica: 1,
  engine: { name: "vllm", version: "0.15" },
  weights: "bf16",
  kvCache: "auto",
  maxContext: 8192,
  limits: { maxSequences: 128, maxBatchedTokens: 2048, utilization: 0.9, blockSize: 16, prefixCaching: true },
  memory: {
    fits: true,
    kvBlocks: 1200,
    kvBlocksRange: null,
    blockSize: 16,
    kvTokens: 19_200,
    missingBytes: mebibytes(0),
    parts: {
      weights: mebibytes(15_317),
      kv: mebibytes(2400),
      activation: mebibytes(1200),
      cudaGraphs: mebibytes(600),
      nonTorch: mebibytes(300),
      free: mebibytes(2289),
    },
    host: { request: gibibytes(18), limit: gibibytes(22) },
    binding: "weights",
    coverage: { status: "interpolated", why: "between measured points" },
  },
  startup: {
    phases: [{ name: "load", p50: seconds(60), p99: seconds(120) }],
    p50: seconds(210),
    p99: seconds(402),
  },
  replicas: { min: 2, max: 8 },
};

export const sample: RenderInput = {
  deployment: chat,
  plan,
  engine: vllm,
  settings,
  forecast: {
    verdict: "pass",
    summary: "pass: $1,770 a month, p95 time to first token 0.41 s of 1.5 s",
    "monthly-usd": "1770 (1700-1900)",
  },
  figures: {
    hourlyUsdPerReplica: 1.2,
    replicas: { min: 2, mean: 3.1, max: 8 },
    leastRequestsPerSecond: 0.5,
  },
  source: { repository: "acme/serving", revision: "9f3c2ab4d1c2b3a4958671625344352617080910" },
};

interface Change {
  readonly engine?: { readonly id: string; readonly entry: Engine };
  readonly scaling?: Scaling;
  readonly platform?: Partial<ModelDeployment["platform"]>;
  readonly plan?: Partial<ResolvedPlan>;
  readonly deployment?: Partial<ModelDeployment>;
  readonly kubernetes?: Partial<Settings["kubernetes"]>;
}

export function varied(change: Change): RenderInput {
  const engine = change.engine ?? { id: "vllm", entry: vllm };
  const version = engine.entry.defaultVersion;
  const image = engine.id === "vllm" ? {} : { image: null, version: null };
  return {
    ...sample,
    engine: engine.entry,
    settings: { ...settings, kubernetes: { ...settings.kubernetes, ...change.kubernetes } },
    plan: { ...plan, engine: { name: engine.id, version }, ...change.plan },
    deployment: {
      ...chat,
      engine: { ...chat.engine, name: engine.id, ...image },
      scaling: change.scaling ?? chat.scaling,
      platform: { ...chat.platform, ...change.platform },
      ...change.deployment,
    },
  };
}

export const autoscaled = { minReplicas: 1, maxReplicas: 4, headroom: 0, target: null, schedule: [] };

/** Deployments that differ in everything a template looks at. */
export const variety: Readonly<Record<string, RenderInput>> = {
  "keda with a calendar and an event": sample,
  fixed: varied({ scaling: { mode: "fixed", replicas: 3, headroom: 0 } }),
  "fixed at zero": varied({ scaling: { mode: "fixed", replicas: 0, headroom: 0 } }),
  hpa: varied({ scaling: { ...autoscaled, mode: "hpa", target: { metric: "kv-use", value: 0.8 } } }),
  "hpa without a target": varied({ scaling: { ...autoscaled, mode: "hpa", headroom: 0.3 } }),
  "keda to zero, over midnight": varied({
    scaling: {
      ...autoscaled,
      mode: "keda",
      minReplicas: 0,
      target: { metric: "concurrency", value: 16 },
      schedule: [{ cron: "30 20 * * MON,wed", timezone: "UTC", duration: hours(6), minReplicas: 1 }],
    },
  }),
  "keda on GPU utilisation": varied({
    scaling: { ...autoscaled, mode: "keda", target: { metric: "gpu-utilization", value: 70 } },
  }),
  "scheduled only": varied({
    scaling: {
      ...autoscaled,
      mode: "scheduled",
      schedule: [{ cron: "0 6,18 * * *", timezone: "UTC", duration: hours(2), minReplicas: 3 }],
    },
    deployment: { traffic: null },
  }),
  "four GPUs on reserved capacity": varied({
    platform: { instance: "p4d.24xlarge", tensorParallel: 4, capacity: "reserved" },
    plan: { gpusPerReplica: 4, gpu: "a100-sxm4-40gb" },
  }),
  spot: varied({ platform: { capacity: "spot" } }),
  ...watched({ settings, varied }),
  "no forecast of costs and traffic": { ...varied({}), figures: null },
  "an old vllm": varied({ plan: { engine: { name: "vllm", version: "0.9" } } }),
  tgi: varied({ engine: { id: "tgi", entry: tgi } }),
  sglang: varied({
    engine: { id: "sglang", entry: sglang },
    plan: { kvCache: "fp8" },
    deployment: { model: { ...chat.model, revision: null } },
  }),
  gke: varied({ platform: { name: "gke", instance: "g2-standard-8", capacity: "spot" } }),
  "aks without labels, secrets or promises": varied({
    platform: { name: "aks", instance: "Standard_NC24ads_A100_v4", capacity: "spot" },
    deployment: {
      labels: {},
      access: { ingressFrom: [], secrets: [] },
      slo: { latency: [], errorRate: null, confidence: 0.9 },
    },
  }),
};
