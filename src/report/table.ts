import Table from "cli-table3";

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, from 0. */
  readonly right: readonly number[];
  readonly indent: number;
  /** Columns of the terminal: the widest columns break their lines until all of it fits. Without it nothing breaks. */
  readonly width?: number;
  /** Lines of the first column break last: they are short names that people look for. */
  readonly keepsFirst?: boolean;
}

const GAP = 2;
/** No column gets narrower than a short word. */
const NARROWEST = 8;

const NO_BORDER = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "" },
  ...{ "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  " },
};

/** Columns aligned by what a terminal shows (wide characters, colours); columns without any text are left out. */
export function textTable(content: TextTable): readonly string[] {
  const { indent, width = Infinity } = content;
  const columns = usedColumns(content);
  const drawn = draw(content, columns, null);
  const widths = fitted(
    drawn.widths,
    { words: columns.map((column) => longestWord(content, column)), kept: content.keepsFirst === true ? 0 : -1 },
    width - indent,
  );
  const { text } = widths === drawn.widths ? drawn : draw(content, columns, widths);
  return text.split("\n").map((line) => `${" ".repeat(indent)}${line}`.trimEnd());
}

const usedColumns = ({ head, rows }: TextTable): readonly number[] =>
  head.map((_, column) => column).filter((column) => rows.some((row) => (row[column] ?? "") !== ""));

function draw(content: TextTable, columns: readonly number[], colWidths: readonly number[] | null) {
  const { head, rows, right } = content;
  const pick = (cells: readonly string[]) => columns.map((column) => cells[column] ?? "");
  const table = new Table({
    chars: NO_BORDER,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colAligns: columns.map((column) => (right.includes(column) ? "right" : "left")),
    ...(colWidths === null ? {} : { colWidths: [...colWidths], wordWrap: true }),
  });
  if (head.some((title) => title !== "")) table.push(pick(head));
  table.push(...rows.map(pick));
  const text = table.toString();
  // Drawing leaves the widths that it took.
  return { text, widths: table.options.colWidths.map((width) => width ?? 0) };
}

const longestWord = ({ head, rows }: TextTable, column: number): number =>
  Math.max(...[head, ...rows].flatMap((row) => (row[column] ?? "").split(/\s+/).map((word) => word.length)));

/** Takes from the widest column until the sum fits: first what breaks between words, then what has to be cut. */
function fitted(
  widths: readonly number[],
  { words, kept }: { readonly words: readonly number[]; readonly kept: number },
  room: number,
): readonly number[] {
  const taken = [...widths];
  const breaks = (column: number) => (taken[column] ?? 0) > Math.max(NARROWEST, words[column] ?? 0);
  const choices: readonly ((column: number) => boolean)[] = [
    (column) => column !== kept && breaks(column),
    breaks,
    (column) => (taken[column] ?? 0) > NARROWEST,
  ];
  const excess = widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1)) - room;
  if (excess <= 0) return widths;
  for (let left = excess; left > 0; left--) {
    const columns = choices
      .map((isFit) => taken.flatMap((_, column) => (isFit(column) ? [column] : [])))
      .find((fit) => fit.length > 0);
    if (columns === undefined) break;
    const widest = Math.max(...columns.map((column) => taken[column] ?? 0));
    taken[columns.findLast((column) => taken[column] === widest) ?? 0] = widest - 1;
  }
  return taken;
}
