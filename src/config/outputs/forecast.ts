import * as z from "zod";
import { fraction, maybe, whole } from "./parts.ts";

const rate = z.number().min(0);
const start = z.string().nullable().describe("RFC 3339; null where the history has no date.");
const startSeconds = z.number().describe("On the history's own clock.");

/** `forecast --json`. CONTRACT.md section 6. */
export const forecastOutput = z.strictObject({
  schema: z.literal("loadline.forecast/v1"),
  deployment: z.string().optional().describe("The deployment whose traffic it is, where one was named."),
  windowSeconds: z.number().gt(0),
  unit: z.literal("requestsPerSecond"),
  level: fraction.describe("Share of windows whose rate is to lie between `lower` and `upper`."),
  points: z.array(z.strictObject({ startSeconds, start, point: rate, lower: rate, upper: rate })),
  model: z.string().min(1),
  backtest: z
    .strictObject({
      origins: whole.describe("Moments of the history from which the models had to predict."),
      windows: whole.describe("Windows from the first of them to the history's end."),
      meanAbsoluteError: rate,
      coverage: fraction
        .nullable()
        .describe("Share of the windows that intervals held, made at each origin from what was known there."),
      models: z.array(z.strictObject({ model: z.string().min(1), meanAbsoluteError: rate })).describe("Best first."),
    })
    .nullable()
    .describe("How the models did on the history; null where it is too short for a trial."),
  gaps: z
    .array(z.strictObject({ startSeconds, endSeconds: z.number(), start, end: start }))
    .describe("Stretches of the history without data."),
  changes: z
    .array(z.strictObject({ startSeconds, start, factor: rate }))
    .optional()
    .describe("From here on the level was so many times what it was before."),
  history: z
    .strictObject({
      format: z.string(),
      seconds: z.number().min(0),
      requests: whole.describe("Requests that were seen, or that the rates stand for."),
      meanRate: maybe,
      burstiness: rate
        .nullable()
        .optional()
        .describe(
          "Coefficient of variation of the times between requests: 1 = at random; null where nothing shows it.",
        ),
      rows: z.strictObject({ read: whole, bad: whole }),
      start,
      end: start,
    })
    .optional(),
  notes: z.array(z.string()).optional().describe("What was mended, assumed or cannot be seen."),
});
