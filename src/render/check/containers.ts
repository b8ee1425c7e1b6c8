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
import { mustBe, variableName } from "./words.ts";

/** Containers have names of their own, an image, and variables with one source each. */
export const containers: Rule = (manifest, release) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const list = at(pod, "spec", "containers");
  const all = containersOf(manifest);
  const isEmpty = Array.isArray(list.value) && list.value.length === 0;
  return [
    ...when(!isPresent(at(pod, "spec")), pod, "`spec.containers` is required"),
    ...when(isEmpty, list, "a pod needs at least one container"),
    ...all.flatMap((container) => containerOf(container, release)),
    ...items(at(pod, "spec", "initContainers")).flatMap(beginning),
    ...duplicates(
      all.map((container) => at(container, "name")),
      textOf,
    ),
  ];
};

function containerOf(container: Spot, release: number): readonly Complaint[] {
  return [
    ...mustBe("label", at(container, "name")),
    ...imageOf(container),
    ...restartOf(container),
    ...environmentOf(container, release),
  ];
}

const OF_A_SIDECAR = ["startupProbe", "readinessProbe", "livenessProbe", "lifecycle"];

/** What runs before the others is not asked how it is, unless it goes on beside them. */
function beginning(container: Spot): readonly Complaint[] {
  if (textOf(at(container, "restartPolicy")) === "Always") return [];
  const restarts = items(at(container, "resizePolicy"))
    .map((policy) => at(policy, "restartPolicy"))
    .filter((policy) => textOf(policy) === "RestartContainer");
  return [...OF_A_SIDECAR.map((field) => at(container, field)), ...restarts].flatMap((spot) =>
    when(isPresent(spot), spot, "is for an init container with `restartPolicy: Always`"),
  );
}

function restartOf(container: Spot): readonly Complaint[] {
  const policy = at(container, "restartPolicy");
  const text = textOf(policy);
  const isKnown = text === null || ["Always", "OnFailure", "Never"].includes(text);
  return when(!isKnown, policy, `\`${show(text)}\` is not one of Always, OnFailure, Never`);
}

function imageOf(container: Spot): readonly Complaint[] {
  const image = at(container, "image");
  if (!isPresent(image)) return [complain(container, "`image` is required")];
  const text = textOf(image);
  if (text === null) return [];
  const isUsable = text !== "" && !/\s/.test(text);
  return when(!isUsable, image, `\`${show(text)}\` is not an image`);
}

function environmentOf(container: Spot, release: number): readonly Complaint[] {
  const form = variableName(release);
  const prefixes = items(at(container, "envFrom")).map((from) => at(from, "prefix"));
  return [
    ...items(at(container, "env")).flatMap((variable) => [
      ...mustBe(form, at(variable, "name")),
      ...sourceOf(variable),
    ]),
    ...prefixes.filter((prefix) => textOf(prefix) !== "").flatMap((prefix) => mustBe(form, prefix)),
  ];
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
