import type { Assumption, Calibration, CalibrationSubject, Coverage, LoadRange } from "../domain/index.ts";
import { majorMinor } from "../domain/index.ts";
import { findModel } from "../models/lookup.ts";
import { calibratedStepTime } from "../steps/calibrated.ts";
import type { HardwareStepTime } from "./predicted-step-time.ts";

/** A calibration and the file it came from, for the sentences that name it. */
export interface NamedCalibration {
  readonly file: string;
  readonly calibration: Calibration;
}

/** What one replica carried: requests in flight and mean lengths in tokens. */
export interface CarriedLoad {
  readonly concurrency: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Why a calibration does not hold for what is served, in words; null when it does. */
export function calibrationMismatch(
  { calibration, file }: NamedCalibration,
  served: CalibrationSubject,
): string | null {
  const measured = calibration.subject;
  const engine = (of: CalibrationSubject) => `${of.engine.name}@${majorMinor(of.engine.version) ?? of.engine.version}`;
  const pairs: readonly (readonly [what: string, measured: string, served: string, same: boolean])[] = [
    ["the model", measured.model, served.model, isSameModel(measured.model, served.model)],
    ["the GPU", measured.gpu, served.gpu, measured.gpu === served.gpu],
    [
      "tensorParallel",
      String(measured.tensorParallel),
      String(served.tensorParallel),
      measured.tensorParallel === served.tensorParallel,
    ],
    ["the engine", engine(measured), engine(served), engine(measured) === engine(served)],
    ["weights", measured.weights, served.weights, measured.weights === served.weights],
  ];
  const differing = pairs.filter(([, , , same]) => !same);
  if (differing.length === 0) return null;
  const words = differing.map(([what, was, is]) => `${what} is ${is} and was ${was}`);
  return `${file} was measured on something else: ${words.join("; ")}`;
}

/** Two tunes of one shape take the same time. */
function isSameModel(a: string, b: string): boolean {
  const [known, other] = [findModel(a), findModel(b)];
  return a.toLowerCase() === b.toLowerCase() || (known !== null && known === other);
}

/** The predictor with a calibration's terms and the error that they leave. */
export function withCalibration(hardware: HardwareStepTime, { calibration, file }: NamedCalibration): HardwareStepTime {
  const { terms, relativeError, firstTokenError } = calibration;
  const why = `step times are calibrated by ${file}`;
  return {
    ...hardware,
    stepTime: calibratedStepTime(hardware.stepTime, terms),
    relativeError,
    firstTokenError: () => firstTokenError,
    coverage: { status: "measured", why },
  };
}

/** How far beyond the measured loads a calibration still speaks for itself. */
const REACH = { below: 0.5, above: 1.1 };

/** Whether a load lies among those that a calibration was measured on. */
export function coverageOfLoad({ calibration, file }: NamedCalibration, load: CarriedLoad): Coverage {
  const { range } = calibration.fittedOn;
  const parts: readonly (readonly [keyof LoadRange, number, string])[] = [
    // Less than one request in flight is an idle engine now and then, not a lighter step.
    ["concurrency", Math.max(1, load.concurrency), "requests at once"],
    ["inputTokens", load.inputTokens, "prompt tokens a request"],
    ["outputTokens", load.outputTokens, "output tokens a request"],
  ];
  const outside = parts.filter(([key, value]) => {
    const [least, most] = range[key];
    return value < least * REACH.below || value > most * REACH.above;
  });
  if (outside.length === 0) {
    return {
      status: "measured",
      why: `step times are calibrated by ${file}, and this load lies among those it was measured on`,
    };
  }
  const words = outside.map(([key, value, unit]) => {
    const [least, most] = range[key];
    return `${shown(least)} to ${shown(most)} ${unit}, here about ${shown(value)}`;
  });
  return {
    status: "extrapolated",
    why: `step times are calibrated by ${file}, measured on other loads: ${words.join("; ")}`,
  };
}

const shown = (value: number): string => String(Number(value.toPrecision(3)));

/** What a forecast says it rests on when it is calibrated. */
export function calibrationAssumption({ calibration, file }: NamedCalibration): Assumption {
  const { fittedOn, terms, undetermined } = calibration;
  const factors = `decode × ${shown(terms.decode)}, kv × ${shown(terms.kv)}, prefill × ${shown(terms.prefill)}`;
  const open = undetermined.length === 0 ? "" : `; not decided by the measurements: ${undetermined.join(", ")}`;
  return {
    text: `step time: ${factors}, + ${shown(terms.offsetSeconds * 1000)} ms a step, from ${fittedOn.requests} requests at ${fittedOn.loads} loads${open}`,
    basis: "measured",
    source: `${file} (${fittedOn.source})`,
    date: fittedOn.date,
  };
}
