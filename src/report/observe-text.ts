import type { ObservationReport } from "./observe-json.ts";
import {
  DRIFT_HEAD,
  driftRows,
  footing,
  LATENCY_HEAD,
  latencyRows,
  observedSentence,
  sayings,
  stretchText,
  TREND_HEAD,
  targetLines,
  trendRows,
} from "./observe-rows.ts";
import { paintFor } from "./paint.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

/** The terminal's answer of `observe`. */
export function observeText(
  report: ObservationReport,
  style: { readonly width: number; readonly color: boolean },
): string {
  const paint = paintFor(style.color);
  const { width } = style;
  const say = (texts: readonly string[]) =>
    texts.flatMap((text) => wrapped(visible(text), width, { first: "  ", next: "    " }));
  const parts: readonly (readonly string[])[] = [
    [paint.bold(`${visible(observedSentence(report))} (${stretchText(report)})`)],
    textTable({ head: DRIFT_HEAD, rows: driftRows(report), right: [1, 2, 3], indent: 2, width }),
    table(LATENCY_HEAD, latencyRows(report), width),
    targetLines(report).map((line) => `  ${line}`),
    say(sayings(report)),
    table(TREND_HEAD, trendRows(report), width),
    say(footing(report)).map(paint.dim),
  ];
  const shown = parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  if (rows.length === 0) return [];
  return textTable({ head, rows, right: head.map((_, column) => column).slice(1), indent: 2, width });
}
