import { details, markdownTable, plain } from "./markdown.ts";
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

/** `observe --format markdown`, and the App's comment: what drifted, what to do; latencies and the trend folded. */
export function observeMarkdown(report: ObservationReport): string {
  const targets = targetLines(report).map((line) => `- ${plain(line)}`);
  const parts = [
    `### ${plain(observedSentence(report), 300)}`,
    table(DRIFT_HEAD, driftRows(report)),
    sayings(report)
      .map((text) => `- ${plain(text)}`)
      .join("\n"),
    targets.join("\n"),
    folded("Latency: forecast, explained step by step, measured", LATENCY_HEAD, latencyRows(report)),
    folded("Earlier observations, measured / forecast", TREND_HEAD, trendRows(report)),
    `<sub>${[`${stretchText(report)}, UTC.`, ...footing(report)].map((text) => plain(text)).join("<br>")}</sub>`,
  ];
  return `${parts.filter((text) => text !== "").join("\n\n")}\n`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  markdownTable(
    head,
    rows.map((row) => row.map((cell) => plain(cell, 80))),
    head.map((_, column) => column).slice(1),
  );

const folded = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? "" : details(title, table(head, rows));
