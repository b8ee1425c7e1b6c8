import type { Complaint } from "../yaml/readings.ts";
import { at, complain, entries, isPresent, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { keyMustBe } from "./words.ts";
import { countOrShare } from "./workloads.ts";

/** A PodDisruptionBudget has one bound. */
export const disruptionBudgets: Rule = (manifest) => {
  if (textOf(at(manifest, "kind")) !== "PodDisruptionBudget") return [];
  const spec = at(manifest, "spec");
  const least = at(spec, "minAvailable");
  const most = at(spec, "maxUnavailable");
  return [
    ...countOrShare(least),
    ...countOrShare(most),
    ...when(isPresent(least) && isPresent(most), spec, "has both `minAvailable` and `maxUnavailable`"),
  ];
};

/** Keys become file names in a pod. */
export const configuration: Rule = (manifest) => {
  const kind = textOf(at(manifest, "kind"));
  if (kind !== "ConfigMap" && kind !== "Secret") return [];
  const maps = ["data", "binaryData", "stringData"].map((field) => at(manifest, field));
  const [data, binary] = maps;
  const both = binary === undefined ? [] : entries(binary).filter(([key]) => data && isPresent(at(data, key)));
  return [
    ...maps.flatMap((map) => entries(map).flatMap(([key, value]) => keyMustBe("dataKey", key, value))),
    ...both.map(([key, value]) => complain(value, `\`${show(key)}\` stands in both \`data\` and \`binaryData\``)),
  ];
};

/** An Application says where from and where to, each once. */
export const applications: Rule = (manifest) => {
  if (textOf(at(manifest, "kind")) !== "Application") return [];
  const spec = at(manifest, "spec");
  const sources = ["source", "sources", "sourceHydrator"].map((field) => at(spec, field)).filter(isPresent);
  const target = at(spec, "destination");
  const hasServer = isNamed(at(target, "server"));
  const hasName = isNamed(at(target, "name"));
  return [
    ...when(sources.length === 0, spec, "`source` is required"),
    ...[at(spec, "source"), ...items(at(spec, "sources"))].filter(isPresent).flatMap(sourceOf),
    ...when(isPresent(target) && hasServer === hasName, target, "names one of `server` and `name`"),
    ...items(at(spec, "syncPolicy", "syncOptions")).flatMap(syncOption),
  ];
};

function sourceOf(source: Spot): readonly Complaint[] {
  const given = ["path", "chart", "ref"].some((field) => isNamed(at(source, field)));
  return [
    ...when(!isNamed(at(source, "repoURL")), source, "`repoURL` is required"),
    ...when(!given, source, "`path` or `chart` is required"),
  ];
}

const isNamed = (spot: Spot): boolean => (textOf(spot) ?? "") !== "";

function syncOption(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || /^[A-Za-z]+=.+$/.test(text)) return [];
  return [complain(spot, `\`${show(text)}\` is not of the form Option=value`)];
}
