import type { Advice, ProposedPlan, TogetherAdvice } from "../../planner/index.ts";
import { adviceLines } from "./advice-lines.ts";
import { comparedRows, notesOf, planRows, type Rows } from "./advice-rows.ts";
import { adviceSentence, adviceVerdict, type Measure } from "./advice-sentence.ts";
import { code, details, fence, markdownTable, plain } from "./markdown.ts";
import { headlineMarkdown } from "./plan-markdown.ts";
import { proposedYaml } from "./proposed-spec.ts";
import { fixed, joinSections, type Section } from "./sections.ts";
import { costNow, nodeRows, takenBy, takenRows, togetherSentence, togetherVerdict } from "./together-rows.ts";
import { VERDICT_EMOJI } from "./wording.ts";

/** `advise --format markdown`: what to do and why, the plan beside the file's own, what to write; the rest folded. */
export function adviseMarkdown(
  advices: readonly Advice[],
  shared: TogetherAdvice | null,
  measure: Measure = "now",
): string {
  const level = advices.length === 1 ? 3 : 4;
  return joinSections([
    ...(shared === null ? [] : togetherSections(advices, shared)),
    ...advices.flatMap((advice, index) => sectionsOf(advice, takenBy(shared, index), { level, measure })),
  ]);
}

interface Form {
  readonly level: 3 | 4;
  readonly measure: Measure;
}

function sectionsOf(advice: Advice, taken: ProposedPlan | null, { level, measure }: Form): readonly Section[] {
  const headline = { verdict: adviceVerdict(advice), name: advice.name, rest: adviceSentence(advice, measure) };
  const notes = notesOf(advice)
    .map((text) => plain(text))
    .join("<br>");
  const parts: readonly (readonly [string, number, string])[] = [
    ["the advice", 0, headlineMarkdown(headline, level)],
    ["the reasons", 1, listOf(advice, taken, measure)],
    ["the comparison", 2, tableOf(comparedRows(advice, taken))],
    ["what to write", 2, specOf(advice, taken)],
    ["the other plans", 3, otherPlans(advice)],
    ["the count", 4, `<sub>${notes}</sub>`],
  ];
  const of = (what: string) => `${what} of ${code(advice.name, 80)}`;
  return parts.filter(([, , text]) => text !== "").map(([what, rank, text]) => fixed(of(what), rank, text));
}

const listOf = (advice: Advice, taken: ProposedPlan | null, measure: Measure): string =>
  adviceLines(advice, taken, measure)
    .map(({ label, text }) => `- **${label}:** ${plain(text)}`)
    .join("\n");

function specOf({ deployment, recommendation }: Advice, taken: ProposedPlan | null): string {
  const plan = taken ?? recommendation;
  const yaml = plan === null ? "{}\n" : proposedYaml(deployment, plan.deployment);
  return yaml === "{}\n" ? "" : details("What to write under <code>spec:</code>", fence(yaml, "yaml"));
}

function otherPlans(advice: Advice): string {
  const { note, ...plans } = planRows(advice);
  if (plans.rows.length === 0) return "";
  const below = note === "" ? "" : `\n\n<sub>${plain(note)}</sub>`;
  return details("Other plans", `${tableOf(plans)}${below}`);
}

function tableOf({ head, rows, right }: Rows): string {
  if (rows.length === 0) return "";
  return markdownTable(
    head,
    rows.map((row) => row.map((cell) => plain(cell, 160))),
    right,
  );
}

function togetherSections(advices: readonly Advice[], shared: TogetherAdvice): readonly Section[] {
  const emoji = VERDICT_EMOJI[togetherVerdict(shared)];
  const nodes = tableOf(nodeRows(shared));
  return [
    fixed("all together", 0, `### ${emoji} loadline: ${plain(togetherSentence(shared, costNow(advices)), 300)}`),
    fixed("the plans together", 1, tableOf(takenRows(advices, shared))),
    ...(nodes === "" ? [] : [fixed("the nodes", 1, nodes)]),
  ];
}
