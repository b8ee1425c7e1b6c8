import type { Rows } from "./advice-rows.ts";
import {
  type Compared,
  comparisonSentence,
  comparisonVerdict,
  holdingRows,
  notesOf,
  refusedRows,
} from "./comparison-rows.ts";
import { type Paint, paintFor } from "./paint.ts";
import { headlineLines } from "./plan-text.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

interface Style {
  readonly width: number;
  readonly color: boolean;
}

/** The terminal's answer of `compare`: where it holds in a table, why it does not elsewhere, what to know about where it does. */
export function compareText(compared: Compared, style: Style): string {
  const { comparison } = compared;
  const paint = paintFor(style.color);
  const lines = (text: string, first: string, next: string) => wrapped(visible(text), style.width, { first, next });
  const headline = {
    verdict: comparisonVerdict(comparison),
    name: comparison.name,
    rest: comparisonSentence(compared),
  };
  const holding = holdingRows(compared);
  const notes = comparison.platforms
    .filter(({ plan }) => plan !== null)
    .map((one) => [
      paint.bold(`  ${visible(one.name)}`),
      ...notesOf(one).flatMap(({ kind, text }) => lines(`${MARK[kind]} ${text}`, "    ", "      ")),
    ]);
  const elsewhere = notes.length === 0 ? [] : [lines(ELSEWHERE, "  ", "  ").map(paint.dim)];
  const blocks = [
    headlineLines(headline, paint, style.width),
    tableOf(holding, style.width),
    [
      ...titled("Cheapest plan that holds", planLines(holding, style), paint),
      ...holding.notes.flatMap((text) => lines(text, "  ", "    ")).map(paint.dim),
    ],
    refusedLines(compared, style),
    ...notes,
    ...elsewhere,
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

const MARK = { good: "+", mind: "−", price: "Price" } as const;

const ELSEWHERE = "Sources, and what to know about the other platforms: --format markdown, html or json.";

/** Figures only: a plan is as long as its machine's name, and comes below. A narrow terminal has no room for ranges. */
function tableOf({ head, rows, right }: Rows, width: number): readonly string[] {
  if (rows.length === 0) return [];
  const hidden = width < WIDE ? [RANGE, SET_UP, PLAN, REMARKS, WARNS] : [SET_UP, PLAN, REMARKS, WARNS];
  const short = rows.map((row) => row.map((cell, column) => (hidden.includes(column) ? "" : visible(cell, 60))));
  return textTable({ head, rows: short, right, indent: 2, width });
}

const WIDE = 100;
const [RANGE, SET_UP, PLAN, REMARKS, WARNS] = [3, 6, 8, 10, 11];

/** `  eks (us-east-1, now): 1 x g6e.xlarge; set up in 2 days`. */
const planLines = ({ rows }: Rows, { width }: Style): readonly string[] =>
  rows.flatMap((row) => {
    const remarks = row[REMARKS] === "" ? "" : `; ${row[REMARKS]}`;
    const warns = row[WARNS] === "" ? "" : `; ⚠ ${row[WARNS]}`;
    const text = `${row[0]}: ${row[PLAN]}; set up in ${row[SET_UP]}${remarks}${warns}`;
    return wrapped(visible(text), width, { first: "    ", next: "      " });
  });

const titled = (title: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : [paint.bold(`  ${title}`), ...lines];

/** `✗ block cloud-run (us-central1): nothing holds; …`. */
function refusedLines(compared: Compared, { width, color }: Style): readonly string[] {
  const { rows } = refusedRows(compared);
  const lines = rows.flatMap(([place = "", verdict = "", why = ""]) =>
    wrapped(visible(`${verdict} ${place}: ${why}`), width, { first: "    ", next: "      " }),
  );
  return titled("Does not hold", lines, paintFor(color));
}
