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
  probability: fraction,
  met: z.boolean(),
});

/** What a month costs. */
export const cost = z.strictObject({
  monthlyUsd: range.nullable(),
  perMillionTokensUsd: maybe,
  budgetUsd: maybe,
  priceSource: dated.nullable(),
  leavesOut: z.array(z.string()).optional(),
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
