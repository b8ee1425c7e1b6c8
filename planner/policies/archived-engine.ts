import type { Finding } from "../domain/finding.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, isPresent, textOf } from "../domain/spot.ts";
import { found, workload } from "./_example.ts";
import { repositoryOf } from "./_image.ts";
import { called, containersOf, findingAt, modelServers, podOf, top } from "./_manifest.ts";

const image = "ghcr.io/huggingface/text-generation-inference:3.3.7";
const reason = { "loadline.dev/archived-engine": "measured faster for our model, moves in March" };

/** Nothing new starts on an engine that nobody maintains, unless somebody says why. In a plan `engine-warning` says it. */
export const archivedEngine = {
  id: "archived-engine",
  about: "manifests",
  why: "Text Generation Inference was archived on 2026-03-21: no fixes, no new models, no new GPUs.",
  severity: "warning",
  examples: {
    passes: found(workload(), workload({ image }, { metadata: { annotations: reason } })),
    fails: found(workload({ image })),
  },
  check,
} satisfies ManifestPolicy;

function check(set: ManifestSet): readonly Finding[] {
  if (set.forecast !== null) return [];
  return modelServers(set).flatMap((manifest) => {
    const places = [at(top(manifest), "metadata"), at(podOf(manifest) ?? top(manifest), "metadata")];
    const isMeant = places.some((metadata) => isPresent(at(metadata, "annotations", "loadline.dev/archived-engine")));
    if (isMeant) return [];
    return containersOf(manifest).flatMap((container) => {
      const spot = at(container, "image");
      if (!/(^|\/)text-generation-inference$/.test(repositoryOf(textOf(spot) ?? ""))) return [];
      return [
        findingAt(manifest, spot, {
          id: "archived-engine",
          severity: "warning",
          message: `${called(manifest)} runs Text Generation Inference, whose last release is of 2025-12-19 and whose repository was archived on 2026-03-21`,
          action: "Move to vLLM or SGLang, or say why not in the annotation loadline.dev/archived-engine.",
        }),
      ];
    });
  });
}
