import type { Complaint } from "../yaml/readings.ts";
import { containersOf, podOf } from "./pods.ts";
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

/** Containers have names of their own, an image, and variables with one source each. */
export const containers: Rule = (manifest) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const list = at(pod, "spec", "containers");
  const all = containersOf(manifest);
  const isEmpty = Array.isArray(list.value) && list.value.length === 0;
  return [
    ...when(isEmpty, list, "a pod needs at least one container"),
    ...all.flatMap(containerOf),
    ...duplicates(
      all.map((container) => at(container, "name")),
      textOf,
    ),
  ];
};

function containerOf(container: Spot): readonly Complaint[] {
  return [...mustBe("label", at(container, "name")), ...imageOf(container), ...environmentOf(container)];
}

function imageOf(container: Spot): readonly Complaint[] {
  const image = at(container, "image");
  if (!isPresent(image)) return [complain(container, "`image` is required")];
  const text = textOf(image);
  if (text === null) return [];
  const isUsable = text !== "" && !/\s/.test(text);
  return when(!isUsable, image, `\`${show(text)}\` is not an image`);
}

function environmentOf(container: Spot): readonly Complaint[] {
  const variables = items(at(container, "env"));
  return variables.flatMap((variable) => [...mustBe("environment", at(variable, "name")), ...sourceOf(variable)]);
}

function sourceOf(variable: Spot): readonly Complaint[] {
  const source = at(variable, "valueFrom");
  if (!isPresent(source)) return [];
  const value = textOf(at(variable, "value")) ?? "";
  const named = entries(source).filter(([, spot]) => isPresent(spot)).length;
  return [
    ...when(value !== "", variable, "has both `value` and `valueFrom`"),
    ...when(named !== 1, source, `names ${named} sources instead of one`),
  ];
}
