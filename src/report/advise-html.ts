import type { Advice, TogetherAdvice } from "../../planner/index.ts";
import {
  adviceSentence,
  adviceSentences,
  adviceVerdict,
  COMPARED_HEAD,
  candidatesText,
  comparedRows,
  FRONTIER_HEAD,
  frontierRows,
  RUNNER_UP_HEAD,
  runnerUpRows,
  unknownTexts,
} from "./advice-rows.ts";
import { figure } from "./html/chart.ts";
import { frontierChart } from "./html/frontier-chart.ts";
import { html, type Markup, NOTHING } from "./html/markup.ts";
import { page } from "./html/page.ts";
import { badge, sentence } from "./html/parts.ts";
import { table } from "./html/table.ts";
import { proposedYaml } from "./proposed-spec.ts";
import { NODE_HEAD, nodeRows, togetherSentence } from "./together-rows.ts";
import { visible } from "./visible.ts";

/** `advise --format html`: one self-contained page. */
export async function adviseHtml(advices: readonly Advice[], shared: TogetherAdvice | null): Promise<string> {
  const [only] = advices;
  const title = shared === null && only !== undefined ? `${only.name} ${adviceSentence(only)}` : togetherText(shared);
  const parts: Markup[] = [];
  for (const advice of advices) parts.push(await advicePart(advice));
  return page(`${visible(title, 120)} · loadline`, {
    head: html`<div class="brand"><span><b>loadline</b> advice</span></div>
${shared === null ? NOTHING : html`<div class="verdict ${shared.feasible ? "pass" : "block"}"><h1>${togetherText(shared)}</h1></div>`}`,
    main: html`${shared === null ? NOTHING : rows("Nodes together", { head: NODE_HEAD, rows: nodeRows(shared), right: [1, 2] })}
${parts}`,
    foot: html`<p>Each plan was simulated on the forecast traffic; the recommended one is what <code>loadline plan</code> would say.</p>`,
  });
}

const togetherText = (shared: TogetherAdvice | null): string => (shared === null ? "" : togetherSentence(shared));

async function advicePart(advice: Advice): Promise<Markup> {
  const { name, deployment, recommendation } = advice;
  const verdict = adviceVerdict({ ...advice, feasible: recommendation !== null });
  const chart = frontierChart(advice);
  const reasons = adviceSentences(advice).map((text) => html`<li>${text}</li>`);
  const notes = [candidatesText(advice), ...unknownTexts(advice)].map((text) => html`<p class="muted">${text}</p>`);
  return html`<section><div class="verdict ${verdict}">${badge(verdict)}<h2>${sentence({ verdict, name, rest: adviceSentence(advice) })}</h2></div>
${rows("As it is and recommended", { head: COMPARED_HEAD, rows: comparedRows(advice), right: [1, 2, 3] })}
${reasons.length === 0 ? NOTHING : html`<h3>Why this one</h3><ul class="plain">${reasons}</ul>`}
${recommendation === null ? NOTHING : html`<h3>What to write under <code>spec:</code></h3><pre>${proposedYaml(deployment, recommendation.deployment)}</pre>`}
${chart === null ? NOTHING : html`<h3>Cost against latency</h3>${await figure(chart)}`}
${rows("Cost against latency", { head: FRONTIER_HEAD, rows: frontierRows(advice), right: [1, 2, 3] })}
${rows("Runners-up", { head: RUNNER_UP_HEAD, rows: runnerUpRows(advice), right: [1, 2, 3] })}
${notes}</section>
`;
}

interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly right: readonly number[];
}

function rows(caption: string, { head, rows: lines, right }: Rows): Markup {
  if (lines.length === 0) return NOTHING;
  return table(caption, { head, rows: lines.map((row) => row.map((cell) => html`${cell}`)), right });
}
