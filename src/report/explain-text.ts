import type { ExplainedFigure, Explanation } from "../../planner/index.ts";
import { grouped, money } from "./money.ts";
import { type Paint, paintFor } from "./paint.ts";
import { chance, count, decimal, duration, gibibytes, rate, share } from "./quantities.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

interface TextStyle {
  readonly width: number;
  readonly color: boolean;
}

/** The terminal's answer of `explain`: the figure, what it follows from, and what that follows from, indented. */
export function explainText(name: string, { figure, explanation }: ExplainedFigure, style: TextStyle): string {
  const paint = paintFor(style.color);
  const head = `${paint.bold(visible(name, 80))}  ${paint.dim(figure)}`;
  return `${[head, "", ...explanationLines(explanation, style)].join("\n")}\n`;
}

/** One figure and all that it follows from, each step indented below what it leads to. */
export const explanationLines = (explanation: Explanation, style: TextStyle, depth = 0): readonly string[] =>
  lines(explanation, depth, { ...style, paint: paintFor(style.color) });

/** All figures with their values, when none was asked for. */
export function figuresText(name: string, figures: readonly ExplainedFigure[], style: TextStyle): string {
  const paint = paintFor(style.color);
  const rows = figures.map(({ figure, aliases, explanation }) => [
    figure,
    shown(explanation),
    explanation.name,
    aliases.length === 0 ? "" : paint.dim(`or ${aliases.join(", ")}`),
  ]);
  const table = textTable({ head: ["figure", "", "", ""], rows, right: [1], indent: 2 });
  return `${[paint.bold(visible(name, 80)), ...table].join("\n")}\n`;
}

interface Layout extends TextStyle {
  readonly paint: Paint;
}

function lines(node: Explanation, depth: number, layout: Layout): readonly string[] {
  const { paint, width } = layout;
  const indent = "  ".repeat(depth);
  const head = `${indent}${visible(node.name, 120)} = ${paint.bold(shown(node))}`;
  const next = `${indent}  `;
  const remarks = [node.how, sourceOf(node)].filter((text) => text !== "");
  return [
    head,
    ...remarks.flatMap((text) => wrapped(visible(text, 600), width, { first: next, next })).map(paint.dim),
    ...node.from.flatMap((part) => lines(part, depth + 1, layout)),
  ];
}

function sourceOf({ says }: Explanation): string {
  if (says === null) return "";
  return [says.basis === "assumed" ? "assumed" : "", says.source, says.date ?? ""]
    .filter((part) => part !== "")
    .join(", ");
}

/** A value with its unit. */
export function shown({ value, unit }: Explanation): string {
  if (value === null) return "unknown";
  if (typeof value === "string") return visible(value, 300);
  return UNITS[unit](value);
}

const UNITS: Readonly<Record<Explanation["unit"], (value: number) => string>> = {
  bytes: (value) => (value >= 2 ** 28 ? gibibytes(value) : `${grouped(value.toFixed(0))} bytes`),
  tokens: (value) => `${count(value)} tokens`,
  blocks: (value) => `${count(value)} blocks`,
  ms: (value) => duration(value, 3),
  s: (value) => duration(1000 * value, 3),
  usd: (value) => (Math.abs(value) < 10 ? `$${decimal(value, 4)}` : money(value)),
  fraction: (value) => share(value),
  probability: (value) => chance(value),
  "per second": (value) => rate(value),
  "per month": (value) => `${count(value)} a month`,
  hours: (value) => `${decimal(value, 4)} h`,
  number: (value) => (Number.isInteger(value) ? grouped(String(value)) : decimal(value, 4)),
  text: (value) => String(value),
};
