import { isRecord } from "../record.ts";
import type { Complaint } from "../yaml/readings.ts";
import { parsedJson } from "./json.ts";
import { promqlFault } from "./promql.ts";
import { at, complain, entries, type Rule, type Spot, show, textOf } from "./spot.ts";

/** What Grafana's sidecar would hand to Grafana, and Grafana would drop without a word. */
export const dashboards: Rule = (manifest) => {
  const isDashboard = entries(at(manifest, "metadata", "labels")).some(([key]) => key === "grafana_dashboard");
  if (textOf(at(manifest, "kind")) !== "ConfigMap" || !isDashboard) return [];
  return entries(at(manifest, "data"))
    .filter(([key]) => key.endsWith(".json"))
    .flatMap(([, text]) => dashboard(text));
};

function dashboard(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null) return [];
  const value = parsedJson(text);
  if (value instanceof SyntaxError) return [complain(spot, `is not JSON: ${show(value.message)}`)];
  if (!isRecord(value)) return [complain(spot, "is not a dashboard: an object with `title` and `panels` is wanted")];
  const { title, panels, uid } = value;
  const wrong: string[] = [];
  if (typeof title !== "string" || title === "") wrong.push("a dashboard needs a `title`");
  if (!Array.isArray(panels)) wrong.push("a dashboard needs `panels`");
  if (uid !== undefined && (typeof uid !== "string" || !/^[\w-]{1,40}$/.test(uid))) {
    wrong.push("`uid` is at most 40 letters, digits, - and _");
  }
  if (Array.isArray(panels)) wrong.push(...panelFaults(panels));
  return wrong.map((message) => complain(spot, message));
}

function panelFaults(panels: readonly unknown[]): readonly string[] {
  const ids = new Set<unknown>();
  return panels.flatMap((panel, index) => {
    const where = `panels[${index}]`;
    if (!isRecord(panel) || typeof panel["type"] !== "string") return [`${where} needs a \`type\``];
    const isTwice = panel["id"] !== undefined && ids.has(panel["id"]);
    ids.add(panel["id"]);
    const targets = Array.isArray(panel["targets"]) ? panel["targets"] : [];
    return [
      ...(isTwice ? [`${where}: \`id\` ${show(panel["id"])} is there twice`] : []),
      ...targets.flatMap((target, line) => targetFault(target, `${where}.targets[${line}]`)),
    ];
  });
}

/** With Grafana's own variables in it, a query is no PromQL before Grafana has filled them in. */
function targetFault(target: unknown, where: string): readonly string[] {
  const expr = isRecord(target) ? target["expr"] : undefined;
  if (typeof expr !== "string" || expr.includes("$") || expr.includes("[[")) return [];
  const fault = promqlFault(expr);
  return fault === null ? [] : [`${where}.expr: ${fault}`];
}
