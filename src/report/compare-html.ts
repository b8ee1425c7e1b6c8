import type { Comparison } from "../../planner/index.ts";
import { comparisonSentence, notesOf, PLATFORM_HEAD, PLATFORM_RIGHT, platformRows } from "./comparison-rows.ts";
import { figure } from "./html/chart.ts";
import { costChart } from "./html/cost-chart.ts";
import { html, NOTHING } from "./html/markup.ts";
import { page } from "./html/page.ts";
import { folded } from "./html/parts.ts";
import { table } from "./html/table.ts";
import { visible } from "./visible.ts";

/** `compare --format html`: one self-contained page. */
export async function compareHtml(comparison: Comparison): Promise<string> {
  const sentence = `${comparison.name} ${comparisonSentence(comparison)}`;
  const rows = platformRows(comparison).map((row) => row.map((cell) => html`${cell}`));
  const chart = costChart(
    comparison.platforms.flatMap(({ platform, plan }) =>
      plan === null ? [] : [{ label: platform, forecast: plan.forecast }],
    ),
  );
  const notes = comparison.platforms.map((one) =>
    folded(html`${one.name}`, html`<ul class="plain">${notesOf(one).map((text) => html`<li>${text}</li>`)}</ul>`),
  );
  return page(`${visible(sentence, 120)} · loadline`, {
    head: html`<div class="brand"><span><b>loadline</b> comparison</span></div>
<div class="verdict"><h1>${sentence}</h1></div>`,
    main: html`${table("Platforms", { head: PLATFORM_HEAD, rows, right: PLATFORM_RIGHT })}
${chart === null ? NOTHING : html`<h2>Cost</h2>${await figure(chart)}`}
<h2>What to know</h2>
${notes}`,
    foot: html`<p>Same model, weights, engine, traffic and targets everywhere; machine and number of replicas are the cheapest that hold there.</p>`,
  });
}
