import type { Complaint } from "../yaml/readings.ts";
import { templateFault } from "./alert-templates.ts";
import { promqlFault } from "./promql.ts";
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

const DURATION = /^(?=.)(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const FACTORS = [31_536_000, 604_800, 86_400, 3600, 60, 1, 0.001];

/** Rules and scrapes that Prometheus itself would refuse to load. */
export const monitoring: Rule = (manifest) => {
  const spec = at(manifest, "spec");
  switch (textOf(at(manifest, "kind"))) {
    case "PrometheusRule":
      return groupsOf(at(spec, "groups"));
    case "ServiceMonitor":
      return items(at(spec, "endpoints")).flatMap(endpointOf);
    case "PodMonitor":
      return items(at(spec, "podMetricsEndpoints")).flatMap(endpointOf);
    case "ScaledObject":
    case "ScaledJob":
      return items(at(spec, "triggers")).flatMap(triggerOf);
    default:
      return [];
  }
};

/** KEDA hands the query to Prometheus as it is. */
function triggerOf(trigger: Spot): readonly Complaint[] {
  return textOf(at(trigger, "type")) === "prometheus" ? expression(at(trigger, "metadata", "query")) : [];
}

function endpointOf(endpoint: Spot): readonly Complaint[] {
  const interval = secondsOf(at(endpoint, "interval"));
  const timeout = at(endpoint, "scrapeTimeout");
  const seconds = secondsOf(timeout);
  const isLate = interval !== null && seconds !== null && seconds > interval;
  return when(isLate, timeout, `\`${show(timeout.value)}\` is longer than \`interval\``);
}

function groupsOf(groups: Spot): readonly Complaint[] {
  return [
    ...duplicates(
      items(groups).map((group) => at(group, "name")),
      textOf,
    ),
    ...items(groups).flatMap((group) => [
      ...duration(at(group, "interval")),
      ...items(at(group, "rules")).flatMap(ruleOf),
    ]),
  ];
}

function ruleOf(rule: Spot): readonly Complaint[] {
  const kinds = ["alert", "record"].filter((field) => isPresent(at(rule, field)));
  const record = textOf(at(rule, "record"));
  return [
    ...when(kinds.length !== 1, rule, "has one of `alert` and `record`"),
    ...when(record !== null && !METRIC.test(record), at(rule, "record"), `\`${record}\` is not a metric name`),
    ...when(record !== null && isPresent(at(rule, "for")), at(rule, "for"), "only an alert has it"),
    ...expression(at(rule, "expr")),
    ...duration(at(rule, "for")),
    ...duration(at(rule, "keep_firing_for")),
    ...["labels", "annotations"].flatMap((field) => labelNames(at(rule, field))),
    ...(isPresent(at(rule, "alert")) ? ["labels", "annotations"] : []).flatMap((field) => templates(at(rule, field))),
  ];
}

function templates(map: Spot): readonly Complaint[] {
  return entries(map).flatMap(([, spot]) => {
    const fault = templateFault(textOf(spot) ?? "");
    return fault === null ? [] : [complain(spot, fault)];
  });
}

function labelNames(map: Spot): readonly Complaint[] {
  return entries(map)
    .filter(([key]) => !LABEL.test(key))
    .map(([key, value]) => complain(value, `\`${show(key)}\` is not a label name of Prometheus`));
}

function duration(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || text === "0" || DURATION.test(text)) return [];
  return [complain(spot, `\`${show(text)}\` is not a Prometheus duration (15s, 5m, 1h30m)`)];
}

function secondsOf(spot: Spot): number | null {
  const match = DURATION.exec(textOf(spot) ?? "");
  if (match === null) return null;
  return FACTORS.reduce((sum, factor, index) => sum + factor * Number(match[index + 1] ?? 0), 0);
}

const PAIRS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const OPENING = new Set(Object.values(PAIRS));

/** Brackets and quotes that match: what a slip of the pen breaks first. */
export function expression(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null) return [];
  if (text.trim() === "") return [complain(spot, "is empty")];
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#.*/g, "");
  const open: string[] = [];
  for (const character of bare) {
    if (OPENING.has(character)) open.push(character);
    const partner = PAIRS[character];
    if (partner !== undefined && open.pop() !== partner) return [complain(spot, `has an unmatched \`${character}\``)];
  }
  const quote = /["'`]/.exec(bare)?.[0];
  if (open.length > 0 || quote !== undefined) return [complain(spot, `has an unmatched \`${quote ?? open.at(-1)}\``)];
  const fault = promqlFault(text);
  return when(fault !== null, spot, fault ?? "");
}
