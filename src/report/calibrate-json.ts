import {
  type Calibration,
  type CalibrationFit,
  type ComparedFigure,
  carriedBy,
  type LatencyErrors,
  lengthsOf,
  type ObservedLoad,
} from "../../planner/index.ts";
import { rounded, roundedMs, roundedShare } from "./rounding.ts";

/** What `calibrate` found out. */
export interface CalibrationReport {
  readonly calibration: Calibration;
  readonly fit: Extract<CalibrationFit, { kind: "fitted" }>;
  readonly loads: readonly ObservedLoad[];
  readonly notes: readonly string[];
  /** Where it was written; null = the terms predict what was held back no better than none. */
  readonly file: string | null;
}

/** `calibrate --json`: loadline.calibrate/v1. */
export function calibrateJson({ calibration, fit, loads, notes, file }: CalibrationReport): object {
  const { subject, terms, undetermined, fittedOn, error, relativeError, firstTokenError } = calibration;
  return {
    schema: "loadline.calibrate/v1",
    file,
    subject: { ...subject, engine: `${subject.engine.name}@${subject.engine.version}` },
    terms,
    undetermined,
    fittedOn,
    loads: loads.map((load, index) => loadJson(load, figuresOf(fit.figures, index))),
    error: { heldBack: error.heldBack, before: errorsJson(error.before), after: errorsJson(error.after) },
    relativeError: roundedShare(relativeError),
    firstTokenError: roundedShare(firstTokenError),
    notes,
  };
}

/** The figures of one load, those that were held back first: they say more. */
export function figuresOf(figures: readonly ComparedFigure[], load: number): readonly ComparedFigure[] {
  const own = figures.filter((figure) => figure.load === load);
  return [...own.filter(({ isHeldBack }) => isHeldBack), ...own.filter(({ isHeldBack }) => !isHeldBack)];
}

function loadJson(load: ObservedLoad, figures: readonly ComparedFigure[]): object {
  const carried = carriedBy(load);
  const compared = figures.map(({ metric, statistic, isHeldBack, seconds, before, after }) => {
    const times = { measuredMs: milliseconds(seconds), beforeMs: milliseconds(before), afterMs: milliseconds(after) };
    return { metric, statistic, heldBack: isHeldBack, ...times };
  });
  return {
    name: load.name,
    requests: lengthsOf(load.load).input.length,
    concurrency: rounded(carried.concurrency, 2),
    inputTokens: rounded(carried.inputTokens, 1),
    outputTokens: rounded(carried.outputTokens, 1),
    figures: compared,
  };
}

const milliseconds = (seconds: number): number | null => roundedMs(seconds * 1000);

function errorsJson({ ttft, tpot }: LatencyErrors): object {
  const of = (error: LatencyErrors["ttft"]) =>
    error === null
      ? null
      : { median: roundedShare(error.median), p90: roundedShare(error.p90), bias: roundedShare(error.bias) };
  return { ttft: of(ttft), tpot: of(tpot) };
}
