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

/** The drawing as inline SVG, same bytes each time. Vega is loaded on the first chart: it costs most of a second. */
export async function figure({ draw, label, caption }: Chart): Promise<Markup> {
  const wide = await svg(draw(WIDE));
  const narrow = await svg(draw(NARROW));
  return html`<figure><div role="img" aria-label="${label}"><div class="wide">${raw(wide)}</div><div class="narrow">${raw(narrow)}</div></div>
<figcaption>${caption}</figcaption></figure>`;
}

async function svg(spec: TopLevelSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const compiled = compile({ autosize: { type: "fit-x", contains: "padding" }, config: CONFIG, ...spec });
  const drawn = await new vega.View(vega.parse(compiled.spec), { renderer: "none" }).toSVG();
  return drawn
    .replace(/ xmlns(:xlink)?="[^"]*"| version="1.1"/g, "")
    .replace("<svg ", '<svg aria-hidden="true" focusable="false" ');
}
