import * as z from "zod";
import { maybe, percentiles, whole } from "./parts.ts";

const interval = z.tuple([z.number(), z.number()]).nullable();
const intervals = z.strictObject({
  mean: interval,
  p50: interval.optional(),
  p90: interval.optional(),
  p95: interval.optional(),
  p99: interval.optional(),
});
const id = z.union([z.string(), z.int(), z.null()]);

const summary = z.strictObject({
  schema: z.literal("loadline.simulate/v1"),
  id,
  requests: z.strictObject({ arrived: whole, completed: whole, rejected: whole, timedOut: whole, unfinished: whole }),
  percentiles: z
    .enum(["exact", "sketch"])
    .optional()
    .describe("Of more than 2,097,152 completed requests that are read as a stream: within 0.05 % of a true sample."),
  itlPercentiles: z
    .enum(["exact", "sketch"])
    .optional()
    .describe(
      "Of itlMs: exact until more than 4,194,304 runs of steps were simulated, then within 0.05 % of a true sample.",
    ),
  ttftMs: percentiles,
  tpotMs: percentiles,
  itlMs: percentiles.describe("Times between two tokens of completed requests."),
  e2eMs: percentiles,
  throughput: z
    .strictObject({ requestsPerSecond: maybe, outputTokensPerSecond: maybe })
    .describe("To the last thing that happened, from the first request or, of a load with a duration, from its start."),
  kv: z.strictObject({ blocks: whole, meanUse: maybe, maxUse: maybe }),
  prefixCache: z
    .strictObject({ promptTokens: whole, cachedTokens: whole })
    .optional()
    .describe("Prompt tokens of admitted requests, and those that the prefix cache saved; 0 without one."),
  preemptions: whole,
  retries: whole.optional().describe("Times a request was sent again; `requests` counts each request once."),
  disruptions: z
    .strictObject({
      nodesLost: whole,
      spotInterruptions: whole,
      outOfMemoryKills: whole.describe("Containers killed for their memory: exit code 137."),
      restarts: whole,
      requestsCutOff: whole.describe("Answers cut off by a lost replica; without a retry left they count as rejected."),
    })
    .optional(),
  stalled: z.string().nullable().optional().describe("Why the simulation could go no further; null when it ended."),
  steps: whole,
  simulatedSeconds: z.number().min(0),
  wallSeconds: z.number().min(0),
  coverage: z.strictObject({ status: z.enum(["measured", "interpolated", "extrapolated"]), why: z.string() }),
  interval90: z.strictObject({ ttftMs: intervals, tpotMs: intervals, e2eMs: intervals }),
  seed: whole.optional(),
  replicas: z.strictObject({ mean: z.number(), max: z.number() }).optional(),
});

const refusal = z.strictObject({
  schema: z.literal("loadline.simulate/v1"),
  id,
  error: z.strictObject({ kind: z.string().min(1), message: z.string().min(1) }),
});

/** `simulate --json`, and each line of a batch. CONTRACT.md section 5. */
export const simulateOutput = z.union([summary, refusal]);
