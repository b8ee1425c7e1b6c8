import type { DeploymentForecast, Percentiles, SloForecast, WindowForecast } from "../../../planner/index.ts";
import { duration, rate, target } from "../quantities.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { type Panel, type PanelPoint, panelFigure } from "./panels.ts";

/** Load, replicas and queue through the first forecast week. Hours that are alike were simulated once: each is drawn as the window
 *  that stands for it. */
export async function loadFigure(forecast: DeploymentForecast): Promise<Markup> {
  const load = loadPanel(forecast);
  if (load === null) return NOTHING;
  const panels = [load, ...windowPanels(forecast)];
  const alike = panels.length > 1 ? "Hours that are alike are simulated once and drawn alike." : "";
  return panelFigure(
    panels,
    { kind: "week" },
    html`First forecast week, UTC. Requests a second: most likely (line) and P10 to P90 (band). ${carries(forecast)} ${alike}`,
  );
}

/** Every latency target through the same week; nothing without a simulation. */
export async function latencyFigure(forecast: DeploymentForecast): Promise<Markup> {
  const panels = forecast.slo.flatMap((slo) => latencyPanel(forecast, slo) ?? []);
  if (panels.length === 0) return NOTHING;
  return panelFigure(
    panels,
    { kind: "week" },
    html`Percentiles of each hour as forecast, against their targets (dashed lines). A target is judged over all requests, and with
the error of traffic and model: the table on top has its probability.`,
  );
}

function loadPanel({ traffic, capacity, name }: DeploymentForecast): Panel | null {
  const points = (traffic?.week ?? [])
    .map(({ start, p10, p50, p90 }): PanelPoint => ({ x: Date.parse(start), y: p50, range: [p10, p90] }))
    .filter(({ x, y, range }) => [x, y, ...(range ?? [])].every(Number.isFinite));
  if (points.length < 2) return null;
  const most = Math.max(...points.map(({ range }) => range?.[1] ?? 0));
  const fleet = capacity.fleetRequestsPerSecond;
  // A line far above the traffic would press it flat.
  const isNear = fleet !== null && fleet > 0 && fleet <= 3 * most;
  return {
    title: "Requests a second",
    points,
    limit: isNear ? { value: fleet, text: "what the fleet can carry" } : null,
    isStep: false,
    label: `Requests per second for ${name} in the first forecast week: at most ${rate(most)} at P90.`,
  };
}

function carries({ capacity, traffic }: DeploymentForecast): string {
  const fleet = capacity.fleetRequestsPerSecond;
  if (fleet === null) return "";
  const most = Math.max(0, ...(traffic?.week ?? []).map(({ p90 }) => p90));
  return `The fleet can carry ${rate(fleet)}${fleet > 0 && fleet <= 3 * most ? " (dashed line)" : ", far above this chart"}.`;
}

function windowPanels(forecast: DeploymentForecast): readonly Panel[] {
  const replicas = pointsOf(forecast, ({ meanReplicas }) => meanReplicas);
  const waiting = pointsOf(forecast, ({ maxWaiting }) => maxWaiting);
  if (replicas.length < 2) return [];
  return [
    {
      ...{ title: "Replicas on average", points: replicas, limit: null, isStep: true },
      label: `Replicas through the week: ${bounds(replicas, (value) => value.toFixed(1))}.`,
    },
    {
      ...{ title: "Most requests waiting at once", points: waiting, limit: null, isStep: true },
      label: `Most requests waiting at once through the week: ${bounds(waiting, String)}.`,
    },
  ];
}

const METRICS = { ttft: "time to first token", tpot: "time per output token", e2e: "end-to-end time" } as const;

function latencyPanel(forecast: DeploymentForecast, slo: SloForecast): Panel | null {
  const { metric, percentile } = slo;
  if (metric === "errorRate" || percentile === null) return null;
  const ofWindow = ({ ttftMs, tpotMs, e2eMs }: WindowForecast): Percentiles =>
    ({ ttft: ttftMs, tpot: tpotMs, e2e: e2eMs })[metric];
  const points = pointsOf(forecast, (window) => ofWindow(window)[percentile as keyof Percentiles] ?? null);
  if (points.length < 2) return null;
  const inSeconds = Math.max(slo.target, ...points.map(({ y }) => y ?? 0)) >= 1000;
  const scale = inSeconds ? 1000 : 1;
  return {
    title: `${percentile} ${METRICS[metric]}, ${inSeconds ? "seconds" : "milliseconds"}`,
    points: points.map(({ x, y }) => ({ x, y: y === null ? null : y / scale })),
    limit: { value: slo.target / scale, text: `target ${target(slo.target)}` },
    isStep: true,
    label: `${percentile} ${METRICS[metric]} through the week: ${bounds(points, (value) => duration(value))}; target ${target(slo.target)}.`,
  };
}

/** A quantity of the window that each hour of the week belongs to; nothing where windows do not say their hours. */
function pointsOf(
  { traffic, windows }: DeploymentForecast,
  value: (window: WindowForecast) => number | null,
): readonly PanelPoint[] {
  const week = traffic?.week ?? [];
  const ofHour = new Map(windows.flatMap((window) => window.hours.map((hour) => [hour, window] as const)));
  return week.flatMap(({ start }, hour) => {
    const window = ofHour.get(hour);
    return window === undefined ? [] : [{ x: Date.parse(start), y: value(window) }];
  });
}

function bounds(points: readonly PanelPoint[], show: (value: number) => string): string {
  const values = points.flatMap(({ y }) => (y === null ? [] : [y]));
  if (values.length === 0) return "none";
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? show(most) : `${show(least)} to ${show(most)}`;
}
