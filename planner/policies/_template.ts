import type { ModelDeployment } from "../domain/deployment.ts";
import type { Finding } from "../domain/finding.ts";
import type { Change, Policy } from "../domain/policy.ts";

const head: ModelDeployment = {
  name: "example",
  namespace: "default",
  labels: {},
  model: { id: "owner/name", revision: null, weights: null, kvCache: "auto", maxContext: null, architecture: null },
  engine: {
    name: "vllm",
    version: null,
    image: null,
    maxSequences: null,
    maxBatchedTokens: null,
    gpuMemoryUtilization: null,
    prefixCaching: null,
  },
  platform: { name: "eks", region: "us-east-1", instance: "g5.2xlarge", tensorParallel: 1, capacity: "on-demand" },
  scaling: { mode: "fixed", replicas: 1, headroom: 0 },
  traffic: null,
  slo: { latency: [], errorRate: null, confidence: 0.9 },
  budget: null,
  maintenance: null,
  access: { ingressFrom: [], secrets: [] },
  gateway: null,
};

/** Copy to `<id>.ts`, call the export like the file in camelCase, then `npm run generate`. */
export const template = {
  id: "image-has-tag",
  why: "An image without a tag is another image tomorrow.",
  severity: "warning",
  examples: { passes: withImage("vllm/vllm-openai:v0.15.1"), fails: withImage("vllm/vllm-openai") },
  check,
} satisfies Policy;

function check({ head }: Change): readonly Finding[] {
  const { image } = head.engine;
  if (image === null || image.includes(":")) return [];
  return [
    {
      id: "image-has-tag",
      severity: "warning",
      path: ["spec", "engine", "image"],
      message: `${image} has no tag.`,
      action: "Name a version.",
    },
  ];
}

function withImage(image: string): Change {
  return { head: { ...head, engine: { ...head.engine, image } }, base: null, forecast: null, settings: null };
}
