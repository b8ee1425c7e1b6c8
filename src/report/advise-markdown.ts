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
import { code, details, fence, markdownTable, plain } from "./markdown.ts";
import { headlineMarkdown } from "./plan-markdown.ts";
import { proposedYaml } from "./proposed-spec.ts";
import { fixed, joinSections, type Section } from "./sections.ts";
import { NODE_HEAD, nodeRows, togetherSentence } from "./together-rows.ts";

/** `advise --format markdown`: the plan beside the file's own, why this one, what to write; the rest folded. */
export function adviseMarkdown(advices: readonly Advice[], shared: TogetherAdvice | null): string {
  const level = advices.length === 1 ? 3 : 4;
  return joinSections([...togetherSections(shared), ...advices.flatMap((advice) => sectionsOf(advice, level))]);
}

function sectionsOf(advice: Advice, level: 3 | 4): readonly Section[] {
  const { name, deployment, recommendation } = advice;
  const verdict = adviceVerdict({ ...advice, feasible: recommendation !== null });
  const of = (what: string) => `${what} of ${code(name, 80)}`;
  const yaml = recommendation === null ? "{}\n" : proposedYaml(deployment, recommendation.deployment);
  const notes = [candidatesText(advice), ...unknownTexts(advice)].map((text) => plain(text)).join("<br>");
  const parts: readonly (readonly [string, number, string])[] = [
    ["the advice", 0, headlineMarkdown({ verdict, name, rest: adviceSentence(advice) }, level)],
    ["the comparison", 1, tableOf(COMPARED_HEAD, comparedRows(advice), [1, 2, 3])],
    [
      "the reasons",
      2,
      adviceSentences(advice)
        .map((text) => `- ${plain(text)}`)
        .join("\n"),
    ],
    ["what to write", 2, yaml === "{}\n" ? "" : `Under \`spec:\`\n\n${fence(yaml, "yaml")}`],
    ["the runners-up", 3, folded("Runners-up", tableOf(RUNNER_UP_HEAD, runnerUpRows(advice), [1, 2, 3]))],
    [
      "cost against latency",
      4,
      folded("Cost against latency", tableOf(FRONTIER_HEAD, frontierRows(advice), [1, 2, 3])),
    ],
    ["the count", 5, `<sub>${notes}</sub>`],
  ];
  return parts.filter(([, , text]) => text !== "").map(([what, rank, text]) => fixed(of(what), rank, text));
}

const folded = (title: string, body: string): string => (body === "" ? "" : details(title, body));

function tableOf(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string {
  if (rows.length === 0) return "";
  return markdownTable(
    head,
    rows.map((row) => row.map((cell) => plain(cell, 160))),
    right,
  );
}

function togetherSections(shared: TogetherAdvice | null): readonly Section[] {
  if (shared === null) return [];
  const text = `### loadline: ${plain(togetherSentence(shared), 300)}`;
  return [fixed("all together", 0, text), fixed("the nodes", 1, tableOf(NODE_HEAD, nodeRows(shared), [1, 2]))];
}
