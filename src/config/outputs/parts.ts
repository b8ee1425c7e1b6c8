import * as z from "zod";

/** A number that exists only when there was something to count. */
export const maybe = z.number().nullable();
export const fraction = z.number().min(0).max(1);
export const whole = z.int().min(0);
export const money = z.number();
export const isoDate = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** Milliseconds; null where no request had the quantity. */
export const percentiles = z.strictObject({ mean: maybe, p50: maybe, p90: maybe, p95: maybe, p99: maybe });

export const range = z.strictObject({ p10: z.number(), p50: z.number(), p90: z.number() });

export const coverage = z.strictObject({
  status: z.enum(["measured", "interpolated", "extrapolated", "refused"]),
  why: z.string(),
});

export const verdict = z.enum(["pass", "warn", "block", "unknown"]);

export const finding = z.strictObject({
  id: z.string().min(1),
  severity: z.enum(["notice", "warning", "blocking"]),
  file: z.string(),
  line: z.int().min(1).nullable(),
  message: z.string().min(1),
  action: z.string().min(1),
});

/** Bytes per GPU, blocks and tokens per replica. */
export const memory = z.strictObject({
  fits: z.boolean(),
  kvBlocks: whole,
  kvBlocksRange: z
    .tuple([whole, whole])
    .optional()
    .describe(
      "Blocks in nine of ten start-ups where logs of this card and version are known; elsewhere as far off as the worst log the law had not seen; absent where no log says.",
    ),
  blockSize: z.int().min(1),
  kvTokens: whole,
  missingBytes: z.number().min(0),
  parts: z.strictObject({
    weights: z.number().min(0),
    kv: z.number().min(0),
    activation: z.number().min(0),
    cudaGraphs: z.number().min(0),
    nonTorch: z.number().min(0),
    free: z.number().min(0),
  }),
  host: z.strictObject({ request: z.number().min(0), limit: z.number().min(0) }),
  binding: z.string(),
  coverage,
});

export const dated = z.strictObject({ source: z.string().min(1), date: isoDate });

export const assumption = z.strictObject({
  text: z.string().min(1),
  basis: z.enum(["datasheet", "measured", "assumed"]),
  source: z.string(),
  date: z.string().nullable(),
});

/** Prices, models, hardware and engines that nobody knows, targets that the traffic has nothing of, and what a place refuses. */
export const notLookedAt = z
  .array(
    z.union([
      z.strictObject({ kind: z.literal("price"), capacity: z.string(), instance: z.string(), region: z.string() }),
      z.strictObject({ kind: z.enum(["model", "target", "hardware", "engine", "refused"]), message: z.string() }),
    ]),
  )
  .describe("What could not be looked at.");
