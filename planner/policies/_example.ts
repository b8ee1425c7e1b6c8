import { NO_COST } from "../domain/cost.ts";
import { DEFAULT_POD, type ModelDeployment } from "../domain/deployment.ts";
import type { DeploymentForecast, ResolvedPlan } from "../domain/forecast.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { Change, ManifestSet } from "../domain/policy.ts";
import { bytes, gibibytes, seconds, usDollars } from "../units/index.ts";

/** A deployment that no policy minds; examples of policies change what they are about. */
export const careful: ModelDeployment = {
  name: "example",
  namespace: "default",
  labels: {},
  model: {
    id: "owner/name",
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
    maxSequences: 128,
    maxBatchedTokens: 2048,
    gpuMemoryUtilization: 0.9,
    prefixCaching: true,
    calibration: null,
    logLevel: null,
  },
  platform: { name: "eks", region: "us-east-1", instance: "g5.2xlarge", tensorParallel: 1, capacity: "on-demand" },
  scaling: { mode: "fixed", replicas: 2, headroom: 0 },
  traffic: null,
  slo: { latency: [], errorRate: null, confidence: 0.9 },
  budget: { monthlyUsd: usDollars(3000) },
  maintenance: null,
  access: { ingressFrom: [], secrets: [] },
  gateway: null,
  pod: DEFAULT_POD,
  build: null,
};

/** A change that adds a deployment. */
export const adding = (head: ModelDeployment): Change => ({ head, base: null, forecast: null, settings: null });

/** The careful deployment with another engine section. */
export const withEngine = (engine: Partial<ModelDeployment["engine"]>): Change =>
  adding({ ...careful, engine: { ...careful.engine, ...engine } });

/** The careful deployment with another scaling section. */
export const withScaling = (scaling: ModelDeployment["scaling"]): ModelDeployment => ({ ...careful, scaling });

const plan: ResolvedPlan = {
  modelId: careful.model.id,
  gpu: "a10g",
  gpusPerReplica: 1,
  engine: { name: "vllm", version: "0.15" },
  weights: "bf16",
  kvCache: "bf16",
  maxContext: 8192,
  limits: { maxSequences: 128, maxBatchedTokens: 2048, utilization: 0.9, blockSize: 16, prefixCaching: true },
  memory: {
    fits: true,
    kvBlocks: 2195,
    kvBlocksRange: null,
    blockSize: 16,
    kvTokens: 35_120,
    missingBytes: bytes(0),
    parts: {
      weights: gibibytes(15),
      kv: gibibytes(4.3),
      activation: gibibytes(0.4),
      cudaGraphs: gibibytes(0.2),
      nonTorch: gibibytes(0.1),
      free: gibibytes(2),
    },
    host: { request: gibibytes(11), limit: gibibytes(14) },
    binding: "weights",
    coverage: { status: "measured", why: "an example" },
  },
  startup: {
    phases: [
      { name: "node", p50: seconds(60), p99: seconds(180) },
      { name: "image pull", p50: seconds(120), p99: seconds(300) },
      { name: "load weights", p50: seconds(120), p99: seconds(240) },
    ],
    p50: seconds(300),
    p99: seconds(720),
  },
  replicas: { min: 2, max: 2 },
};

const NO_PERCENTILES = { mean: null, p50: null, p90: null, p95: null, p99: null };

/** What is forecast for the careful deployment: it is used well and holds. */
export const calm: DeploymentForecast = {
  name: careful.name,
  deployment: careful,
  verdict: "pass",
  plan,
  traffic: null,
  capacity: {
    requestsPerSecondPerReplica: 0.7,
    fleetRequestsPerSecond: 1.4,
    kvTokens: 35_120,
    fullContexts: 4.3,
    meanKvUse: 0.3,
    peakUtilization: 0.6,
  },
  latency: { ttftMs: NO_PERCENTILES, tpotMs: NO_PERCENTILES, e2eMs: NO_PERCENTILES },
  errorRate: null,
  coldStartShare: 0,
  slo: [],
  cost: { ...NO_COST, monthlyUsd: { p10: 1770, p50: 1770, p90: 1770 }, budgetUsd: 3000 },
  replicas: { min: 2, mean: 2, max: 2 },
  windows: [],
  worstHour: null,
  findings: [],
  assumptions: [],
  coverage: { status: "measured", why: "an example" },
};

/** A change that adds a deployment for which something is forecast. */
export const forecasting = (head: ModelDeployment, change: Partial<DeploymentForecast> = {}): Change => ({
  ...adding(head),
  forecast: { ...calm, deployment: head, ...change },
});

/** Parts of a model server's container; examples replace some of them. */
export const server = {
  name: "server",
  image: careful.engine.image,
  args: ["--model", "owner/name"],
  ports: [{ name: "http", containerPort: 8000 }],
  resources: {
    requests: { memory: "11Gi", "nvidia.com/gpu": 1 },
    limits: { memory: "14Gi", "nvidia.com/gpu": 1 },
  },
  startupProbe: { httpGet: { path: "/health", port: "http" }, periodSeconds: 10, failureThreshold: 72 },
  livenessProbe: { httpGet: { path: "/health", port: "http" }, periodSeconds: 20, failureThreshold: 6 },
};

type Body = Readonly<Record<string, unknown>>;

/** A manifest as if it had been read from a file. */
export function manifest(apiVersion: string, kind: string, parts: Body): Manifest {
  const metadata = { name: "example", namespace: "default" };
  const body = { apiVersion, kind, metadata, ...parts };
  return { file: "example.yaml", apiVersion, kind, name: "example", body, lineAt: () => null };
}

/** A Deployment of two replicas of the model server, changed in its container, pod or spec. */
export function workload(container: Body = {}, pod: { metadata?: Body; spec?: Body } = {}, spec: Body = {}): Manifest {
  const metadata = { labels: { app: "example" }, ...pod.metadata };
  const template = { metadata, spec: { containers: [{ ...server, ...container }], ...pod.spec } };
  return manifest("apps/v1", "Deployment", { spec: { replicas: 2, template, ...spec } });
}

/** Manifests that somebody wrote. */
export const found = (...manifests: readonly Manifest[]): ManifestSet => ({ manifests, forecast: null });

/** Manifests that were rendered for the calm forecast, or for that of another deployment. */
export const rendered = (manifests: readonly Manifest[], head: ModelDeployment = careful): ManifestSet => ({
  manifests,
  forecast: { ...calm, deployment: head },
});
