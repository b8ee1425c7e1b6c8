import type { TopLevelSpec } from "vega-lite";
import { html, type Markup, raw } from "./markup.ts";

/** A chart in two widths: text in a drawing scales with it, so a phone gets its own. */
export interface Chart {
  readonly draw: (width: number) => TopLevelSpec;
  /** What the drawing says, for who cannot see it. */
  readonly label: string;
  readonly caption: Markup;
}

/** One layer of a layered drawing. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];

const WIDE = 880;
const NARROW = 310;

/** Colours are the page's own variables, so that a drawing follows light and dark. */
const CONFIG = {
  background: "transparent",
  aria: false,
  font: "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif",
  view: { stroke: null },
  axis: {
    labelColor: "var(--muted)",
    titleColor: "var(--muted)",
    gridColor: "var(--line)",
    domainColor: "var(--line)",
    tickColor: "var(--line)",
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
  },
  text: { color: "var(--ink)", fontSize: 12 },
} as const;

/** A drawing as inline SVG, same bytes each time. Vega is loaded on the first chart: it costs most of a second. */
export async function figure(chart: Chart): Promise<Markup> {
  return html`<figure>${await drawing(chart)}
<figcaption>${chart.caption}</figcaption></figure>`;
}

/** The drawing alone, in both widths, with what it says for who cannot see it. */
export async function drawing({ draw, label }: Omit<Chart, "caption">): Promise<Markup> {
  const wide = await svg(draw(WIDE));
  const narrow = await svg(draw(NARROW));
  return html`<div role="img" aria-label="${label}"><div class="wide">${raw(wide)}</div><div class="narrow">${raw(narrow)}</div></div>`;
}

/** Drawings by what they show. A page of several deployments, or of one again, has many alike. */
const drawn = new Map<string, Promise<string>>();
const MOST_KEPT = 200;

function svg(spec: TopLevelSpec): Promise<string> {
  const key = JSON.stringify(spec);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  if (drawn.size >= MOST_KEPT) drawn.clear();
  const fresh = draw(spec);
  drawn.set(key, fresh);
  return fresh;
}

async function draw(spec: TopLevelSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const compiled = compile({ autosize: { type: "fit-x", contains: "padding" }, config: CONFIG, ...spec });
  const drawn = await new vega.View(vega.parse(compiled.spec), { renderer: "none" }).toSVG();
  return drawn
    .replace(/ xmlns(:xlink)?="[^"]*"| version="1.1"/g, "")
    .replace("<svg ", '<svg aria-hidden="true" focusable="false" ');
}
