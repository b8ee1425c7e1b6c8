import type { ModelDeployment } from "../domain/deployment.ts";
import type { Change } from "../domain/policy.ts";

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
  },
  platform: { name: "eks", region: "us-east-1", instance: "g5.2xlarge", tensorParallel: 1, capacity: "on-demand" },
  scaling: { mode: "fixed", replicas: 2, headroom: 0 },
  traffic: null,
  slo: { latency: [], errorRate: null, confidence: 0.9 },
  budget: null,
  maintenance: null,
  access: { ingressFrom: [], secrets: [] },
  gateway: null,
};

/** A change that adds a deployment. */
export const adding = (head: ModelDeployment): Change => ({ head, base: null, forecast: null, settings: null });

/** The careful deployment with another engine section. */
export const withEngine = (engine: Partial<ModelDeployment["engine"]>): Change =>
  adding({ ...careful, engine: { ...careful.engine, ...engine } });
