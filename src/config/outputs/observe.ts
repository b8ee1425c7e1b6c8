import * as z from "zod";
import { DRIFTS } from "../../../planner/index.ts";
import { fraction, isoDate, maybe, range } from "./parts.ts";

const instant = z.string().describe("RFC 3339, UTC.");
const pair = z.tuple([z.number(), z.number()]);
const metric = z.enum(["ttft", "tpot", "e2e"]);
const status = z.enum(["as-forecast", "drifted", "unknown"]);

/** One observation in a line: measured / forecast of each, 1 = as forecast; null = not known. */
export const observationEntry = z.strictObject({
  from: instant,
  to: instant,
  requests: maybe,
  prompts: maybe,
  answers: maybe,
  engine: maybe.describe("Step time against the predicted one."),
  replicas: maybe,
  cost: maybe,
  drifted: z.array(z.enum(DRIFTS)),
});

/** What is kept of a deployment in `observations/NAMESPACE/NAME.json`. */
export const observationsFile = z.strictObject({
  schema: z.literal("loadline.observations/v1"),
  deployment: z.string().min(1),
  namespace: z.string().min(1),
  observations: z.array(observationEntry).describe("By their end, the oldest first; one for each stretch of time."),
});

const drift = z.strictObject({
  kind: z.enum(DRIFTS),
  status,
  forecast: maybe.describe("Requests per second, tokens, replicas, dollars a month; of the engine 1."),
  measured: maybe,
  ratio: maybe.describe("measured / forecast."),
  range: pair.nullable().describe("What still counts as forecast."),
  message: z.string().min(1),
  action: z.string().nullable(),
});

const latency = z.strictObject({
  metric,
  statistic: z.string().regex(/^(mean|p\d+(\.\d+)?)$/),
  forecastMs: maybe,
  forecastRangeMs: pair.nullable().describe("P10 and P90."),
  withTrafficMs: maybe.describe("Simulated again with the requests that were measured."),
  withEngineMs: maybe.describe("And with steps as slow as they were measured."),
  withReplicasMs: maybe.describe("And with the replicas that were ready."),
  measuredMs: maybe,
  bucketMs: z
    .tuple([z.number(), maybe])
    .nullable()
    .describe("The histogram's bucket that holds it; null = no upper bound."),
  standing: z.enum(["inside", "above", "below", "unknown"]).describe("The whole bucket against the forecast's range."),
});

const target = z.strictObject({
  metric,
  percentile: z.string(),
  targetMs: z.number(),
  measuredMs: maybe,
  met: z.boolean().nullable().describe("null = the buckets of the histogram do not decide."),
});

const schema = z.literal("loadline.observe/v1");

const answer = z.strictObject({
  schema,
  deployment: z.string().min(1),
  namespace: z.string().min(1),
  from: instant,
  to: instant,
  server: z.string().describe("The name of the Prometheus."),
  forecast: z.string().describe("Which forecast it is held against."),
  measuredShare: fraction.describe("Share of the hours whose traffic was measured."),
  requests: maybe,
  drifts: z.array(drift),
  latency: z.array(latency),
  targets: z.array(target),
  engine: z.strictObject({
    slowness: maybe.describe("So many times as long as predicted steps took."),
    range: pair.describe("P10 and P90 of the prediction's own error."),
    before: maybe.describe("The same in the equally long stretch before, or when it was observed last."),
    from: metric.nullable().describe("The latency it was read off."),
  }),
  replicas: z.strictObject({ forecast: maybe, expected: maybe, measured: maybe }),
  cost: z.strictObject({ forecastMonthlyUsd: range.nullable(), measuredMonthlyUsd: maybe }),
  recalibration: z.strictObject({ pays: z.boolean(), why: z.string().min(1) }),
  missing: z.array(z.string()).describe("What was not measured."),
  notes: z.array(z.string()),
  earlier: z.array(observationEntry).describe("Earlier observations that were kept, the oldest first."),
  now: isoDate,
});

const refusal = z.strictObject({
  schema,
  error: z.strictObject({ kind: z.literal("refused"), message: z.string().min(1) }),
});

/** `observe --json`. */
export const observeOutput = z.union([answer, refusal]);
