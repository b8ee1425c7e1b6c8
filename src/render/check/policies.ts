import { at, complain, entries, isPresent, numberOf, type Rule, show, textOf, when } from "./spot.ts";
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

/** Above this stand the priorities of the cluster's own parts. Source: HighestUserDefinablePriority in pkg/apis/scheduling/types.go. */
const HIGHEST_PRIORITY = 1_000_000_000;

/** Users' priorities, and the names that are the cluster's own. */
export const priorities: Rule = (manifest) => {
  if (textOf(at(manifest, "kind")) !== "PriorityClass") return [];
  const name = at(manifest, "metadata", "name");
  if (OF_THE_CLUSTER.has(textOf(name) ?? "")) return [];
  const value = at(manifest, "value");
  const number = numberOf(value);
  return [
    ...when(textOf(name)?.startsWith("system-") ?? false, name, "begins with `system-`, as the cluster's own do"),
    ...when(number !== null && number > HIGHEST_PRIORITY, value, `${number} is above ${HIGHEST_PRIORITY}`),
  ];
};

const OF_THE_CLUSTER = new Set(["system-cluster-critical", "system-node-critical"]);
