import { sglang } from "../../../planner/engines/sglang.ts";
import { tgi } from "../../../planner/engines/tgi.ts";
import { type ModelDeployment, seconds } from "../../../planner/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { autoscaled, chat, varied } from "./sample.ts";

const registry = "763104351884.dkr.ecr.us-east-1.amazonaws.com";
const hosted: ModelDeployment["platform"] = {
  ...chat.platform,
  name: "sagemaker",
  instance: "ml.g5.2xlarge",
  account: { roleArn: "arn:aws:iam::123456789012:role/sagemaker-execution" },
};
const access = { ingressFrom: [], secrets: [] };
const imageOf = (name: string, tag: string) => ({ ...chat.engine, name, image: `${registry}/${tag}` });

/** Deployments that an operator in the cluster hands to another platform. */
export const managedDeployments: Readonly<Record<string, RenderInput>> = {
  "sagemaker that scales": varied({
    platform: hosted,
    deployment: { access, engine: imageOf("vllm", "vllm:0.15.1-gpu-py312-sagemaker") },
  }),
  "sagemaker, fixed, slow to start, four GPUs": varied({
    platform: { ...hosted, instance: "ml.g5.12xlarge", tensorParallel: 4 },
    plan: { gpusPerReplica: 4, startup: { phases: [], p50: seconds(900), p99: seconds(1800.5) } },
    scaling: { mode: "fixed", replicas: 3, headroom: 0 },
    engine: { id: "tgi", entry: tgi },
    deployment: { access, engine: imageOf("tgi", "huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6") },
  }),
  "sagemaker with SGLang in 8 bits, without a prefix cache": varied({
    platform: hosted,
    plan: {
      kvCache: "fp8",
      limits: { maxSequences: 1, maxBatchedTokens: 2048, utilization: 0.85, blockSize: 1, prefixCaching: false },
    },
    scaling: { ...autoscaled, mode: "hpa" },
    engine: { id: "sglang", entry: sglang },
    deployment: { access, engine: imageOf("sglang", "sglang:0.5-gpu-py312"), traffic: null },
  }),
};

/** One of them, by its name. */
export function managedCalled(name: string): RenderInput {
  const found = managedDeployments[name];
  if (found === undefined) throw new Error(`no managed deployment ${name}`);
  return found;
}
