import { at, complain, entries, isPresent, type Rule, show, textOf, when } from "./spot.ts";
import { keyMustBe } from "./words.ts";
import { atMostAll, countOrShare } from "./workloads.ts";

/** A PodDisruptionBudget has one bound. */
export const disruptionBudgets: Rule = (manifest) => {
  if (textOf(at(manifest, "kind")) !== "PodDisruptionBudget") return [];
  const spec = at(manifest, "spec");
  const least = at(spec, "minAvailable");
  const most = at(spec, "maxUnavailable");
  return [
    ...countOrShare(least),
    ...countOrShare(most),
    ...[least, most].flatMap(atMostAll),
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
