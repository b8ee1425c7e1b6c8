import { type Paint, paintFor } from "./paint.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

/** One thing that was looked at, and what to do about it. */
export interface DiagnosisLine {
  readonly id: string;
  readonly state: "ok" | "warning" | "problem" | "skipped";
  readonly found: string;
  readonly advice: string;
}

const MARK = { ok: "✓", warning: "⚠", problem: "✗", skipped: "·" } as const;

/** The terminal's answer of `doctor`: each thing on a line, and below what is wrong what mends it. */
export function doctorText(
  lines: readonly DiagnosisLine[],
  style: { readonly width: number; readonly color: boolean },
): string {
  const paint = paintFor(style.color);
  const rows = lines.flatMap(({ id, state, found, advice }) => [
    marked(paint, state, `${MARK[state]} ${visible(id, 120)}: ${visible(found, 400)}`),
    ...(advice === "" ? [] : wrapped(`→ ${visible(advice, 400)}`, style.width, { first: "    ", next: "      " })),
  ]);
  const problems = lines.filter(({ state }) => state === "problem").length;
  const sum = problems === 0 ? "Nothing stands in the way." : `${problems} to mend.`;
  return `${[...rows, "", sum].join("\n")}\n`;
}

function marked(paint: Paint, state: DiagnosisLine["state"], text: string): string {
  if (state === "problem") return paint.bad(text);
  return state === "warning" ? paint.doubtful(text) : text;
}
