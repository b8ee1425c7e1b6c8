import type { ListedFact } from "../../planner/index.ts";
import { grouped } from "./money.ts";
import { type Paint, paintFor } from "./paint.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { counted } from "./wording.ts";

/** The terminal's answer of `facts`: grouped by subject, each number with basis, date and source. */
export function factsText(
  facts: readonly ListedFact[],
  style: { readonly width: number; readonly color: boolean },
): string {
  const paint = paintFor(style.color);
  const groups = Map.groupBy(facts, ({ subject }) => subject);
  const blocks = [...groups].map(([subject, own]) =>
    [paint.bold(visible(subject, 120)), ...factRows(own, paint)].join("\n"),
  );
  const assumed = facts.filter(({ basis }) => basis === "assumed").length;
  return `${[...blocks, `${counted(facts.length, "fact")}, ${assumed} assumed`].join("\n\n")}\n`;
}

function factRows(facts: readonly ListedFact[], paint: Paint): readonly string[] {
  const rows = facts.map(({ name, value, unit, basis, seen, source }) => [
    visible(name, 60),
    shown(value),
    visible(unit, 30),
    // The one basis a reader must not miss.
    basis === "assumed" ? paint.doubtful("assumed") : basis,
    seen,
    visible(source, 160),
  ]);
  return textTable({ head: ["", "", "", "", "", ""], rows, right: [1], indent: 2 });
}

function shown(value: ListedFact["value"]): string {
  if (typeof value !== "number") return visible(String(value), 100);
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1e6) return size < 1e15 ? grouped(value.toFixed(0)) : value.toExponential(3);
  return String(Number(value.toPrecision(6)));
}
