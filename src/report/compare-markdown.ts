import type { Comparison } from "../../planner/index.ts";
import { comparisonSentence, notesOf, PLATFORM_HEAD, PLATFORM_RIGHT, platformRows } from "./comparison-rows.ts";
import { code, details, markdownTable, plain } from "./markdown.ts";
import { fixed, joinSections } from "./sections.ts";

/** `compare --format markdown`: all platforms in a table; what to know about each folded. */
export function compareMarkdown(comparison: Comparison): string {
  const rows = platformRows(comparison).map((row) => row.map((cell) => plain(cell, 200)));
  const notes = comparison.platforms.map((one) =>
    details(
      plain(one.name),
      notesOf(one)
        .map((text) => `- ${plain(text)}`)
        .join("\n"),
    ),
  );
  return joinSections([
    fixed(
      "the comparison",
      0,
      `### loadline: ${code(comparison.name, 80)} ${plain(comparisonSentence(comparison), 300)}`,
    ),
    fixed("the platforms", 1, markdownTable(PLATFORM_HEAD, rows, PLATFORM_RIGHT)),
    ...notes.map((text) => fixed("what to know about a platform", 2, text)),
  ]);
}
