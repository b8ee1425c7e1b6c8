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
import { paintFor } from "./paint.ts";
import { headlineLines } from "./plan-text.ts";
import { proposedYaml } from "./proposed-spec.ts";
import { textTable } from "./table.ts";
import { NODE_HEAD, nodeRows, togetherSentence } from "./together-rows.ts";
import { visible, visibleLines } from "./visible.ts";
import { wrapped } from "./wrap.ts";

interface Style {
  readonly width: number;
  readonly color: boolean;
}

/** The terminal's answer of `advise`: the plan, beside the file's own; why this one; what else there is; what to write. */
export function adviseText(advices: readonly Advice[], shared: TogetherAdvice | null, style: Style): string {
  const blocks = advices.map((advice) => adviceBlock(advice, style));
  const together = shared === null ? [] : [togetherBlock(shared, style)];
  return `${[...together, ...blocks].join("\n\n")}\n`;
}

function adviceBlock(advice: Advice, style: Style): string {
  const paint = paintFor(style.color);
  const rest = adviceSentence(advice);
  const verdict = adviceVerdict({ ...advice, feasible: advice.recommendation !== null });
  const sentences = adviceSentences(advice).flatMap((text) => wrapped(visible(text), style.width, INDENT));
  const notes = [candidatesText(advice), ...unknownTexts(advice)];
  const parts = [
    headlineLines({ verdict, name: advice.name, rest }, paint, style.width),
    rowsOf(COMPARED_HEAD, comparedRows(advice), [1, 2, 3]),
    sentences,
    rowsOf(RUNNER_UP_HEAD, runnerUpRows(advice), [1, 2, 3]),
    rowsOf(FRONTIER_HEAD, frontierRows(advice), [1, 2, 3]),
    specLines(advice),
    notes.flatMap((text) => wrapped(visible(text), style.width, INDENT)).map(paint.dim),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const INDENT = { first: "  ", next: "    " };

function rowsOf(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]) {
  if (rows.length === 0) return [];
  return textTable({ head, rows: rows.map((row) => row.map((cell) => visible(cell, 100))), right, indent: 2 });
}

/** What to write into the file. */
function specLines({ deployment, recommendation }: Advice): readonly string[] {
  if (recommendation === null) return [];
  const yaml = proposedYaml(deployment, recommendation.deployment).trimEnd();
  if (yaml === "{}") return ["  The file says so already."];
  return [
    "  Write under spec:",
    ...visibleLines(yaml)
      .split("\n")
      .map((line) => `    ${line}`),
  ];
}

function togetherBlock(shared: TogetherAdvice, style: Style): string {
  const sentence = wrapped(togetherSentence(shared), style.width, { first: "", next: "  " });
  const paint = paintFor(style.color);
  return [...sentence.map(paint.bold), "", ...rowsOf(NODE_HEAD, nodeRows(shared), [1, 2])].join("\n").trimEnd();
}
