import type { Complaint } from "../yaml/readings.ts";
import { containersOf, podOf } from "./pods.ts";
import { at, duplicates, isPresent, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { mustBe } from "./words.ts";

/** What containers use whole: raw block volumes, and devices that a claim of the pod allocates. */
export const devices: Rule = (manifest) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const spec = at(pod, "spec");
  const claims = items(at(spec, "resourceClaims"));
  const names = new Set(claims.map((claim) => textOf(at(claim, "name"))));
  const files = new Set(
    items(at(spec, "volumes"))
      .filter((volume) => !isPresent(at(volume, "persistentVolumeClaim")) && !isPresent(at(volume, "ephemeral")))
      .map((volume) => textOf(at(volume, "name"))),
  );
  return [
    ...claims.flatMap(claimOf),
    ...duplicates(
      claims.map((claim) => at(claim, "name")),
      textOf,
    ),
    ...containersOf(manifest).flatMap((container) => [
      ...blocksOf(container, files),
      ...items(at(container, "resources", "claims")).flatMap((claim) => unclaimed(at(claim, "name"), names)),
    ]),
  ];
};

const SOURCES = ["resourceClaimName", "resourceClaimTemplateName"];

function claimOf(claim: Spot): readonly Complaint[] {
  const given = SOURCES.filter((field) => isPresent(at(claim, field)));
  return [
    ...mustBe("label", at(claim, "name")),
    ...SOURCES.flatMap((field) => mustBe("subdomain", at(claim, field))),
    ...when(given.length !== 1, claim, `names ${given.length} of \`${SOURCES.join("` and `")}\` instead of one`),
  ];
}

function unclaimed(name: Spot, claims: ReadonlySet<string | null>): readonly Complaint[] {
  const text = textOf(name);
  return when(text !== null && !claims.has(text), name, `the pod has no claim \`${show(text)}\` in \`resourceClaims\``);
}

/** Only a claim gives a whole disk; everything else is files. */
function blocksOf(container: Spot, files: ReadonlySet<string | null>): readonly Complaint[] {
  const blocks = items(at(container, "volumeDevices"));
  const mounted = new Set(items(at(container, "volumeMounts")).map((mount) => textOf(at(mount, "name"))));
  return [
    ...blocks.flatMap((block) => {
      const name = at(block, "name");
      const text = textOf(name);
      return [
        ...when(files.has(text), name, "is no disk: `volumeDevices` take a `persistentVolumeClaim` or `ephemeral`"),
        ...when(text !== null && mounted.has(text), name, `\`${show(text)}\` stands in \`volumeMounts\` as well`),
      ];
    }),
    ...duplicates(
      blocks.map((block) => at(block, "devicePath")),
      textOf,
    ),
  ];
}
