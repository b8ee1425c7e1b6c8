import type { RenderInput, View } from "../input.ts";
import { dashboardPanels } from "./dashboard-panels.ts";
import { fingerprint } from "./fingerprint.ts";
import { besideView } from "./identity.ts";

/** Grafana puts in the data source that the reader chose. */
const CHOSEN = "$datasource";

/** Data of `kubernetes/dashboard.yaml.hbs`. Grafana's sidecar finds it by its label. */
export function dashboardView(input: RenderInput): View {
  const { selector, ...identity } = besideView(input, "dashboard", "config");
  return { ...identity, labels: { ...identity.labels, grafana_dashboard: "1" }, json: dashboardText(input) };
}

function dashboardText(input: RenderInput): string {
  const { namespace, name } = input.deployment;
  const dashboard = {
    // The same each time and nobody else's: a link to it stays good.
    uid: `loadline-${fingerprint(`${namespace}/${name}`)}${fingerprint(`${name}/${namespace}`)}`,
    title: `${namespace} / ${name}`,
    tags: ["loadline"],
    schemaVersion: 39,
    editable: false,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    templating: { list: [{ name: "datasource", type: "datasource", query: "prometheus", label: "Prometheus" }] },
    panels: dashboardPanels(input).map((panel, index) => ({
      id: index + 1,
      type: "timeseries",
      title: panel.title,
      description: panel.description,
      datasource: { type: "prometheus", uid: CHOSEN },
      gridPos: { h: 8, w: 12, x: 12 * (index % 2), y: 8 * Math.floor(index / 2) },
      fieldConfig: { defaults: { unit: panel.unit, min: 0 }, overrides: [] },
      targets: panel.lines.map(({ legend, expr }, line) => ({
        refId: String.fromCharCode(65 + line),
        legendFormat: legend,
        expr,
      })),
    })),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
