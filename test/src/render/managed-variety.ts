import { sglang } from "../../../planner/engines/sglang.ts";
import { staticEntry } from "../../../planner/engines/static.ts";
import { tgi } from "../../../planner/engines/tgi.ts";
import { vllm } from "../../../planner/engines/vllm.ts";
import { type ModelDeployment, mebibytes, seconds } from "../../../planner/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { autoscaled, chat, plan, varied } from "./sample.ts";

const registry = "763104351884.dkr.ecr.us-east-1.amazonaws.com";
const executionRole = "arn:aws:iam::123456789012:role/service-role/sagemaker-serving";
const environment = "/subscriptions/0f5c/resourceGroups/serving/providers/Microsoft.App/managedEnvironments/gpu";
const access = { ingressFrom: [], secrets: [] };

function sageMaker(change: Parameters<typeof varied>[0], image: string): RenderInput {
  const input = varied({
    ...change,
    platform: { name: "sagemaker", instance: "ml.g5.2xlarge", account: { executionRole }, ...change.platform },
    deployment: { access, ...change.deployment },
  });
  const engine: ModelDeployment["engine"] = { ...input.deployment.engine, image: `${registry}/${image}` };
  return { ...input, deployment: { ...input.deployment, engine } };
}

function cloudRun(change: Parameters<typeof varied>[0]): RenderInput {
  const account = { project: "acme-serving", serviceAccount: "chat-server@acme-serving.iam.gserviceaccount.com" };
  return varied({
    ...change,
    platform: {
      ...{ name: "cloud-run", region: "europe-west4", instance: "l4-8cpu-32gib", account },
      ...change.platform,
    },
    plan: { gpu: "l4", ...change.plan },
    deployment: {
      access: { ingressFrom: [], secrets: [{ name: "hf-token", store: "google", key: "hf-token" }] },
      ...change.deployment,
    },
  });
}

const apiToken = { name: "hf-endpoints-token", store: "aws-secrets-manager", key: "prod/hf-endpoints" };

function hfEndpoints(change: Parameters<typeof varied>[0]): RenderInput {
  return varied({
    ...change,
    platform: {
      ...{ name: "hf-endpoints", region: "aws", instance: "nvidia-a10g-x1" },
      account: { organization: "acme", cloudRegion: "us-east-1" },
      ...change.platform,
    },
    deployment: {
      access: { ingressFrom: [], secrets: [...chat.access.secrets, apiToken] },
      ...change.deployment,
    },
  });
}

/** A small model without a GPU. */
function awsLambda(change: Parameters<typeof varied>[0]): RenderInput {
  const input = varied({
    engine: { id: "static", entry: staticEntry },
    scaling: { ...autoscaled, mode: "keda", minReplicas: 0, maxReplicas: 20 },
    ...change,
    platform: { name: "aws-lambda", instance: "5307mb", account: { executionRole }, ...change.platform },
    plan: { ...small, ...change.plan },
    deployment: { access, model: { ...chat.model, id: "Qwen/Qwen2.5-0.5B-Instruct" }, ...change.deployment },
  });
  const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/small:1.0";
  return { ...input, deployment: { ...input.deployment, engine: { ...input.deployment.engine, image } } };
}

const { memory, startup } = plan;
/** What changes in a plan with a model that needs no GPU. */
export const small: Partial<RenderInput["plan"]> = {
  ...{ gpu: "5307mb", gpusPerReplica: 1 },
  memory: { ...memory, parts: { ...memory.parts, weights: mebibytes(943) } },
  startup: { ...startup, p50: seconds(58), p99: seconds(102) },
};

/** Deployments that an operator in the cluster hands to a managed platform. */
export const managed: Readonly<Record<string, RenderInput>> = {
  sagemaker: sageMaker({}, "vllm:0.15.1-gpu-py312-cu129-ubuntu22.04-sagemaker"),
  "sagemaker, fixed, four GPUs, no prefix cache": sageMaker(
    {
      scaling: { mode: "fixed", replicas: 2, headroom: 0 },
      platform: { instance: "ml.g5.12xlarge", tensorParallel: 4 },
      plan: {
        ...{ gpusPerReplica: 4, kvCache: "fp8" },
        limits: { maxSequences: 128, maxBatchedTokens: 2048, utilization: 0.9, blockSize: 16, prefixCaching: false },
      },
      deployment: { model: { ...chat.model, revision: null } },
    },
    "vllm:0.15.1-gpu-py312-cu129-ubuntu22.04-sagemaker",
  ),
  "sagemaker with a large-model container": sageMaker(
    { scaling: { ...autoscaled, mode: "hpa" } },
    "djl-inference:0.36.0-lmi18.0.0-cu128",
  ),
  "sagemaker with TGI": sageMaker(
    { engine: { id: "tgi", entry: tgi }, plan: { gpusPerReplica: 4 } },
    "huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04",
  ),
  "sagemaker with SGLang": sageMaker(
    { engine: { id: "sglang", entry: sglang } },
    "sglang:0.5.5-gpu-py312-cu129-ubuntu22.04-sagemaker",
  ),
  "cloud-run": cloudRun({}),
  "cloud-run to zero": cloudRun({ scaling: { ...autoscaled, mode: "keda", minReplicas: 0 }, deployment: { access } }),
  "azure-container-apps": varied({
    platform: {
      ...{ name: "azure-container-apps", region: "westus3", instance: "Consumption-GPU-NC24-A100" },
      account: { environment },
    },
    plan: { gpu: "a100-pcie-80gb" },
    deployment: { access },
  }),
  "hf-endpoints": hfEndpoints({}),
  "hf-endpoints to zero with TGI, on four GPUs": hfEndpoints({
    engine: { id: "tgi", entry: tgi },
    scaling: { ...autoscaled, mode: "keda", minReplicas: 0 },
    platform: { region: "gcp", instance: "nvidia-l4-x4", tensorParallel: 4 },
    plan: { gpu: "l4", gpusPerReplica: 4 },
    deployment: { access: { ingressFrom: [], secrets: [apiToken] }, model: { ...chat.model, revision: null } },
  }),
  "hf-endpoints with SGLang, fixed": hfEndpoints({
    engine: { id: "sglang", entry: sglang },
    scaling: { mode: "fixed", replicas: 2, headroom: 0 },
  }),
  "aws-lambda": awsLambda({}),
  "aws-lambda, hpa, with an entry point": awsLambda({
    engine: { id: "vllm", entry: vllm },
    scaling: { ...autoscaled, mode: "hpa", minReplicas: 0, maxReplicas: 100 },
  }),
  "cloud-run with TGI on an RTX PRO 6000, fixed": cloudRun({
    engine: { id: "tgi", entry: tgi },
    scaling: { mode: "fixed", replicas: 1, headroom: 0 },
    platform: { instance: "rtx-pro-6000-20cpu-80gib" },
    plan: { gpu: "rtx-pro-6000-server" },
  }),
};

/** One of them, by its name. */
export function managedCalled(name: string): RenderInput {
  const found = managed[name];
  if (found === undefined) throw new Error(`no deployment ${name}`);
  return found;
}
