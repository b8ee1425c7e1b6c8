import { basename, dirname } from "node:path";
import {
  type Calibration,
  type CalibrationFit,
  fitCalibration,
  formatDate,
  type HardwareAnswer,
  hardwareByName,
  type ServingByName,
} from "../../planner/index.ts";
import { calibrationYaml, readArchitecture, readProcessor } from "../config/index.ts";
import { CALIBRATION } from "../mistakes/calibration.ts";
import { OUTSIDE } from "../mistakes/outside.ts";
import { commandLineError, fileError, OutsideError } from "../ports/failure.ts";
import type { MetricsRange, MetricsServer } from "../ports/metrics-server.ts";
import type { World } from "../ports/world.ts";
import { type CalibrationReport, calibrateJson, calibrateText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { loadsOfHistograms } from "./calibrate/histogram-loads.ts";
import { METRICS_QUERY } from "./calibrate/histogram-snapshots.ts";
import { readMeasurements } from "./calibrate/measurements.ts";
import { samplesOfSeries } from "./calibrate/metric-samples.ts";
import type { Measurements } from "./calibrate/result-file.ts";
import { missing, textOf } from "./load-deployments.ts";

/** What `calibrate` may be told on the command line. */
export interface CalibrateOptions {
  /** What was measured, by its ids. */
  readonly serving: Omit<ServingByName, "architecture" | "processor">;
  /** What the server calls the model. */
  readonly servedModel: string;
  /** File with the shape of a model that is not in the catalogue. */
  readonly architecture: string | null;
  /** File with the figures of a processor that is not in the catalogue. */
  readonly processor: string | null;
  /** Where the calibration is written. */
  readonly out: string;
  /** Unix seconds of midnight UTC: the day of the fit. */
  readonly now: number;
  readonly progress: (share: number, what: string) => void;
}

type Known = Extract<HardwareAnswer, { kind: "known" }>;
type Fitted = Extract<CalibrationFit, { kind: "fitted" }>;

/** An engine as it is predicted without measurements, or the answer that says why it cannot be. */
export type Uncalibrated =
  | { readonly kind: "engine"; readonly engine: Known }
  | { readonly kind: "answer"; readonly answer: Answer };

/** `calibrate FILE…`: from results that benchmarks saved. */
export async function calibrateFromFiles(
  named: readonly string[],
  world: Pick<World, "files">,
  options: CalibrateOptions,
): Promise<Answer> {
  const uncalibrated = await uncalibratedEngine(world, options);
  if (uncalibrated.kind === "answer") return uncalibrated.answer;
  const texts: { file: string; text: string }[] = [];
  for (const file of named) texts.push({ file, text: await resultText(file, world) });
  const measurements = readMeasurements(texts, options.servedModel);
  return calibrateOn(measurements, { engine: uncalibrated.engine, world, options });
}

/** `calibrate --prometheus`: from the histograms of an engine that served, over a range that ended just now. */
export async function calibrateFromMetrics(
  server: MetricsServer,
  world: Pick<World, "files">,
  options: CalibrateOptions & { readonly range: MetricsRange },
): Promise<Answer> {
  const uncalibrated = await uncalibratedEngine(world, options);
  if (uncalibrated.kind === "answer") return uncalibrated.answer;
  const answer = await server.range(METRICS_QUERY, options.range);
  if (answer.kind === "refused") throw new OutsideError("Prometheus", OUTSIDE.queryRefused(answer.message), false);
  const samples = answer.series.flatMap(samplesOfSeries);
  const measurements = loadsOfHistograms([{ file: "the answer of Prometheus", samples }], options.servedModel);
  return calibrateOn(measurements, { engine: uncalibrated.engine, world, options });
}

/** Looks the engine up before anything is read or sent: a misspelt GPU is found at once. */
export async function uncalibratedEngine(
  { files }: Pick<World, "files">,
  { serving, architecture, processor }: CalibrateOptions,
): Promise<Uncalibrated> {
  const engine = hardwareByName({
    ...serving,
    architecture: await readFrom(architecture, files, readArchitecture),
    processor: await readFrom(processor, files, readProcessor),
  });
  if (engine.kind === "known") return { kind: "engine", engine };
  return { kind: "answer", answer: refusal(engine.message) };
}

async function readFrom<T>(
  file: string | null,
  files: World["files"],
  read: (text: string, file: string) => T,
): Promise<T | null> {
  if (file === null) return null;
  const bytes = await files.read(file);
  if (bytes === null) throw missing(file);
  return read(textOf(bytes, file), file);
}

/** Results with the texts of thousands of answers are large; more than this is no result. */
const MOST_BYTES = 512 * 2 ** 20;

async function resultText(file: string, { files }: Pick<World, "files">): Promise<string> {
  const bytes = await files.read(file);
  if (bytes === null) throw missing(file);
  if (bytes.byteLength > MOST_BYTES) {
    throw fileError(file, CALIBRATION.resultTooLarge(bytes.byteLength));
  }
  return new TextDecoder().decode(bytes);
}

interface Calibrating {
  readonly engine: Known;
  readonly world: Pick<World, "files">;
  readonly options: CalibrateOptions;
}

/** Fits, judges on what was held back, and writes the file where that is better than before. */
export async function calibrateOn(
  measurements: Measurements,
  { engine, world, options }: Calibrating,
): Promise<Answer> {
  const { limits, hardware } = engine;
  const fit = fitCalibration({
    ...{ loads: measurements.loads, limits, policy: engine.engine.policy },
    ...{ stepTime: hardware.stepTime, requestSeconds: hardware.requestSeconds },
    ...{ relativeError: hardware.relativeError, firstTokenError: hardware.firstTokenError },
    progress: (share) => options.progress(share, "fitting"),
  });
  options.progress(1, "");
  if (fit.kind === "refused") throw commandLineError("", CALIBRATION.notEnough(fit.message));
  const calibration = calibrationOf(fit, { measurements, engine, options });
  const isBetter = meanError(fit.after) < meanError(fit.before) && !losesOne(fit);
  if (isBetter)
    await world.files.write(dirname(options.out), new Map([[basename(options.out), calibrationYaml(calibration)]]));
  const report: CalibrationReport = { calibration, fit, ...measurements, file: isBetter ? options.out : null };
  return {
    code: isBetter ? 0 : 1,
    document: () => calibrateJson(report),
    text: (style) => calibrateText(report, style),
  };
}

/** Of both latencies, on what was held back. */
function meanError({ ttft, tpot }: Fitted["after"]): number {
  const errors = [ttft, tpot].filter((error) => error !== null);
  return errors.reduce((sum, { median, p90 }) => sum + median + p90, 0) / Math.max(1, errors.length);
}

/** Half an error more than before, and more than this, is no price for the other latency. */
const WORSE = { times: 1.5, by: 0.05 } as const;

/** Whether one latency is predicted so much worse that the other's gain does not make up for it. */
function losesOne({ before, after }: Fitted): boolean {
  return (["ttft", "tpot"] as const).some((metric) => {
    const [was, is] = [before[metric]?.median ?? 0, after[metric]?.median ?? 0];
    return is > WORSE.times * was && is > was + WORSE.by;
  });
}

function calibrationOf(
  fit: Fitted,
  { measurements, engine, options }: { measurements: Measurements; engine: Known; options: CalibrateOptions },
): Calibration {
  const { terms, undetermined, heldBack, before, after, range } = fit;
  return {
    subject: engine.subject,
    terms,
    undetermined,
    fittedOn: {
      source: measurements.source,
      date: formatDate(options.now),
      loads: measurements.loads.length,
      requests: measurements.loads.reduce((sum, { load }) => sum + requestsIn(load), 0),
      range,
    },
    error: { heldBack: heldBack.slice(0, 200), before, after },
    relativeError: Number(fit.relativeError.toPrecision(4)),
    firstTokenError: Number(fit.firstTokenError.toPrecision(4)),
  };
}

const requestsIn = (load: Measurements["loads"][number]["load"]): number =>
  load.kind === "closed" ? load.input.length : load.workload.arrivals.length;

function refusal(message: string): Answer {
  return {
    code: 1,
    document: () => ({ schema: "loadline.calibrate/v1", error: { kind: "refused", message } }),
    text: () => `${message}\n`,
  };
}
