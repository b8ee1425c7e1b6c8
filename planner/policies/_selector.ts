import { at, entries, isPresent, items, type Spot, textOf } from "../domain/spot.ts";

/** Whether a label selector picks these labels. An empty one picks all, a missing one none. */
export function selects(selector: Spot, labels: Spot): boolean {
  if (!isPresent(selector)) return false;
  const wanted = entries(at(selector, "matchLabels"));
  const isSame = wanted.every(([key, { value }]) => at(labels, key).value === value);
  return isSame && items(at(selector, "matchExpressions")).every((expression) => holds(expression, labels));
}

function holds(expression: Spot, labels: Spot): boolean {
  const label = at(labels, textOf(at(expression, "key")) ?? "");
  const isListed = items(at(expression, "values")).some(({ value }) => value === label.value);
  switch (textOf(at(expression, "operator"))) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed;
    case "Exists":
      return isPresent(label);
    case "DoesNotExist":
      return !isPresent(label);
    default:
      return false;
  }
}
