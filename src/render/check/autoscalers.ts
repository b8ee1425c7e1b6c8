import type { Complaint } from "../yaml/readings.ts";
import { amountOf } from "./quantity.ts";
import { at, complain, isPresent, items, numberOf, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { mustBe } from "./words.ts";
import { cronOf, zoneOf } from "./workloads.ts";

/** An autoscaler has room between its bounds, and something to go by. */
export const autoscalers: Rule = (manifest) => {
  const spec = at(manifest, "spec");
  switch (textOf(at(manifest, "kind"))) {
    case "HorizontalPodAutoscaler":
      return horizontal(spec);
    case "ScaledObject":
      return scaledObject(spec);
    default:
      return [];
  }
};

function horizontal(spec: Spot): readonly Complaint[] {
  const least = at(spec, "minReplicas");
  const most = at(spec, "maxReplicas");
  const low = numberOf(least) ?? 1;
  const high = numberOf(most);
  return [
    ...when(low < 1, least, `${low} is below 1: scaling to zero is KEDA's`),
    ...when(high !== null && high < 1, most, `${high} is below 1`),
    ...when(high !== null && high < low, most, `${high} is below \`minReplicas\` (${low})`),
    ...targetVersion(at(spec, "scaleTargetRef")),
    ...items(at(spec, "metrics")).flatMap(metricOf),
    ...["scaleUp", "scaleDown"].flatMap((direction) => behaviour(at(spec, "behavior", direction))),
  ];
}

const METRICS: Readonly<Record<string, string>> = {
  Resource: "resource",
  Pods: "pods",
  Object: "object",
  External: "external",
  ContainerResource: "containerResource",
};
/** What a target may be given as; the server goes by the fields, whatever the target's own `type` says. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  resource: ["averageUtilization", "averageValue"],
  containerResource: ["averageUtilization", "averageValue"],
  pods: ["averageValue"],
  object: ["value", "averageValue"],
  external: ["value", "averageValue"],
};

function metricOf(metric: Spot): readonly Complaint[] {
  const type = textOf(at(metric, "type")) ?? "";
  const field = METRICS[type];
  if (field === undefined)
    return [complain(at(metric, "type"), `\`${show(type)}\` is not one of ${Object.keys(METRICS).join(", ")}`)];
  const source = at(metric, field);
  if (!isPresent(source)) return [complain(metric, `\`${field}\` is required with \`type: ${type}\``)];
  return [
    ...mustBe("segment", at(source, "metric", "name")),
    ...mustBe("label", at(source, "container")),
    ...targetOf(at(source, "target"), TARGETS[field] ?? []),
  ];
}

/** `v1` alone is the group of what cannot be scaled so. */
function targetVersion(reference: Spot): readonly Complaint[] {
  const version = at(reference, "apiVersion");
  const text = textOf(version) ?? "";
  if (text.includes("/") || textOf(at(reference, "kind")) === "ReplicationController") return [];
  if (text === "") return when(isPresent(reference), reference, "`apiVersion` is required");
  return [complain(version, `\`${show(text)}\` names no API group (apps/v1)`)];
}

function targetOf(target: Spot, fields: readonly string[]): readonly Complaint[] {
  const kind = at(target, "type");
  const isKind = ["Utilization", "Value", "AverageValue"].includes(textOf(kind) ?? "Value");
  const given = fields.filter((field) => isPresent(at(target, field)));
  const words = fields.map((field) => `\`${field}\``).join(" or ");
  if (given.length === 0) return [complain(target, `${words} is required`)];
  return [
    ...when(given.length > 1, target, `has both ${given.map((field) => `\`${field}\``).join(" and ")}`),
    ...within(at(target, "averageUtilization"), 1, MOST),
    ...when(!isKind, kind, `\`${show(kind.value)}\` is not one of Utilization, Value, AverageValue`),
    ...["value", "averageValue"].flatMap((field) => {
      const amount = amountOf(at(target, field).value);
      return when(amount !== null && amount <= 0, at(target, field), "must be above 0");
    }),
  ];
}

function behaviour(rules: Spot): readonly Complaint[] {
  const span = at(rules, "stabilizationWindowSeconds");
  const seconds = numberOf(span);
  const select = at(rules, "selectPolicy");
  const isKnown = ["Max", "Min", "Disabled"].includes(textOf(select) ?? "Max");
  return [
    ...when(!isKnown, select, `\`${show(select.value)}\` is not one of Max, Min, Disabled`),
    ...when(seconds !== null && (seconds < 0 || seconds > 3600), span, `${seconds} is outside 0 to 3600`),
    ...items(at(rules, "policies")).flatMap((policy) => [
      ...policyType(at(policy, "type")),
      ...within(at(policy, "value"), 1, MOST),
      ...within(at(policy, "periodSeconds"), 1, 1800),
    ]),
  ];
}

function policyType(spot: Spot): readonly Complaint[] {
  const isKnown = ["Percent", "Pods"].includes(textOf(spot) ?? "Pods");
  return when(!isKnown, spot, `\`${show(spot.value)}\` is neither Percent nor Pods`);
}

const MOST = Number.MAX_SAFE_INTEGER;

function within(spot: Spot, low: number, high: number): readonly Complaint[] {
  const value = numberOf(spot);
  if (value === null || (value >= low && value <= high)) return [];
  return [complain(spot, value < low ? `${value} is below ${low}` : `${value} is above ${high}`)];
}

function scaledObject(spec: Spot): readonly Complaint[] {
  const least = at(spec, "minReplicaCount");
  const most = at(spec, "maxReplicaCount");
  const idle = at(spec, "idleReplicaCount");
  const low = numberOf(least) ?? 0;
  const high = numberOf(most) ?? 100;
  const resting = numberOf(idle);
  return [
    ...within(least, 0, MOST),
    ...within(idle, 0, MOST),
    ...within(at(spec, "pollingInterval"), 1, MOST),
    ...within(at(spec, "cooldownPeriod"), 0, MOST),
    ...when(high < low || high < 1, most, `${high} is below \`minReplicaCount\` (${low}) or 1`),
    ...when(resting !== null && resting >= low, idle, `${resting} is not below \`minReplicaCount\` (${low})`),
    ...triggersOf(at(spec, "triggers")),
  ];
}

function triggersOf(list: Spot): readonly Complaint[] {
  const isEmpty = Array.isArray(list.value) && list.value.length === 0;
  return [...when(isEmpty, list, "needs at least one trigger"), ...items(list).flatMap(triggerOf)];
}

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  prometheus: ["serverAddress", "query", "threshold"],
  cron: ["timezone", "start", "end", "desiredReplicas"],
};

function triggerOf(trigger: Spot): readonly Complaint[] {
  const type = textOf(at(trigger, "type")) ?? "";
  const metadata = at(trigger, "metadata");
  const missing = (NEEDED[type] ?? []).filter((field) => !isPresent(at(metadata, field)));
  return [
    ...missing.map((field) => complain(metadata, `\`${field}\` is required by the ${type} trigger`)),
    ...numeric(at(metadata, type === "cron" ? "desiredReplicas" : "threshold")),
    ...(type === "cron" ? window(metadata) : []),
  ];
}

function window(metadata: Spot): readonly Complaint[] {
  const start = at(metadata, "start");
  const end = at(metadata, "end");
  const isSame = textOf(start) !== null && textOf(start) === textOf(end);
  return [
    ...cronOf(start),
    ...cronOf(end),
    ...zoneOf(at(metadata, "timezone")),
    ...when(isSame, end, "is the same as `start`"),
  ];
}

function numeric(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return [];
  return [complain(spot, `\`${show(text)}\` is not a number`)];
}
