import type { Complaint } from "../yaml/readings.ts";
import { containersOf, podOf } from "./pods.ts";
import { amountOf } from "./quantity.ts";
import {
  at,
  complain,
  duplicates,
  entries,
  isPresent,
  items,
  type Rule,
  type Spot,
  show,
  textOf,
  when,
} from "./spot.ts";
import { mustBe } from "./words.ts";

/** Every mount has its volume, every volume one source. */
export const volumes: Rule = (manifest) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const all = items(at(pod, "spec", "volumes"));
  const claims = items(at(manifest, "spec", "volumeClaimTemplates")).map((claim) => at(claim, "metadata", "name"));
  const names = new Set([...all.map((volume) => at(volume, "name")), ...claims].map(textOf));
  return [
    ...all.flatMap(volumeOf),
    ...duplicates(
      all.map((volume) => at(volume, "name")),
      textOf,
    ),
    ...containersOf(manifest).flatMap((container) => mountsOf(container, names)),
  ];
};

function volumeOf(volume: Spot): readonly Complaint[] {
  const sources = entries(volume).filter(([key, spot]) => key !== "name" && isPresent(spot));
  const limit = at(volume, "emptyDir", "sizeLimit");
  const size = amountOf(limit.value);
  return [
    ...mustBe("label", at(volume, "name")),
    ...when(
      isPresent(at(volume, "ephemeral")) && !isPresent(at(volume, "ephemeral", "volumeClaimTemplate")),
      at(volume, "ephemeral"),
      "`volumeClaimTemplate` is required",
    ),
    ...when(sources.length > 1, volume, `names ${sources.length} sources: ${sources.map(([key]) => key).join(", ")}`),
    ...when(size !== null && size < 0, limit, "must not be negative"),
  ];
}

function mountsOf(container: Spot, names: ReadonlySet<string | null>): readonly Complaint[] {
  const mounts = items(at(container, "volumeMounts"));
  const devices = items(at(container, "volumeDevices"));
  return [
    ...[...mounts, ...devices].flatMap((mount) => missingVolume(at(mount, "name"), names)),
    ...duplicates(
      mounts.map((mount) => at(mount, "mountPath")),
      textOf,
    ),
  ];
}

function missingVolume(name: Spot, names: ReadonlySet<string | null>): readonly Complaint[] {
  const text = textOf(name);
  if (text === null || names.has(text)) return [];
  return [complain(name, `the pod has no volume \`${show(text)}\``)];
}
