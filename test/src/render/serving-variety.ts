import { sglang } from "../../../planner/engines/sglang.ts";
import { tgi } from "../../../planner/engines/tgi.ts";
import { DEFAULT_POD, hours } from "../../../planner/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { autoscaled, chat, sample, varied, variety } from "./sample.ts";

/** Deployments that differ in who reaches them, what they are given, how they are restarted, and what the cluster has. */
const serving: Readonly<Record<string, RenderInput>> = {
  "restarts every six hours": varied({ deployment: { maintenance: { restartEvery: hours(6) } } }),
  "restarts on reserved capacity": varied({
    platform: { capacity: "reserved" },
    deployment: { maintenance: { restartEvery: hours(72) } },
  }),
  cilium: varied({
    kubernetes: { networkPolicy: "cilium", secretStore: "SecretStore", monitoringNamespace: "prometheus" },
    scaling: { mode: "fixed", replicas: 1, headroom: 0 },
  }),
  "no policy of ours, a gateway beside it": varied({
    kubernetes: { networkPolicy: "none" },
    deployment: { gateway: { kind: "langchain", image: "ghcr.io/acme/gateway:1.4.0", pins: {}, langsmith: null } },
  }),
  "served from the image that was built": varied({
    deployment: {
      build: { registry: "registry.example:5000/ml/chat" },
      engine: { ...chat.engine, image: `registry.example:5000/ml/chat:0.15@sha256:${"a".repeat(64)}` },
    },
  }),
  "woken by its gateway": varied({
    scaling: {
      ...{ ...autoscaled, mode: "keda", minReplicas: 0, target: { metric: "requests-waiting", value: 4 } },
      wakeUp: 'sum(rate(envoy_cluster_upstream_rq_total{envoy_cluster_name="chat"}[1m]))',
    },
  }),
  "int4 on a shared disk, another user, with priority": varied({
    plan: { weights: "awq-int4" },
    deployment: {
      model: { ...chat.model, id: "hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4", weights: "awq-int4" },
      engine: { ...chat.engine, logLevel: "warning" },
      pod: {
        ...{ runAsUser: 2000, readOnlyRoot: false, priorityClass: "serving-high" },
        cache: { kind: "shared", storageClass: "efs" },
      },
    },
  }),
  "several secrets, a disk of its own": varied({
    engine: { id: "sglang", entry: sglang },
    deployment: {
      engine: { ...chat.engine, name: "sglang", version: null, image: null, logLevel: "debug" },
      access: {
        ingressFrom: ["gateway", "ai-models"],
        secrets: [
          { name: "hf-token", store: "aws-secrets-manager", key: "prod/hf" },
          { name: "aws-access-key-id", store: "vault", key: "models/s3" },
        ],
      },
      pod: { ...DEFAULT_POD, cache: { kind: "ephemeral", storageClass: "gp3" } },
    },
  }),
  "hpa on what TGI measures, device plugin restarted": varied({
    engine: { id: "tgi", entry: tgi },
    scaling: { ...autoscaled, mode: "hpa", target: { metric: "concurrency", value: 24 } },
    kubernetes: {
      devicePluginRestart: { every: hours(168), namespace: "gpu-operator", daemonSet: "nvidia-device-plugin" },
    },
    deployment: { engine: { ...chat.engine, name: "tgi", version: null, image: null, logLevel: "warning" } },
  }),
};

export const everyDeployment: Readonly<Record<string, RenderInput>> = { ...variety, ...serving };

/** One of them, by its name. */
export function deploymentCalled(name: string): RenderInput {
  const found = everyDeployment[name];
  if (found === undefined) throw new Error(`no deployment ${name}`);
  return found;
}

/** A hundred deployments of as many names, of every kind there is. */
export function hundredDeployments(): readonly RenderInput[] {
  const kinds = Object.values(everyDeployment);
  return Array.from({ length: 100 }, (_, index) => {
    const input = kinds[index % kinds.length] ?? sample;
    return { ...input, deployment: { ...input.deployment, name: `model-${index}` } };
  });
}
