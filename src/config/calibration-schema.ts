import * as z from "zod";
import { CALIBRATION_SOURCES } from "../../planner/index.ts";
import { CALIBRATION } from "../mistakes/calibration.ts";
import { API_VERSION } from "./document.ts";
import { choice, integer, number, text } from "./leaves.ts";
import { WEIGHT_FORMATS } from "./model-schema.ts";
import { engineName, ID_MARK, modelId, plainId } from "./names.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

/** The terms, in the order they are shown. */
export const TERM_NAMES = ["offsetSeconds", "decode", "kv", "prefill"] as const;

/** A Calibration as `loadline calibrate` writes it. */
export function calibrationSchema() {
  return mapping({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal("Calibration"),
    spec: mapping({
      subject: subjectSchema(),
      terms: termsSchema(),
      undetermined: z
        .array(choice("term", TERM_NAMES))
        .default([])
        .describe("Terms that the measurements hardly decide; they stay near where they change nothing."),
      fittedOn: fittedOnSchema(),
      error: mapping({
        heldBack: text({ wanted: "what was held back", example: "every third load", pattern: /^[^\p{C}]+$/u }),
        before: errorsSchema().describe("Of the prediction without these terms."),
        after: errorsSchema().describe("Of the prediction with them."),
      }).describe("Errors on the part that the fit did not see."),
      relativeError: number({ wanted: "spread that is left", example: "0.05", most: 10 }).describe(
        "One standard deviation of log(true / predicted) of a step.",
      ),
      firstTokenError: number({ wanted: "spread of times to first token", example: "0.1", most: 10 }).describe(
        "The same of the time to first token.",
      ),
    }),
  });
}

export type RawCalibration = z.output<ReturnType<typeof calibrationSchema>>;

function subjectSchema() {
  return mapping({
    model: modelId(),
    gpu: plainId("GPU", "a10g", { [ID_MARK]: "gpu" }),
    tensorParallel: integer({ wanted: "GPUs a replica", example: "1", most: 1024 }),
    engine: engineName(),
    weights: choice("weights", WEIGHT_FORMATS),
  })
    .check(
      consistent(({ engine }) =>
        when(engine.version === null, {
          path: ["engine"],
          ...CALIBRATION.engineVersionMissing,
        }),
      ),
    )
    .describe("What was measured; the calibration holds for nothing else.");
}

function termsSchema() {
  const factor = (what: string) => number({ wanted: `factor on ${what}`, example: "1", positive: true, most: 1e6 });
  return mapping({
    offsetSeconds: number({ wanted: "seconds added to each step", example: "0", most: 3600 }),
    decode: factor("what a step costs before any KV cache is read"),
    kv: factor("what reading the KV cache adds"),
    prefill: factor("what prompt tokens add"),
  }).describe("What the measurements change about the predicted step time. 0, 1, 1, 1 changes nothing.");
}

function fittedOnSchema() {
  return mapping({
    source: choice("source", CALIBRATION_SOURCES),
    date: text({ wanted: "day of the fit", example: '"2026-11-25"', pattern: /^\d{4}-\d\d-\d\d$/ }),
    loads: integer({ wanted: "loads that were measured", example: "4" }),
    requests: integer({ wanted: "requests that were measured", example: "640", least: 0 }),
    range: mapping({
      concurrency: span("requests in flight"),
      inputTokens: span("prompt tokens a request"),
      outputTokens: span("output tokens a request"),
    }).describe("From the lightest to the heaviest load; beyond it the calibration says that it extrapolates."),
  }).describe("What the terms rest on.");
}

function span(wanted: string) {
  const end = () => number({ wanted, example: "32", most: 1e9 });
  return z.tuple([end(), end()], { error: `[least, most] of ${wanted}` }).check(consistent(isRising));
}

const isRising = ([least, most]: readonly [number, number]): readonly Contradiction[] =>
  when(least > most, { path: [0], ...CALIBRATION.fallingSpan });

function errorsSchema() {
  const error = () =>
    mapping({
      median: number({ wanted: "median error", example: "0.05", most: 1e9 }),
      p90: number({ wanted: "90th percentile of the error", example: "0.1", most: 1e9 }),
      bias: number({ wanted: "mean error with its sign", example: "-0.02", least: -1e9, most: 1e9 }),
    }).nullable();
  return mapping({ ttft: error(), tpot: error() });
}
