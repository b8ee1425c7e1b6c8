import type { ComparedFigure, LatencyErrors, ObservedLoad } from "../../planner/index.ts";
import { carriedBy } from "../../planner/index.ts";
import { type CalibrationReport, figuresOf } from "./calibrate-json.ts";
import { paintFor } from "./paint.ts";
import { count, decimal, duration, share } from "./quantities.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

/** The terminal's answer of `calibrate`: measured against predicted before and after, load by load. */
export function calibrateText(
  report: CalibrationReport,
  style: { readonly width: number; readonly color: boolean },
): string {
  const paint = paintFor(style.color);
  const { calibration, file, notes } = report;
  const sentences = [heldBackLine(report), ...undeterminedLine(report), ...notes];
  const lines = [
    paint.bold(
      file === null ? "The measurements do not make predictions better; nothing was written" : `Wrote ${visible(file)}`,
    ),
    "",
    ...loadTable(report),
    "",
    ...errorTable(calibration.error),
    "",
    ...termTable(report),
    "",
    ...sentences.flatMap((text) => wrapped(visible(text), style.width, { first: "  ", next: "  " })).map(paint.dim),
  ];
  return `${lines.join("\n")}\n`;
}

function loadTable({ loads, fit }: CalibrationReport): readonly string[] {
  const head = ["load", "at once", "in", "out", "TTFT", "before", "after", "TPOT", "before", "after", ""];
  const rows = loads.map((load, index) => loadRow(load, figuresOf(fit.figures, index)));
  return textTable({ head, rows, right: [1, 2, 3, 4, 5, 6, 7, 8, 9], indent: 2 });
}

function loadRow(load: ObservedLoad, figures: readonly ComparedFigure[]): readonly string[] {
  const { concurrency, inputTokens, outputTokens } = carriedBy(load);
  const times = (metric: string) => {
    const own = figures.filter((figure) => figure.metric === metric);
    const shown = own.find(({ statistic }) => statistic === "p50") ?? own[0];
    return shown === undefined
      ? ["–", "–", "–"]
      : [shown.seconds, shown.before, shown.after].map((seconds) => duration(seconds * 1000, 3));
  };
  const isHeldBack = figures.every((figure) => figure.isHeldBack);
  const carried = [concurrency, inputTokens, outputTokens].map((value) => decimal(value, 2));
  return [visible(load.name, 40), ...carried, ...times("ttft"), ...times("tpot"), isHeldBack ? "held back" : ""];
}

function errorTable({ before, after }: CalibrationReport["calibration"]["error"]): readonly string[] {
  const rows = (["ttft", "tpot"] as const).map((metric) => [
    `error of ${metric.toUpperCase()}`,
    ...columns(before[metric]),
    "→",
    ...columns(after[metric]),
  ]);
  const head = ["held back", "median", "p90", "bias", "", "median", "p90", "bias"];
  return textTable({ head, rows, right: [1, 2, 3, 5, 6, 7], indent: 2 });
}

function columns(error: LatencyErrors["ttft"]): readonly string[] {
  if (error === null) return ["–", "–", "–"];
  return [share(error.median), share(error.p90), signed(error.bias)];
}

const signed = (bias: number): string => `${bias < 0 ? "−" : "+"}${share(Math.abs(bias))}`;

function termTable({ calibration }: CalibrationReport): readonly string[] {
  const { terms, relativeError, firstTokenError } = calibration;
  const rows = [
    ["each step", `+ ${duration(terms.offsetSeconds * 1000, 3)}`],
    ["a step before KV is read", `× ${decimal(terms.decode, 3)}`],
    ["reading KV", `× ${decimal(terms.kv, 3)}`],
    ["prompt tokens", `× ${decimal(terms.prefill, 3)}`],
    ["spread that is left", `± ${share(relativeError)} a step, ± ${share(firstTokenError)} the first token`],
  ];
  return textTable({ head: ["", ""], rows, right: [], indent: 2 });
}

function heldBackLine({ calibration }: CalibrationReport): string {
  const { heldBack } = calibration.error;
  const { requests, loads } = calibration.fittedOn;
  return `Fitted on ${count(requests)} requests at ${loads} ${loads === 1 ? "load" : "loads"}; held back to judge it: ${heldBack}.`;
}

const NAMES = {
  offsetSeconds: "each step",
  decode: "a step before KV is read",
  kv: "reading KV",
  prefill: "prompt tokens",
} as const;

function undeterminedLine({ calibration }: CalibrationReport): readonly string[] {
  const { undetermined } = calibration;
  if (undetermined.length === 0) return [];
  const names = undetermined.map((term) => NAMES[term]).join(", ");
  return [`These measurements hardly decide, each for itself: ${names}.`];
}
