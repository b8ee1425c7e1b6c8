import * as z from "zod";
import {
  assumption,
  coverage,
  dated,
  finding,
  fraction,
  isoDate,
  maybe,
  memory,
  money,
  percentiles,
  range,
  verdict,
  whole,
} from "./parts.ts";

const capacity = z.strictObject({
  requestsPerSecondPerReplica: maybe,
  fleetRequestsPerSecond: maybe,
  kvTokens: maybe,
  fullContexts: maybe,
  meanKvUse: maybe,
  peakUtilization: maybe,
});

/** One target against its forecast. */
export const slo = z.strictObject({
  metric: z.enum(["ttft", "tpot", "e2e", "errorRate"]),
  percentile: z.string().regex(/^p\d/).nullable(),
  unit: z.enum(["ms", "fraction"]).optional(),
  target: z.number(),
  forecast: maybe,
  range: z.tuple([z.number(), z.number()]).nullable(),
  probability: fraction
    .nullable()
    .describe("Null, as `met`, where no request of the traffic has what the target is about."),
  met: z.boolean().nullable(),
});

const part = z.strictObject({
  kind: z.enum(["machines", "requests", "control-plane", "disk", "images", "build-cache", "egress", "restarts"]),
  text: z.string().min(1),
  monthlyUsd: range,
  unitUsd: money.describe("US dollars for one of what `per` names."),
  per: z.string().min(1),
  basis: z.enum(["datasheet", "measured", "assumed"]),
  source: z.string(),
  date: isoDate,
});

const breakdown = z
  .strictObject({
    baselineUsd: money.describe("Paid without any request as well."),
    usageUsd: money.describe("Follows the traffic; with baselineUsd it is monthlyUsd.p50."),
    headroomUsd: money.describe("Replicas above the fewest that could finish each hour's requests."),
    startsUsd: money,
    startsPerMonth: z.number().min(0),
    idleShare: fraction.describe("Share of paid replica time in which no request runs."),
  })
  .describe("What monthlyUsd.p50 is paid for; but for the first two these overlap.");

const budget = z.strictObject({
  exceededOn: isoDate
    .nullable()
    .describe("First day at whose traffic a month costs more than the budget; extrapolated."),
  exceededOnP90: isoDate.nullable(),
  monthsAhead: whole.describe("How far ahead was looked; null above = not within these."),
  growthPerMonth: z.number(),
  usedUpOn: isoDate.nullable().describe("Day of this calendar month on which its budget is used up."),
});

const engineering = z
  .strictObject({ hoursPerMonth: z.number(), hourlyUsd: money, monthlyUsd: money })
  .describe("Time of people, from loadline.yaml; in no other figure.");

/** What a month costs. */
export const cost = z.strictObject({
  monthlyUsd: range.nullable().describe("The machines alone, and requests where the platform bills them."),
  perMillionTokensUsd: maybe,
  budgetUsd: maybe,
  priceSource: dated.nullable(),
  leavesOut: z.array(z.string()).optional().describe("What no figure here holds."),
  perRequestUsd: maybe.optional(),
  parts: z.array(part).optional().describe("What monthlyUsd is made of."),
  besides: z
    .array(part)
    .optional()
    .describe("What else is paid; the control plane once for all deployments of a cluster."),
  withBesidesUsd: range.nullable().optional().describe("monthlyUsd and all of besides."),
  breakdown: breakdown.nullable().optional(),
  engineering: engineering.nullable().optional(),
  budget: budget.nullable().optional(),
});

const traffic = z.strictObject({
  history: z.strictObject({ format: z.string(), seconds: z.number(), requests: whole, end: z.string().nullable() }),
  horizonSeconds: z.number(),
  requestsPerMonth: range,
  meanInputTokens: z.number(),
  meanOutputTokens: z.number(),
  peakRequestsPerSecond: range,
  week: z.array(z.strictObject({ start: z.string(), p10: z.number(), p50: z.number(), p90: z.number() })),
  assumedSeasonality: z.boolean(),
});

const window = z.strictObject({
  label: z.string(),
  weight: z.number().min(0),
  requestsPerSecond: z.number().min(0),
  meanReplicas: z.number().min(0),
  maxReplicas: z.number().min(0),
  ttftMs: percentiles,
  kvMeanUse: z.number().min(0),
  maxWaiting: z.number().min(0),
});

const phase = z.strictObject({ name: z.string(), p50: z.number(), p99: z.number() });

const resolved = z.strictObject({
  modelId: z.string(),
  gpu: z.string().nullable(),
  gpusPerReplica: whole,
  engine: z.strictObject({ name: z.string(), version: z.string() }),
  weights: z.string(),
  kvCache: z.string().optional(),
  maxContext: whole,
  limits: z.strictObject({
    maxSequences: whole,
    maxBatchedTokens: whole,
    utilization: z.number(),
    blockSize: whole,
    prefixCaching: z.boolean(),
  }),
  startup: z.strictObject({ phases: z.array(phase), p50: z.number(), p99: z.number() }),
  replicas: z.strictObject({ min: whole, max: whole }),
});

export const latency = z.strictObject({ ttftMs: percentiles, tpotMs: percentiles, e2eMs: percentiles });

/** Keys that replace those of the ModelDeployment, and why. */
export const recommendation = z.strictObject({
  spec: z.record(z.string(), z.unknown()),
  cost: z.unknown().optional(),
  latency: z.unknown().optional(),
  binding: z.string().optional(),
  headroom: z.unknown().optional(),
  text: z.string().optional(),
});

/** One deployment's answer, here and inside a Review. */
export const deployment = z.strictObject({
  name: z.string().min(1),
  verdict,
  memory: memory.nullable(),
  capacity,
  latency,
  slo: z.array(slo),
  cost,
  replicas: z.strictObject({ min: z.number(), mean: z.number(), max: z.number() }).nullable(),
  findings: z.array(finding),
  recommendation: recommendation.nullable(),
  assumptions: z.array(assumption),
  coverage,
  file: z.string().optional(),
  errorRate: fraction.nullable().optional(),
  traffic: traffic.nullable().optional(),
  windows: z.array(window).optional(),
  plan: resolved.nullable().optional(),
});

/** `plan --json`. CONTRACT.md section 6. */
export const planOutput = z.strictObject({
  schema: z.literal("loadline.plan/v1"),
  deployments: z.array(deployment),
  seed: whole.optional(),
  now: isoDate.optional(),
  totalMonthlyUsd: range.nullable().optional(),
  budgetUsd: money.nullable().optional(),
});
