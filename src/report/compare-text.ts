import type { Comparison } from "../../planner/index.ts";
import { comparisonSentence, notesOf, PLATFORM_HEAD, PLATFORM_RIGHT, platformRows } from "./comparison-rows.ts";
import { paintFor } from "./paint.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

/** The terminal's answer of `compare`: all platforms in a table, then why some do not hold, then what to know about each. */
export function compareText(
  comparison: Comparison,
  style: { readonly width: number; readonly color: boolean },
): string {
  const paint = paintFor(style.color);
  const { name, platforms } = comparison;
  const lines = (text: string, first: string, next: string) => wrapped(visible(text), style.width, { first, next });
  const rows = platformRows(comparison).map((row) => row.map((cell, column) => (column < 7 ? visible(cell, 60) : "")));
  const plans = platforms.flatMap(({ platform, reason }) => lines(`${platform}: ${reason}`, "  ", "    "));
  const notes = platforms.flatMap((one) => [
    "",
    paint.bold(`  ${one.name}`),
    ...notesOf(one).flatMap((text) => lines(text, "    ", "      ")),
  ]);
  const head = lines(`${name} ${comparisonSentence(comparison)}`, "", "  ").map(paint.bold);
  const table = textTable({ head: PLATFORM_HEAD, rows, right: PLATFORM_RIGHT, indent: 2 });
  return `${[...head, "", ...table, "", ...plans, ...notes].join("\n")}\n`;
}
