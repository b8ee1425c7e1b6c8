/** One measured figure beside what was aimed for (DESIGN.md section 9). */
export interface Measured {
  readonly what: string;
  readonly measured: string;
  /** Empty where none is set. */
  readonly mark: string;
}

/** The table as Markdown, so that it can be pasted into the page beside it. */
export function printTable(rows: readonly Measured[], machine: { node: string; cores: number; cpu: string }): string {
  const lines = rows.map(({ what, measured, mark }) => `| ${what} | ${measured} | ${mark} |`);
  const head = ["| what | measured | first mark |", "|---|---:|---:|"];
  return [`Node ${machine.node}, ${machine.cores} cores, ${machine.cpu}`, "", ...head, ...lines].join("\n");
}

export const thousands = (value: number): string => Math.round(value).toLocaleString("en-US");
