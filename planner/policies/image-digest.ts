import type { Finding, Path } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { adding, careful, withEngine } from "./_example.ts";
import { hasDigest, isLatest } from "./_image.ts";

/** The images are named by their digests. */
export const imageDigest = {
  id: "image-digest",
  about: "deployment",
  why: "A tag can be moved: the image that was tested is not the one that starts on the next node.",
  severity: "notice",
  examples: { passes: adding(careful), fails: withEngine({ image: "vllm/vllm-openai:v0.15.1" }) },
  check,
} satisfies DeploymentPolicy;

function check({ head }: Change): readonly Finding[] {
  const { engine, gateway } = head;
  return [
    ...ofImage(engine.image, ["spec", "engine", "image"]),
    ...(gateway === null ? [] : ofImage(gateway.image, ["spec", "gateway", "image"])),
  ];
}

/** What has no tag either is the business of `latest-tag`. */
function ofImage(image: string | null, path: Path): readonly Finding[] {
  if (image !== null && (hasDigest(image) || isLatest(image))) return [];
  return [
    {
      id: "image-digest",
      severity: "notice",
      path,
      message:
        image === null
          ? "no image is named, so the engine's default tag is used"
          : `${image} has no digest, so it can change under its tag`,
      action: "Write the digest behind the tag: image: name:tag@sha256:…",
    },
  ];
}
