import { kindOf, podOf } from "./pods.ts";
import { at, complain, entries, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";

const SELECTING = new Set(["apps/v1 Deployment", "apps/v1 ReplicaSet", "apps/v1 StatefulSet", "apps/v1 DaemonSet"]);

/** A workload must select the pods that it makes, or it would make them for ever. */
export const selectors: Rule = (manifest) => {
  const kind = kindOf(manifest);
  const pod = podOf(manifest);
  if (pod === null) return [];
  const selector = at(manifest, "spec", "selector");
  if (kind === "v1 ReplicationController") return mismatches(selector, pod, { expressions: [], place: selector });
  if (!SELECTING.has(kind)) return [];
  const wanted = at(selector, "matchLabels");
  const isEmpty = entries(wanted).length === 0 && items(at(selector, "matchExpressions")).length === 0;
  const isThere = selector.value !== null && typeof selector.value === "object";
  return [
    ...when(isThere && isEmpty, selector, "is empty, so it would select every pod"),
    ...mismatches(wanted, pod, { expressions: items(at(selector, "matchExpressions")), place: selector }),
  ];
};

interface Where {
  readonly expressions: readonly Spot[];
  /** What the complaint points at. */
  readonly place: Spot;
}

function mismatches(wanted: Spot, pod: Spot, { expressions, place }: Where) {
  const labels = new Map(entries(at(pod, "metadata", "labels")));
  const unmatched = entries(wanted)
    .filter(([key, value]) => textOf(value) !== null && labels.get(key)?.value !== value.value)
    .map(([key, value]) => `the template has no label \`${show(key)}: ${show(value.value)}\``);
  const failed = expressions.filter((expression) => !holds(expression, labels));
  return [
    ...unmatched.slice(0, 1).map((message) => complain(place, message)),
    ...failed.map((expression) => complain(expression, "does not hold for the template's labels")),
  ];
}

function holds(expression: Spot, labels: ReadonlyMap<string, Spot>): boolean {
  const label = labels.get(textOf(at(expression, "key")) ?? "");
  const isListed = items(at(expression, "values")).some(({ value }) => value === label?.value);
  switch (textOf(at(expression, "operator"))) {
    case "In":
      return label !== undefined && isListed;
    case "NotIn":
      return label === undefined || !isListed;
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    default:
      return true;
  }
}
