import { type DeploymentForecast, explainedFigures } from "../../planner/index.ts";
import { basisOf, leftOut } from "./basis.ts";
import { COST_HEAD, COST_RIGHT, COST_TITLE, costRows, costSentences } from "./cost-lines.ts";
import { explanationLines } from "./explain-text.ts";
import { type Figure, figuresOf, type Standing } from "./figures.ts";
import { findingLines } from "./finding-lines.ts";
import { memoryTable } from "./fit-text.ts";
import { type Headline, headlineOf, summaryOf } from "./headline.ts";
import { type Locator, nowhere } from "./locate.ts";
import { type Paint, paintFor } from "./paint.ts";
import { findingsOfForecasts } from "./review-facts.ts";
import { latencyRows, WINDOW_HEAD, windowRows } from "./simulated-rows.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { reasonsOf } from "./why.ts";
import { counted, VERDICT_MARK } from "./wording.ts";
import { wrapped } from "./wrap.ts";

export interface TextOptions {
  /** Columns of the terminal: sentences wrap there, and tables break their widest columns. */
  readonly width: number;
  readonly color: boolean;
  readonly locate?: Locator;
  /** Whether the figures of the table are explained below it. */
  readonly verbose?: boolean;
}

/** The terminal's answer of `plan`: verdict, the table a person should see, then why, and what it rests on. */
export function planText(forecasts: readonly DeploymentForecast[], options: TextOptions): string {
  const paint = paintFor(options.color);
  const headlines = forecasts.map(headlineOf);
  const summary = summaryOf(headlines);
  const head = forecasts.length === 1 ? [] : [paint.bold(`${VERDICT_MARK[summary.verdict]} ${summary.text}`), ""];
  const sections = forecasts.map((forecast) => section(forecast, paint, options).join("\n"));
  return `${[...head, sections.join("\n\n")].join("\n")}\n`;
}

/** One line for a verdict, painted by it; a name of nothing is left out. */
export function headlineLines({ verdict, name, rest }: Headline, paint: Paint, width: number): readonly string[] {
  const colour = { pass: paint.good, warn: paint.doubtful, block: paint.bad, unknown: paint.doubtful }[verdict];
  const sentence = [VERDICT_MARK[verdict], visible(name, 80), visible(rest)].filter((part) => part !== "").join(" ");
  const lines = wrapped(sentence, width, { first: "", next: "  " });
  return lines.map((line) => paint.bold(colour(line)));
}

/** `✗ missed`: mark and word, so that it reads without colour and without a font. */
export function standingText(standing: Standing, paint: Paint): string {
  switch (standing) {
    case "met":
      return paint.good("✓ met");
    case "close":
      return paint.doubtful("⚠ just met");
    case "missed":
      return paint.bad("✗ missed");
    case "unchecked":
      return paint.dim("? not checked");
    case null:
      return "";
  }
}

/** Titled blocks behind the table, each left out when it has nothing to say. */
export function detailLines(forecast: DeploymentForecast, paint: Paint, options: TextOptions): readonly string[] {
  const { width, locate = nowhere } = options;
  const title = (text: string) => ["", paint.bold(`  ${text}`)];
  const reasons = reasonsOf(forecast).flatMap((reason) =>
    wrapped(visible(reason), width, { first: "    ", next: "    " }),
  );
  const findings = findingsOfForecasts([forecast]);
  const found = findings.flatMap((owned) => findingLines(owned, { paint, width, locate }));
  return [
    ...(reasons.length === 0 ? [] : [...title("Why"), ...reasons]),
    ...costBlock(forecast, paint, width),
    ...(forecast.plan === null ? [] : ["", ...memoryTable(forecast.plan.memory, width)]),
    ...latencyBlock(forecast, width),
    ...windowBlock(forecast, width),
    ...(found.length === 0 ? [] : [...title(counted(findings.length, "finding")), ...found]),
    ...explainedBlock(forecast, paint, options),
    ...basisLines(forecast, paint, width),
  ];
}

function section(forecast: DeploymentForecast, paint: Paint, options: TextOptions): readonly string[] {
  return [
    ...headlineLines(headlineOf(forecast), paint, options.width),
    "",
    ...figureTable(figuresOf(forecast), paint, options.width),
    ...detailLines(forecast, paint, options),
  ];
}

function figureTable(figures: readonly Figure[], paint: Paint, width: number): readonly string[] {
  return textTable({
    head: ["", "forecast", "P10 – P90", "target", "met with", ""],
    rows: figures.map(({ label, value, range, target, probability, standing }) => [
      label,
      value,
      range,
      target,
      probability,
      standingText(standing, paint),
    ]),
    right: [1, 2, 3, 4],
    indent: 2,
    width,
    keepsFirst: true,
  });
}

function costBlock({ cost }: DeploymentForecast, paint: Paint, width: number): readonly string[] {
  const rows = costRows(cost).map((cells) => cells.slice(0, 4).map((cell) => visible(cell, 100)));
  if (rows.length === 0) return [];
  const sentences = costSentences({ cost }).flatMap((text) =>
    wrapped(visible(text), width, { first: "    ", next: "    " }),
  );
  const table = textTable({ head: COST_HEAD.slice(0, 4), rows, right: COST_RIGHT, indent: 4, width });
  return ["", paint.bold(`  ${COST_TITLE}`), ...table, "", ...sentences];
}

function latencyBlock(forecast: DeploymentForecast, width: number): readonly string[] {
  const rows = latencyRows(forecast);
  if (rows.length === 0) return [];
  const head = ["Latency over all requests", "mean", "p50", "p90", "p95", "p99"];
  return ["", ...textTable({ head, rows, right: [1, 2, 3, 4, 5], indent: 2, width })];
}

function windowBlock({ windows }: DeploymentForecast, width: number): readonly string[] {
  if (windows.length === 0) return [];
  const rows = windowRows(windows).map(([label = "", ...cells]) => [visible(label, 60), ...cells]);
  return ["", ...textTable({ head: WINDOW_HEAD, rows, right: [1, 2, 3, 4, 5, 6], indent: 2, width })];
}

/** The figures of the table; all others have `explain`. */
const OF_THE_TABLE: ReadonlySet<string> = new Set([
  "cost.monthlyUsd",
  "memory.kvTokens",
  "memory.host.request",
  "replicas.mean",
  "capacity.fleetRequestsPerSecond",
]);

function explainedBlock(forecast: DeploymentForecast, paint: Paint, options: TextOptions): readonly string[] {
  const figures = options.verbose === true ? explainedFigures(forecast) : [];
  const shown = figures.filter(({ figure }) => OF_THE_TABLE.has(figure) || figure.startsWith("slo."));
  if (shown.length === 0) return [];
  const blocks = shown.flatMap(({ explanation }) => ["", ...explanationLines(explanation, options, 2)]);
  return ["", paint.bold("  How the figures came about"), ...blocks];
}

function basisLines(forecast: DeploymentForecast, paint: Paint, width: number): readonly string[] {
  const assumed = forecast.assumptions.filter(({ basis }) => basis === "assumed").length;
  const sentences = [
    `${basisOf(forecast).join(" · ")}.`,
    leftOut(forecast),
    assumed === 0 ? "" : `It rests on ${counted(assumed, "assumption")}: loadline facts --assumed`,
  ];
  const lines = sentences
    .filter((text) => text !== "")
    .flatMap((text) => wrapped(visible(text), width, { first: "  ", next: "  " }));
  return ["", ...lines.map(paint.dim)];
}
