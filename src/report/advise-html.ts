import type { Advice, ProposedPlan, TogetherAdvice } from "../../planner/index.ts";
import { adviceLines } from "./advice-lines.ts";
import { comparedRows, notesOf, planRows, type Rows } from "./advice-rows.ts";
import { adviceSentence, adviceVerdict } from "./advice-sentence.ts";
import type { Headline } from "./headline.ts";
import { figure } from "./html/chart.ts";
import { frontierChart } from "./html/frontier-chart.ts";
import { escaped, html, type Markup, NOTHING, raw } from "./html/markup.ts";
import { page } from "./html/page.ts";
import { heading, headlineBlock, plainTable, valueCell } from "./html/parts.ts";
import { table } from "./html/table.ts";
import { proposedYaml } from "./proposed-spec.ts";
import { costNow, nodeRows, takenBy, takenRows, togetherSentence, togetherVerdict } from "./together-rows.ts";
import { visible, visibleLines } from "./visible.ts";
import { VERDICT_MARK } from "./wording.ts";

/** `advise --format html`: one self-contained page. One deployment is the page; several come under what they do together. */
export async function adviseHtml(advices: readonly Advice[], shared: TogetherAdvice | null): Promise<string> {
  const [only] = advices;
  const isAlone = shared === null && only !== undefined;
  const parts: Markup[] = [];
  for (const [index, advice] of advices.entries()) {
    const body = await advicePart(advice, takenBy(shared, index), isAlone ? 2 : 3);
    parts.push(
      isAlone
        ? body
        : html`<section>${headlineBlock(headlineOf(advice), 2)}${body}</section>
`,
    );
  }
  const top = isAlone ? headlineOf(only) : togetherHeadline(advices, shared);
  return page(`${VERDICT_MARK[top.verdict]} ${visible(`${top.name} ${top.rest}`.trim(), 120)} · loadline`, {
    head: html`<div class="brand"><span><b>loadline</b> advice</span></div>
${headlineBlock(top, 1)}`,
    main: html`${shared === null ? NOTHING : togetherPart(advices, shared)}
${parts}`,
    foot: html`<p>Each plan was simulated on the forecast traffic; <code>loadline plan</code> says the same of the recommended one.</p>`,
  });
}

const headlineOf = (advice: Advice): Headline => ({
  ...{ verdict: adviceVerdict(advice), name: advice.name, rest: adviceSentence(advice) },
});

function togetherHeadline(advices: readonly Advice[], shared: TogetherAdvice | null): Headline {
  if (shared === null) return { verdict: "pass", name: "", rest: "nothing to look at" };
  return { verdict: togetherVerdict(shared), name: "", rest: togetherSentence(shared, costNow(advices)) };
}

async function advicePart(advice: Advice, taken: ProposedPlan | null, level: 2 | 3): Promise<Markup> {
  return html`${linesOf(advice, taken)}
${comparedPart(comparedRows(advice, taken), level)}
${specPart(advice, taken, level)}
${await otherPlans(advice, level)}
${notesOf(advice).map((text) => html`<p class="sub">${text}</p>`)}`;
}

async function otherPlans(advice: Advice, level: 2 | 3): Promise<Markup> {
  const { note, ...plans } = planRows(advice);
  if (plans.rows.length === 0) return NOTHING;
  const chart = frontierChart(advice);
  return html`${heading(level, "Other plans")}
${chart === null ? NOTHING : await figure(chart)}
${plainTable("Plans that were simulated", plans)}
${note === "" ? NOTHING : html`<p class="sub">${note}</p>`}`;
}

function linesOf(advice: Advice, taken: ProposedPlan | null): Markup {
  const items = adviceLines(advice, taken).map(
    ({ label, text }) => html`<li><b>${label}:</b> ${text}</li>
`,
  );
  return html`<ul class="plain">
${items}</ul>`;
}

function comparedPart({ head, rows, right }: Rows, level: 2 | 3): Markup {
  if (rows.length === 0) return NOTHING;
  const cells = rows.map(([label = "", now = "", then = "", target = ""]) => [
    html`${label}`,
    now === "" ? NOTHING : valueCell(now, null, false),
    valueCell(then, null, true),
    html`${target}`,
  ]);
  const title = head[1] === head[2] ? "As it is" : "As it is and recommended";
  return html`${heading(level, title)}${table(title, { head, rows: cells, right })}`;
}

function specPart({ deployment, recommendation }: Advice, taken: ProposedPlan | null, level: 2 | 3): Markup {
  const plan = taken ?? recommendation;
  const yaml = plan === null ? "{}\n" : proposedYaml(deployment, plan.deployment);
  if (yaml === "{}\n") return NOTHING;
  return html`${heading(level, "What to write under spec:")}
<div class="scroll"><pre tabindex="0">${raw(escaped(visibleLines(yaml)))}</pre></div>`;
}

const togetherPart = (advices: readonly Advice[], shared: TogetherAdvice): Markup =>
  html`${plainTable("Plans together", takenRows(advices, shared))}
${plainTable("Nodes together", nodeRows(shared))}`;
