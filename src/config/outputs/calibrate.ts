import * as z from "zod";
import { CALIBRATION_SOURCES } from "../../../planner/index.ts";
import { TERM_NAMES } from "../calibration-schema.ts";
import { isoDate, maybe, whole } from "./parts.ts";

const schema = z.literal("loadline.calibrate/v1");
const error = z.strictObject({ median: maybe, p90: maybe, bias: maybe }).nullable();
const errors = z.strictObject({ ttft: error, tpot: error });
const span = z.tuple([z.number(), z.number()]);

const figure = z.strictObject({
  metric: z.enum(["ttft", "tpot"]),
  statistic: z.enum(["mean", "p50", "p90"]),
  heldBack: z.boolean(),
  measuredMs: maybe,
  beforeMs: maybe,
  afterMs: maybe,
});

const answer = z.strictObject({
  schema,
  file: z
    .string()
    .nullable()
    .describe("Where the calibration was written; null where it predicts no better than none."),
  subject: z.strictObject({
    model: z.string(),
    gpu: z.string(),
    tensorParallel: whole,
    engine: z.string(),
    weights: z.string(),
  }),
  terms: z.strictObject({ offsetSeconds: z.number(), decode: z.number(), kv: z.number(), prefill: z.number() }),
  undetermined: z.array(z.enum(TERM_NAMES)),
  fittedOn: z.strictObject({
    source: z.enum(CALIBRATION_SOURCES),
    date: isoDate,
    loads: whole,
    requests: whole,
    range: z.strictObject({ concurrency: span, inputTokens: span, outputTokens: span }),
  }),
  loads: z.array(
    z.strictObject({
      name: z.string(),
      requests: whole,
      concurrency: maybe,
      inputTokens: maybe,
      outputTokens: maybe,
      figures: z.array(figure),
    }),
  ),
  error: z.strictObject({ heldBack: z.string(), before: errors, after: errors }),
  relativeError: maybe,
  firstTokenError: maybe,
  notes: z.array(z.string()),
});

const refusal = z.strictObject({
  schema,
  error: z.strictObject({ kind: z.literal("refused"), message: z.string().min(1) }),
});

/** `calibrate --json`. */
export const calibrateOutput = z.union([answer, refusal]);
