import { type Chart, drawing, type Layer } from "./chart.ts";
import { html, type Markup } from "./markup.ts";

/** One quantity over time. */
export interface Panel {
  /** With its unit: `Requests a second`. */
  readonly title: string;
  readonly points: readonly PanelPoint[];
  /** A line that it should stay below. */
  readonly limit: { readonly value: number; readonly text: string } | null;
  /** Steps hold from one point to the next. */
  readonly isStep: boolean;
  /** What the drawing says, for who cannot see it. */
  readonly label: string;
}

export interface PanelPoint {
  readonly x: number;
  readonly y: number | null;
  /** What it may be instead, where that is known. */
  readonly range?: readonly [low: number, high: number];
}

/** How the time of all panels of a figure is written below the last one. */
export interface TimeAxis {
  readonly kind: "week" | "minutes" | "months";
}

/** Quantities over the same time, one below the other, with one axis of time. */
export async function panelFigure(panels: readonly Panel[], axis: TimeAxis, caption: Markup): Promise<Markup> {
  const drawn: Markup[] = [];
  for (const [index, panel] of panels.entries()) {
    const isLast = index === panels.length - 1;
    drawn.push(html`<p class="panel">${panel.title}</p>
${await drawing({ draw: (width) => spec(panel, { axis, isLast }, width), label: panel.label })}
`);
  }
  return html`<figure>${drawn}<figcaption>${caption}</figcaption></figure>`;
}

type Spec = ReturnType<Chart["draw"]>;

/** Numbers beside each panel take the same room, so that times stand below each other. */
const ROOM = 46;

function spec(panel: Panel, place: { readonly axis: TimeAxis; readonly isLast: boolean }, width: number): Spec {
  const { points, limit, isStep } = panel;
  const isNarrow = width < 500;
  const values = points.map(({ x, y, range }) => ({ x, y, low: range?.[0] ?? null, high: range?.[1] ?? null }));
  const most = Math.max(limit?.value ?? 0, ...values.map(({ y, high }) => high ?? y ?? 0));
  const x = timeOf(place, isNarrow);
  const axis = {
    ...{ title: null, tickCount: 3, domain: false, ticks: false, format: most < 1000 ? ",.3~r" : ",.0f" },
    ...{ minExtent: ROOM, maxExtent: ROOM },
  } as const;
  const y = (field: string) => ({
    ...{ field, type: "quantitative" as const, axis },
    scale: { domain: [0, most > 0 ? 1.1 * most : 1], nice: false },
  });
  const interpolate = isStep ? ("step-after" as const) : ("linear" as const);
  const hasBand = values.some(({ low }) => low !== null);
  return {
    width,
    height: isNarrow ? 84 : 96,
    data: { values },
    layer: [
      ...(hasBand ? [band(x, y)] : []),
      {
        mark: { type: "line", strokeWidth: 2, color: "var(--likely)", interpolate },
        encoding: { x, y: y("y") },
      },
      ...(limit === null ? [] : limitLine(limit, y("limit"), isNarrow)),
    ],
  };
}

type Field = { readonly field: string; readonly type: "quantitative" };

const band = (x: object, y: (field: string) => Field): Layer => ({
  mark: { type: "area", opacity: 0.25, color: "var(--likely)" },
  encoding: { x, y: y("low"), y2: { field: "high" } },
});

function timeOf({ axis, isLast }: { axis: TimeAxis; isLast: boolean }, isNarrow: boolean): object {
  const shown = isLast ? {} : { labels: false, ticks: false };
  const grid = { title: null, grid: false, labelOverlap: true, ...shown } as const;
  if (axis.kind === "minutes") {
    return {
      ...{ field: "x", type: "quantitative", scale: { nice: false } },
      axis: { ...grid, tickCount: 6, labelExpr: "datum.value + ' min'" },
    };
  }
  const [wide, narrow] = axis.kind === "week" ? ["%a %-d %b", "%a"] : ["%b %Y", "%b"];
  return {
    ...{ field: "x", type: "temporal", scale: { type: "utc" } },
    axis: { ...grid, format: isNarrow ? narrow : wide, tickCount: axis.kind === "week" ? 7 : 6, labelAlign: "left" },
  };
}

/** Dashed, with its meaning beside it: reads without colour. */
function limitLine(limit: { value: number; text: string }, y: Field, isNarrow: boolean): readonly Layer[] {
  const data = { values: [{ limit: limit.value, text: limit.text }] };
  const color = "var(--bad)";
  const rule: Layer = { data, mark: { type: "rule", strokeDash: [6, 4], strokeWidth: 2, color }, encoding: { y } };
  if (isNarrow) return [rule];
  const mark = { type: "text", align: "right", baseline: "top", dy: 4, color, x: "width" } as const;
  return [rule, { data, mark, encoding: { y, text: { field: "text" } } }];
}
