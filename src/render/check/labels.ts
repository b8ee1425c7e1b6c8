import type { Complaint } from "../yaml/readings.ts";
import { podOf } from "./pods.ts";
import { at, complain, entries, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { keyMustBe, mustBe } from "./words.ts";

/** The server's limit for all annotations of an object together. */
const MOST_ANNOTATION_BYTES = 256 * 1024;

/** Labels, annotations and selectors are made of keys and values with rules of their own. */
export const labels: Rule = (manifest) => {
  const pod = podOf(manifest);
  const template = pod === null || pod.path.length === 0 ? [] : metadataOf(at(pod, "metadata"));
  const placement = pod === null ? [] : placementOf(at(pod, "spec"));
  return [
    ...metadataOf(at(manifest, "metadata")),
    ...(isBuiltIn(manifest) ? items(at(manifest, "metadata", "finalizers")).flatMap(bareFinalizer) : []),
    ...template,
    ...placement,
    ...selectorsOf(manifest),
  ];
};

const isBuiltIn = (manifest: Spot): boolean =>
  /^([^./]+\/|[^/]+\.k8s\.io\/)?v\w+$/.test(textOf(at(manifest, "apiVersion")) ?? "");

const OF_THE_SERVER = ["foregroundDeletion", "kubernetes", "orphan"];

/** Custom resources may have bare names, with a warning; what the server brings itself may not. */
function bareFinalizer(spot: Spot): readonly Complaint[] {
  const text = textOf(spot) ?? "/";
  const isKnown = text.includes("/") || OF_THE_SERVER.includes(text);
  return when(
    !isKnown,
    spot,
    `\`${show(text)}\` has no domain in front, and is not one of ${OF_THE_SERVER.join(", ")}`,
  );
}

function metadataOf(metadata: Spot): readonly Complaint[] {
  return [
    ...labelsOf(at(metadata, "labels")),
    ...annotationsOf(at(metadata, "annotations")),
    ...items(at(metadata, "finalizers")).flatMap((spot) => mustBe("qualified", spot)),
  ];
}

function labelsOf(map: Spot): readonly Complaint[] {
  return entries(map).flatMap(([key, value]) => [...keyMustBe("labelKey", key, value), ...mustBe("labelValue", value)]);
}

function annotationsOf(map: Spot): readonly Complaint[] {
  const all = entries(map);
  const size = all.reduce((sum, [key, value]) => sum + key.length + (textOf(value)?.length ?? 0), 0);
  return [
    ...all.flatMap(([key, value]) => keyMustBe("labelKey", key.toLowerCase(), value)),
    ...when(size > MOST_ANNOTATION_BYTES, map, `${size} characters of annotations; at most ${MOST_ANNOTATION_BYTES}`),
  ];
}

function placementOf(spec: Spot): readonly Complaint[] {
  const spread = items(at(spec, "topologySpreadConstraints"));
  return [
    ...labelsOf(at(spec, "nodeSelector")),
    ...spread.flatMap((constraint) => [
      ...selectorOf(at(constraint, "labelSelector")),
      ...when(Number(at(constraint, "maxSkew").value) < 1, at(constraint, "maxSkew"), "must be at least 1"),
    ]),
  ];
}

function selectorsOf(manifest: Spot): readonly Complaint[] {
  const spec = at(manifest, "spec");
  const selector = at(spec, "selector");
  const kind = textOf(at(manifest, "kind"));
  if (kind === "Service" || kind === "ReplicationController") return labelsOf(selector);
  return [...selectorOf(selector), ...selectorOf(at(spec, "podSelector"))];
}

/** `matchLabels` and `matchExpressions`. */
export function selectorOf(selector: Spot): readonly Complaint[] {
  return [...labelsOf(at(selector, "matchLabels")), ...items(at(selector, "matchExpressions")).flatMap(expressionOf)];
}

const WITH_VALUES = new Set(["In", "NotIn"]);
const WITHOUT_VALUES = new Set(["Exists", "DoesNotExist"]);

function expressionOf(expression: Spot): readonly Complaint[] {
  const operator = at(expression, "operator");
  const values = at(expression, "values");
  const key = textOf(at(expression, "key"));
  const count = items(values).length;
  const name = textOf(operator) ?? "";
  if (!WITH_VALUES.has(name) && !WITHOUT_VALUES.has(name)) {
    return [complain(operator, `\`${name}\` is not one of In, NotIn, Exists, DoesNotExist`)];
  }
  return [
    ...(key === null ? [] : keyMustBe("labelKey", key, at(expression, "key"))),
    ...items(values).flatMap((value) => mustBe("labelValue", value)),
    ...when(WITH_VALUES.has(name) && count === 0, expression, `\`${name}\` needs \`values\``),
    ...when(WITHOUT_VALUES.has(name) && count > 0, values, `\`${name}\` takes no values`),
  ];
}
