import type { PlatformComparison } from "../../planner/index.ts";
import type { Rows } from "./advice-rows.ts";
import {
  type Compared,
  comparisonSentence,
  comparisonVerdict,
  holdingRows,
  NOTE_WORD,
  notesOf,
  refusedRows,
} from "./comparison-rows.ts";
import { details, markdownTable, plain } from "./markdown.ts";
import { headlineMarkdown } from "./plan-markdown.ts";
import { fixed, joinSections } from "./sections.ts";

/** `compare --format markdown`: where it holds in a table, why it does not elsewhere, what to know about each folded. */
export function compareMarkdown(compared: Compared): string {
  const { comparison } = compared;
  const { notes, ...holding } = holdingRows(compared);
  const headline = {
    verdict: comparisonVerdict(comparison),
    name: comparison.name,
    rest: comparisonSentence(compared),
  };
  const below = notes.length === 0 ? "" : `\n\n<sub>${notes.map((text) => plain(text)).join("<br>")}</sub>`;
  return joinSections([
    fixed("the comparison", 0, headlineMarkdown(headline, 3)),
    fixed("where it holds", 1, holding.rows.length === 0 ? "" : `${tableOf(holding)}${below}`),
    fixed("where it does not hold", 2, elsewhere(tableOf(refusedRows(compared)))),
    ...comparison.platforms.map((one) => fixed(`what to know about ${plain(one.name)}`, 3, notesAbout(one))),
  ]);
}

const elsewhere = (table: string): string => (table === "" ? "" : details("Where it does not hold, and why", table));

function notesAbout(one: PlatformComparison): string {
  const lines = notesOf(one).map(
    ({ kind, text, source }) => `- **${NOTE_WORD[kind]}:** ${plain(text)} (${plain(source)})`,
  );
  return lines.length === 0 ? "" : details(`What to know about ${plain(one.name)}`, lines.join("\n"));
}

function tableOf({ head, rows, right }: Rows): string {
  if (rows.length === 0) return "";
  return markdownTable(
    head,
    rows.map((row) => row.map((cell) => plain(cell, 300))),
    right,
  );
}
