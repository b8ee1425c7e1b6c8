import type { Complaint } from "../yaml/readings.ts";
import { containersOf, podOf } from "./pods.ts";
import { at, entries, isPresent, items, numberOf, type Rule, type Spot, show, textOf, when } from "./spot.ts";

const SOURCES = ["configMap", "secret", "downwardAPI", "projected"];

/** Modes of files, places of mounts, and how long a token lasts. */
export const mounts: Rule = (manifest) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  return [
    ...items(at(pod, "spec", "volumes")).flatMap(volumeOf),
    ...containersOf(manifest).flatMap((container) => items(at(container, "volumeMounts")).flatMap(mountOf)),
  ];
};

function volumeOf(volume: Spot): readonly Complaint[] {
  const projected = items(at(volume, "projected", "sources"));
  const sources = [volume, ...projected].flatMap((owner) => SOURCES.map((name) => at(owner, name)));
  return [
    ...sources.flatMap((source) => [
      ...modeOf(at(source, "defaultMode")),
      ...items(at(source, "items")).flatMap((item) => [...modeOf(at(item, "mode")), ...inside(at(item, "path"))]),
    ]),
    ...projected.flatMap((source) => [...tokenOf(at(source, "serviceAccountToken")), ...oneOf(source)]),
    ...upwards(at(volume, "hostPath", "path")),
  ];
}

function oneOf(source: Spot): readonly Complaint[] {
  const given = entries(source).filter(([, spot]) => isPresent(spot)).length;
  return when(given > 1, source, `names ${given} sources instead of one`);
}

/** YAML 1.2 has no octal of one leading zero, so modes are decimal here: 0777 is 511. */
function modeOf(mode: Spot): readonly Complaint[] {
  const value = numberOf(mode);
  return when(value !== null && (value < 0 || value > 511), mode, `${value} is outside 0 to 511 (0777)`);
}

function tokenOf(token: Spot): readonly Complaint[] {
  const seconds = at(token, "expirationSeconds");
  const value = numberOf(seconds);
  return when(value !== null && (value < 600 || value > 2 ** 32), seconds, `${value} is below 600 or too long`);
}

function mountOf(mount: Spot): readonly Complaint[] {
  const path = at(mount, "mountPath");
  const subPath = at(mount, "subPath");
  const expression = at(mount, "subPathExpr");
  const text = textOf(path);
  return [
    ...when(text === "", path, "is empty"),
    ...[subPath, expression].flatMap(inside),
    ...when(isText(subPath) && isText(expression), expression, "stands beside `subPath`; only one of them may"),
  ];
}

const isText = (spot: Spot): boolean => isPresent(spot) && textOf(spot) !== "";

/** A path inside a volume. */
function inside(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  return [...when(text?.startsWith("/") ?? false, spot, `\`${show(text)}\` must be relative`), ...upwards(spot)];
}

function upwards(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  return when(text?.split("/").includes("..") ?? false, spot, `\`${show(text)}\` leads outside (\`..\`)`);
}
