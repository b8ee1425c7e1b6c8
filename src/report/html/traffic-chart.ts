import type { DeploymentForecast } from "../../../planner/index.ts";
import { rate } from "../quantities.ts";
import type { Chart, Layer } from "./chart.ts";
import { html } from "./markup.ts";

/** The first forecast week hour by hour, with its P10 to P90 band, and what the fleet can carry where that is near. */
export function trafficChart({ traffic, capacity, name }: DeploymentForecast): Chart | null {
  const values = (traffic?.week ?? [])
    .map(({ start, p10, p50, p90 }) => ({ time: Date.parse(start), p10, p50, p90 }))
    .filter((hour) => Object.values(hour).every(Number.isFinite));
  if (values.length < 2) return null;
  const most = Math.max(...values.map(({ p90 }) => p90));
  const fleet = capacity.fleetRequestsPerSecond;
  // A line far above the traffic would press it flat.
  const line = fleet !== null && fleet > 0 && fleet <= 3 * most ? fleet : null;
  const carries =
    fleet === null
      ? ""
      : `The fleet can carry ${rate(fleet)}${line === null ? ", far above this chart" : " (dashed line)"}.`;
  return {
    draw: (width) => spec(values, line, width),
    label: `Requests per second for ${name} in the first forecast week: at most ${rate(most)} at P90. ${carries}`,
    caption: html`Requests per second in the first forecast week, UTC: most likely (line) and P10 to P90 (band). ${carries}`,
  };
}

interface Hour {
  readonly time: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

function spec(values: readonly Hour[], line: number | null, width: number): ReturnType<Chart["draw"]> {
  const isNarrow = width < 500;
  const x = {
    field: "time",
    type: "temporal",
    scale: { type: "utc" },
    title: null,
    axis: { format: isNarrow ? "%a" : "%a %-d %b", tickCount: 7, labelAlign: "left", grid: false, labelOverlap: true },
  } as const;
  const axis = { title: null, tickCount: 5, domain: false, ticks: false, format: ",.4~r" } as const;
  const y = (field: string) => ({ field, type: "quantitative" as const, axis });
  return {
    width,
    height: isNarrow ? 180 : 240,
    data: { values: [...values] },
    layer: [
      {
        mark: { type: "area", opacity: 0.25, color: "var(--likely)" },
        encoding: { x, y: y("p10"), y2: { field: "p90" } },
      },
      { mark: { type: "line", strokeWidth: 2, color: "var(--likely)" }, encoding: { x, y: y("p50") } },
      ...(line === null ? [] : fleetLine(line, y("line"), !isNarrow)),
    ],
  };
}

/** The load line: what the fleet can carry. */
function fleetLine(line: number, y: { field: string; type: "quantitative" }, isNamed: boolean): readonly Layer[] {
  const data = { values: [{ line, text: "what the fleet can carry" }] };
  const color = "var(--bad)";
  const rule: Layer = { data, mark: { type: "rule", strokeDash: [6, 4], strokeWidth: 2, color }, encoding: { y } };
  if (!isNamed) return [rule];
  return [
    rule,
    {
      data,
      mark: { type: "text", align: "right", baseline: "bottom", dy: -4, color, x: "width" },
      encoding: { y, text: { field: "text" } },
    },
  ];
}
