import type { DeploymentChange } from "../../planner/index.ts";
import { type Figure, figuresOf, type Standing } from "./figures.ts";
import { moneyChange } from "./money.ts";

/** One line of the table of a change: now, after it, and what is wanted. */
export interface DiffRow {
  readonly key: string;
  readonly label: string;
  readonly now: string;
  readonly after: string;
  /** `−$885` for the bill; empty for what reads by itself. */
  readonly change: string;
  readonly target: string;
  readonly probability: string;
  readonly standing: Standing;
  /** Whether the two texts differ: such a row is shown in bold. */
  readonly isChanged: boolean;
}

/** Base beside head. What only one side has keeps its row; the other cell is empty. */
export function diffRows({ base, head }: DeploymentChange): readonly DiffRow[] {
  const before = new Map((base === null ? [] : figuresOf(base)).map((figure) => [figure.key, figure]));
  const after = new Map((head === null ? [] : figuresOf(head)).map((figure) => [figure.key, figure]));
  const keys = [...new Set([...after.keys(), ...before.keys()])];
  return keys.flatMap((key) => {
    const now = before.get(key) ?? null;
    const then = after.get(key) ?? null;
    return [rowOf(key, now, then), ...rangeRow(key, now, then)];
  });
}

function rowOf(key: string, now: Figure | null, after: Figure | null): DiffRow {
  const shown = after ?? now;
  return {
    key,
    label: shown?.label ?? key,
    now: now?.value ?? "",
    after: after?.value ?? "",
    change: key === "cost" ? billChange(now, after) : "",
    target: after?.target ?? now?.target ?? "",
    probability: after?.probability ?? "",
    standing: after?.standing ?? null,
    isChanged: now !== null && after !== null && now.value !== after.value,
  };
}

/** The bill's range has a row of its own, as it is what people compare. */
function rangeRow(key: string, now: Figure | null, after: Figure | null): readonly DiffRow[] {
  const ranges = { now: now?.range ?? "", after: after?.range ?? "" };
  const says = (figure: Figure | null) => figure !== null && figure.range !== "" && figure.range !== figure.value;
  if (key !== "cost" || !(says(now) || says(after))) return [];
  const rest = { change: "", target: "", probability: "", standing: null, isChanged: false } as const;
  return [{ key: "range", label: "range P10–P90", ...ranges, ...rest }];
}

function billChange(now: Figure | null, after: Figure | null): string {
  if (now === null || after === null || now.amount === null || after.amount === null) return "";
  return moneyChange(after.amount - now.amount);
}
