import Table from "cli-table3";

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, from 0. */
  readonly right: readonly number[];
  readonly indent: number;
}

const NO_BORDER = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "" },
  ...{ "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  " },
};

/** Columns aligned by what a terminal shows (wide characters, colours); columns without any text are left out. */
export function textTable({ head, rows, right, indent }: TextTable): readonly string[] {
  const used = head.map((_, column) => column).filter((column) => rows.some((row) => (row[column] ?? "") !== ""));
  const pick = (cells: readonly string[]) => used.map((column) => cells[column] ?? "");
  const table = new Table({
    chars: NO_BORDER,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colAligns: used.map((column) => (right.includes(column) ? "right" : "left")),
  });
  if (head.some((title) => title !== "")) table.push(pick(head));
  table.push(...rows.map(pick));
  return table
    .toString()
    .split("\n")
    .map((line) => `${" ".repeat(indent)}${line}`.trimEnd());
}
