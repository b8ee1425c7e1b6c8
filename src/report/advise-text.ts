import type { Advice, ProposedPlan, TogetherAdvice } from "../../planner/index.ts";
import { adviceLines } from "./advice-lines.ts";
import { comparedRows, notesOf, planRows, type Rows } from "./advice-rows.ts";
import { adviceSentence, adviceVerdict } from "./advice-sentence.ts";
import { paintFor } from "./paint.ts";
import { headlineLines } from "./plan-text.ts";
import { proposedYaml } from "./proposed-spec.ts";
import { textTable } from "./table.ts";
import { costNow, nodeRows, takenBy, takenRows, togetherSentence, togetherVerdict } from "./together-rows.ts";
import { visible, visibleLines } from "./visible.ts";
import { wrapped } from "./wrap.ts";

interface Style {
  readonly width: number;
  readonly color: boolean;
}

/** The terminal's answer of `advise`: what to do and why; the plan beside the file's own; what else there is; what to write. */
export function adviseText(advices: readonly Advice[], shared: TogetherAdvice | null, style: Style): string {
  const blocks = advices.map((advice, index) => adviceBlock(advice, takenBy(shared, index), style));
  const together = shared === null ? [] : [togetherBlock(advices, shared, style)];
  return `${[...together, ...blocks].join("\n\n")}\n`;
}

function adviceBlock(advice: Advice, taken: ProposedPlan | null, style: Style): string {
  const paint = paintFor(style.color);
  const { width } = style;
  const headline = { verdict: adviceVerdict(advice), name: advice.name, rest: adviceSentence(advice) };
  const plans = planRows(advice);
  const dimmed = (texts: readonly string[]) =>
    texts.flatMap((text) => wrapped(visible(text), width, INDENT)).map(paint.dim);
  const parts = [
    headlineLines(headline, paint, width),
    labelled(advice, taken, style),
    tableOf(comparedRows(advice, taken), width),
    [...tableOf(plans, width), ...dimmed(plans.note === "" ? [] : [plans.note])],
    specLines(advice, taken),
    dimmed(notesOf(advice)),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const INDENT = { first: "  ", next: "    " };
const LABEL = 14;

/** `  Saves         $1,182 of …`; the same label again is left out. */
function labelled(advice: Advice, taken: ProposedPlan | null, { width, color }: Style): readonly string[] {
  const paint = paintFor(color);
  let last = "";
  return adviceLines(advice, taken).flatMap(({ label, text }) => {
    const shown = label === last ? "" : label;
    last = label;
    const indent = " ".repeat(LABEL + 2);
    const [first = "", ...rest] = wrapped(visible(text), width, { first: indent, next: indent });
    return [`  ${paint.bold(shown)}${first.slice(2 + shown.length)}`, ...rest];
  });
}

function tableOf({ head, rows, right }: Rows, width: number): readonly string[] {
  if (rows.length === 0) return [];
  return textTable({ head, rows: rows.map((row) => row.map((cell) => visible(cell, 100))), right, indent: 2, width });
}

/** What to write into the file. */
function specLines({ deployment, recommendation }: Advice, taken: ProposedPlan | null): readonly string[] {
  const plan = taken ?? recommendation;
  if (plan === null) return [];
  const yaml = proposedYaml(deployment, plan.deployment).trimEnd();
  if (yaml === "{}") return [];
  const lines = visibleLines(yaml).split("\n");
  return ["  Write under spec:", ...lines.map((line) => `    ${line}`)];
}

function togetherBlock(advices: readonly Advice[], shared: TogetherAdvice, { width, color }: Style): string {
  const paint = paintFor(color);
  const headline = { verdict: togetherVerdict(shared), name: "", rest: togetherSentence(shared, costNow(advices)) };
  const nodes = tableOf(nodeRows(shared), width);
  return [
    ...headlineLines(headline, paint, width),
    "",
    ...tableOf(takenRows(advices, shared), width),
    ...(nodes.length === 0 ? [] : ["", ...nodes]),
  ].join("\n");
}
