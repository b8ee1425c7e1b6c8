import { html, type Markup, NOTHING } from "./html/markup.ts";
import { page } from "./html/page.ts";
import { plainTable } from "./html/parts.ts";
import type { ObservationReport } from "./observe-json.ts";
import {
  DRIFT_HEAD,
  driftRows,
  footing,
  LATENCY_HEAD,
  latencyRows,
  observedSentence,
  sayings,
  stretchText,
  TREND_HEAD,
  targetLines,
  trendRows,
} from "./observe-rows.ts";
import { visible } from "./visible.ts";

/** `observe --format html`: one self-contained page. */
export function observeHtml(report: ObservationReport): string {
  const sentence = observedSentence(report);
  return page(`${visible(sentence, 120)} · loadline`, {
    head: html`<div class="brand"><span><b>loadline</b> observe</span></div>
<div class="verdict"><h1>${sentence}</h1></div>
<p class="sub">${stretchText(report)}, UTC</p>`,
    main: html`<h2>What was forecast, and what came</h2>
${plainTable("What was forecast, and what came", { head: DRIFT_HEAD, rows: driftRows(report), right: [1, 2, 3] })}
${list(sayings(report))}
${part("Latency: forecast, explained step by step, measured", LATENCY_HEAD, latencyRows(report))}
${list(targetLines(report))}
${part("Earlier observations, measured / forecast", TREND_HEAD, trendRows(report))}`,
    foot: html`${footing(report).map((text) => html`<p>${text}</p>`)}`,
  });
}

type Cells = readonly (readonly string[])[];

const rows = (caption: string, head: readonly string[], cells: Cells): Markup =>
  plainTable(caption, { head, rows: cells, right: head.map((_, column) => column).slice(1) });

const part = (title: string, head: readonly string[], cells: Cells): Markup =>
  cells.length === 0
    ? NOTHING
    : html`<h2>${title}</h2>
${rows(title, head, cells)}`;

function list(texts: readonly string[]): Markup {
  if (texts.length === 0) return NOTHING;
  return html`<ul class="plain">
${texts.map(
  (text) => html`<li>${text}</li>
`,
)}</ul>`;
}
