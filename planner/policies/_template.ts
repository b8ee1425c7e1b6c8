import type { Finding } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { withEngine } from "./_example.ts";

/** Copy to `<id>.ts`, call the export like the file in camelCase, then `npm run generate`. */
export const template = {
  id: "image-has-tag",
  about: "deployment",
  why: "An image without a tag is another image tomorrow.",
  severity: "warning",
  examples: {
    passes: withEngine({ image: "vllm/vllm-openai:v0.15.1" }),
    fails: withEngine({ image: "vllm/vllm-openai" }),
  },
  check,
} satisfies DeploymentPolicy;

function check({ head }: Change): readonly Finding[] {
  const { image } = head.engine;
  if (image === null || image.includes(":")) return [];
  return [
    {
      id: "image-has-tag",
      severity: "warning",
      path: ["spec", "engine", "image"],
      message: `${image} has no tag`,
      action: "Name a version.",
    },
  ];
}
