import type { PlatformComparison } from "../../planner/index.ts";
import {
  type Compared,
  comparisonSentence,
  comparisonVerdict,
  holdingRows,
  NOTE_WORD,
  notesOf,
  refusedRows,
} from "./comparison-rows.ts";
import { figure } from "./html/chart.ts";
import { costChart } from "./html/cost-chart.ts";
import { html, type Markup, NOTHING } from "./html/markup.ts";
import { page } from "./html/page.ts";
import { folded, headlineBlock, plainTable } from "./html/parts.ts";
import { visible } from "./visible.ts";
import { VERDICT_MARK } from "./wording.ts";

/** `compare --format html`: one self-contained page. */
export async function compareHtml(compared: Compared): Promise<string> {
  const { comparison } = compared;
  const { platforms, name } = comparison;
  const headline = { verdict: comparisonVerdict(comparison), name, rest: comparisonSentence(compared) };
  const { notes, ...holding } = holdingRows(compared);
  const refused = refusedRows(compared);
  return page(`${VERDICT_MARK[headline.verdict]} ${visible(`${name} ${headline.rest}`, 120)} · loadline`, {
    head: html`<div class="brand"><span><b>loadline</b> comparison</span></div>
${headlineBlock(headline, 1)}`,
    main: html`${plainTable("Where it holds", holding)}
${notes.map((text) => html`<p class="sub">${text}</p>`)}
${await costPart(platforms)}
${refused.rows.length === 0 ? NOTHING : html`<h2>Where it does not hold</h2>${plainTable("Where it does not hold", refused)}`}
<h2>What to know</h2>
${platforms.map(notesAbout)}`,
    foot: html`<p>Same model, weights, engine, traffic and targets everywhere; machine and number of replicas are the cheapest that hold there.</p>`,
  });
}

async function costPart(platforms: readonly PlatformComparison[]): Promise<Markup> {
  const chart = costChart(
    platforms.flatMap(({ platform, plan }) =>
      plan === null ? [] : [{ label: visible(platform, 40), forecast: plan.forecast }],
    ),
  );
  return chart === null ? NOTHING : html`<h2>Cost</h2>${await figure(chart)}`;
}

function notesAbout(one: PlatformComparison): Markup {
  const items = notesOf(one).map(
    ({ kind, text, source }) => html`<li><b>${NOTE_WORD[kind]}:</b> ${text} <span class="muted">(${source})</span></li>
`,
  );
  return items.length === 0 ? NOTHING : folded(html`${one.name}`, html`<ul class="plain">${items}</ul>`);
}
