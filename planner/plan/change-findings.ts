import type { Finding, Settings } from "../domain/index.ts";
import type { ThreeSettings } from "./granted-settings.ts";

/** Manifests that would go elsewhere. */
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

/** A deployment that a change removes, while a file that describes it lies on. */
export function leftBehindFinding(about: {
  readonly name: string;
  readonly file: string;
  readonly patterns: readonly string[];
}): Finding {
  const { name, file, patterns } = about;
  return {
    ...{ id: "not-in-models", severity: "warning", path: ["models"] },
    message: `${name} is removed, yet ${file} describes it: no pattern of models in loadline.yaml (${patterns.join(", ")}) matches that file`,
    action: "Move the file back, or add a pattern that matches it; delete it where the deployment shall go.",
  };
}
