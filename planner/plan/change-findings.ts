import type { Finding, Settings } from "../domain/index.ts";
import type { ThreeSettings } from "./granted-settings.ts";

/** What only a change as a whole shows: manifests that would go elsewhere. */
export function moveFindings(three: ThreeSettings): readonly Finding[] {
  const { base, head } = { base: three.base.gitops, head: three.head.gitops };
  // Without a place until now nothing was written anywhere, and nothing moves.
  if (base === null || ![base, three.from.gitops].every((place) => placeOf(place) !== placeOf(head))) return [];
  const message =
    head === null
      ? `manifests would not be written anywhere any more; until now ${placeOf(base)}`
      : `manifests would go to ${placeOf(head)}; until now ${placeOf(base)}`;
  return [
    {
      ...{ id: "manifests-elsewhere", severity: "warning", path: ["gitops"], message },
      action:
        "Merge it only if that is meant, and Argo CD reads the new place; what runs from the old one is left alone.",
    },
  ];
}

const placeOf = (gitops: Settings["gitops"]): string =>
  gitops === null ? "nowhere" : `${gitops.repository}, branch ${gitops.branch}, below ${gitops.path}`;
