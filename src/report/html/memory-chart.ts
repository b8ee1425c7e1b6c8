import { type DeploymentForecast, gpus } from "../../../planner/index.ts";
import { memoryParts } from "../memory-parts.ts";
import { gibibytes, share } from "../quantities.ts";
import { type Chart, figure, type Layer } from "./chart.ts";
import { html, type Markup, NOTHING } from "./markup.ts";

export interface MemorySide {
  readonly label: string;
  readonly forecast: DeploymentForecast;
}

const COLOURS = {
  weights: "var(--weights)",
  kv: "var(--kv)",
  activation: "var(--activation)",
  cudaGraphs: "var(--graphs)",
  nonTorch: "var(--nontorch)",
  free: "var(--free)",
} as const;

/** Where the bytes of one GPU go, a bar for each side, and the same in words and numbers. */
export async function memoryFigure(sides: readonly MemorySide[]): Promise<Markup> {
  const known = sides.filter(({ forecast }) => forecast.plan !== null);
  const last = known.at(-1)?.forecast.plan;
  if (last === undefined || last === null) return NOTHING;
  const parts = memoryParts(last.memory);
  const legend = parts.map(
    ({ key, label, bytes, share: part }) =>
      html`<li><i class="${key}"></i><span class="name">${label}</span> ${gibibytes(bytes)} <span class="muted">${share(part)}</span></li>`,
  );
  const spoken = parts.map(({ label, bytes }) => `${label} ${gibibytes(bytes)}`).join(", ");
  const end = endOfGpu(last);
  const over = end === null ? "" : `The GPU has ${gibibytes(end)}`;
  const chart: Chart = {
    draw: (width) => spec(known, end, width),
    label: `Memory of one GPU: ${spoken}.${over === "" ? "" : ` ${over}.`}`,
    caption: html`<ul class="legend">${legend}</ul>${over === "" ? NOTHING : html`<p>${over} (dashed line).</p>`}`,
  };
  return figure(chart);
}

/** Bytes of the GPU where a plan needs more than that: a bar that fits ends there by itself. */
function endOfGpu({ gpu, memory }: NonNullable<DeploymentForecast["plan"]>): number | null {
  const usable = Object.hasOwn(gpus, gpu) ? gpus[gpu as keyof typeof gpus].memoryUsable.value : null;
  const needed = memoryParts(memory).reduce((sum, { bytes }) => sum + bytes, 0);
  return usable !== null && !memory.fits && needed > usable ? usable : null;
}

interface Segment {
  readonly side: string;
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function segmentsOf({ label, forecast }: MemorySide, width: number): readonly Segment[] {
  if (forecast.plan === null) return [];
  const parts = memoryParts(forecast.plan.memory);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  let at = 0;
  return parts.map(({ key, label: name, bytes }) => {
    const from = at / 2 ** 30;
    at += bytes;
    const short = name.replace(/[,(].*/, "").trim();
    // A label needs about seven pixels a letter; the axis takes some forty.
    const room = total > 0 ? (bytes / total) * (width - 40) : 0;
    return { side: label, key, from, to: at / 2 ** 30, text: room > 7 * short.length + 10 ? short : "" };
  });
}

function spec(sides: readonly MemorySide[], end: number | null, width: number): ReturnType<Chart["draw"]> {
  const keys = Object.keys(COLOURS);
  const y = {
    field: "side",
    type: "nominal",
    sort: null,
    title: null,
    axis: sides.length > 1 ? { domain: false, ticks: false, labelColor: "var(--ink)" } : null,
  } as const;
  const axis = { title: "GiB", domain: false, grid: false, tickCount: 6 } as const;
  return {
    width,
    height: 48 * sides.length,
    data: { values: sides.flatMap((side) => segmentsOf(side, width)) },
    layer: [
      {
        mark: { type: "bar", height: 34, stroke: "var(--panel)", strokeWidth: 1.5 },
        encoding: {
          y,
          x: { field: "from", type: "quantitative", axis, scale: { nice: false } },
          x2: { field: "to" },
          color: {
            field: "key",
            type: "nominal",
            scale: { domain: keys, range: Object.values(COLOURS) },
            legend: null,
          },
        },
      },
      {
        transform: [{ calculate: "(datum.from + datum.to) / 2", as: "middle" }],
        mark: { type: "text", fontWeight: 600 },
        encoding: {
          y,
          x: { field: "middle", type: "quantitative" },
          text: { field: "text" },
          color: { condition: { test: "datum.key === 'free'", value: "var(--onfree)" }, value: "var(--onpart)" },
        },
      },
      ...(end === null ? [] : [endLine(end)]),
    ],
  };
}

/** Light under dark: it crosses a coloured bar. */
const endLine = (end: number): Layer => ({
  data: { values: [{ end: end / 2 ** 30 }] },
  layer: [
    { mark: { type: "rule", strokeWidth: 5, color: "var(--panel)" } },
    { mark: { type: "rule", strokeDash: [6, 4], strokeWidth: 2, color: "var(--bad)" } },
  ],
  encoding: { x: { field: "end", type: "quantitative" } },
});
