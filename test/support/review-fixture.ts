import {
  bytes,
  type DeploymentForecast,
  type ManifestChange,
  type Percentiles,
  type Review,
} from "../../planner/index.ts";
import { calm, crowded } from "./forecast-fixture.ts";

const NOTHING: Percentiles = { mean: null, p50: null, p90: null, p95: null, p99: null };

/** A model that needs seven of the GPUs it was given one of. */
export const tooLarge: DeploymentForecast = {
  ...calm,
  name: "large",
  verdict: "block",
  plan:
    calm.plan === null
      ? null
      : {
          ...calm.plan,
          modelId: "meta-llama/Llama-3.3-70B-Instruct",
          memory: {
            ...calm.plan.memory,
            fits: false,
            kvBlocks: 0,
            kvTokens: 0,
            missingBytes: bytes(123_480_309_760),
            parts: { ...calm.plan.memory.parts, weights: bytes(141_107_412_992), kv: bytes(0), free: bytes(0) },
          },
        },
  capacity: {
    requestsPerSecondPerReplica: null,
    fleetRequestsPerSecond: null,
    kvTokens: 0,
    fullContexts: 0,
    meanKvUse: null,
    peakUtilization: null,
  },
  latency: { ttftMs: NOTHING, tpotMs: NOTHING, e2eMs: NOTHING },
  errorRate: null,
  slo: [],
  windows: [],
  worstHour: null,
  findings: [
    {
      id: "does-not-fit",
      severity: "blocking",
      path: ["spec", "model", "weights"],
      message: "meta-llama/Llama-3.3-70B-Instruct in bf16 does not fit 1 x NVIDIA A10G: weights",
      action: "Use more GPUs, smaller weights or a shorter maxContext; `loadline fit` lists what would do.",
    },
  ],
};

/** Nothing is known but why. */
export const refused: DeploymentForecast = {
  ...tooLarge,
  name: "elsewhere",
  verdict: "unknown",
  plan: null,
  traffic: null,
  cost: { ...calm.cost, monthlyUsd: null, perMillionTokensUsd: null, priceSource: null },
  replicas: null,
  findings: [
    {
      id: "unknown-price",
      severity: "blocking",
      path: ["spec", "platform", "instance"],
      message: "the on-demand price of g5.2xlarge in mars-north-1 is unknown",
      action: "Use a region with a known price.",
    },
  ],
  coverage: { status: "refused", why: "the price is unknown" },
};

export const manifest: ManifestChange = {
  path: "clusters/prod/ai-models/chat/deployment.yaml",
  change: "changed",
  diff: [
    "--- clusters/prod/ai-models/chat/deployment.yaml",
    "+++ clusters/prod/ai-models/chat/deployment.yaml",
    "@@ -9,7 +9,7 @@",
    "     app.kubernetes.io/name: chat",
    " spec:",
    "-  replicas: 2",
    "+  replicas: 1",
    "   selector:",
    "",
  ].join("\n"),
};

/** Two replicas become one. */
export const review: Review = {
  base: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  head: "9f3c2ab0d1e4f5a6b7c8d9e0f1a2b3c4d5e6f708",
  verdict: "block",
  deployments: [{ name: "chat", change: "changed", base: calm, head: crowded }],
  manifests: [manifest],
  settings: [],
  findings: crowded.findings,
};

/** `models/chat.yaml` and a line that grows with the depth of the key. */
export const locate = (name: string, path: readonly (string | number)[]) =>
  name === "" ? null : { file: `models/${name}.yaml`, line: 1 + path.length };
