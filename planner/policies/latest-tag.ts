import type { Finding } from "../domain/finding.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, textOf } from "../domain/spot.ts";
import { found, rendered, workload } from "./_example.ts";
import { isLatest } from "./_image.ts";
import { allContainersOf, findingAt, modelServers } from "./_manifest.ts";

/** No image is "whatever was pushed last". */
export const latestTag = {
  id: "latest-tag",
  about: "manifests",
  why: "With latest, or no tag, a restarted replica can be another version than its neighbour, and nobody can go back.",
  severity: "warning",
  examples: {
    passes: rendered([workload()]),
    fails: found(workload({ image: "vllm/vllm-openai:latest" })),
  },
  check,
} satisfies ManifestPolicy;

const action = "Name a version, best with its digest: name:tag@sha256:…";

function check(set: ManifestSet): readonly Finding[] {
  const own = ofDeployment(set);
  const said = new Set(own.map(({ image }) => image));
  return [
    ...own.map(({ path, image }) => ({ ...words(image), path })),
    ...modelServers(set).flatMap((manifest) =>
      allContainersOf(manifest).flatMap((container) => {
        const spot = at(container, "image");
        const image = textOf(spot);
        return image === null || !isLatest(image) || said.has(image) ? [] : [findingAt(manifest, spot, words(image))];
      }),
    ),
  ];
}

/** What the ModelDeployment says is best mended there. */
function ofDeployment({
  forecast,
}: ManifestSet): readonly { readonly path: readonly string[]; readonly image: string }[] {
  const { engine, gateway } = forecast?.deployment ?? { engine: null, gateway: null };
  return [
    { path: ["spec", "engine", "image"], image: engine?.image ?? null },
    { path: ["spec", "gateway", "image"], image: gateway?.image ?? null },
  ].flatMap(({ path, image }) => (image !== null && isLatest(image) ? [{ path, image }] : []));
}

const words = (image: string) => ({
  id: "latest-tag",
  severity: "warning" as const,
  message: `${image} is whatever was pushed last: replicas that start on different days differ`,
  action,
});
