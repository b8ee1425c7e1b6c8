import type { Finding } from "../domain/finding.ts";
import type { Change, Policy } from "../domain/policy.ts";
import { adding, careful, withEngine } from "./_example.ts";

/** The image is named by its digest. */
export const imageDigest = {
  id: "image-digest",
  why: "A tag can be moved: the image that was tested is not the one that starts on the next node.",
  severity: "notice",
  examples: { passes: adding(careful), fails: withEngine({ image: "vllm/vllm-openai:v0.15.1" }) },
  check,
} satisfies Policy;

function check({ head }: Change): readonly Finding[] {
  const { image } = head.engine;
  if (image !== null && /@sha256:[0-9a-f]{64}$/.test(image)) return [];
  return [
    {
      id: "image-digest",
      severity: "notice",
      path: ["spec", "engine", "image"],
      message:
        image === null
          ? "no image is named, so the engine's default tag is used"
          : `${image} has no digest, so it can change under its tag`,
      action: "Write the digest behind the tag: image: name:tag@sha256:…",
    },
  ];
}
