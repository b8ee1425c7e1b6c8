import * as z from "zod";
import { coverage, maybe, notLookedAt, verdict, whole } from "./parts.ts";
import { cost, latency, slo } from "./plan.ts";

/** Keys that replace those of the ModelDeployment, a section as a whole. */
const spec = z.record(z.string(), z.unknown());

const proposed = z.strictObject({
  spec,
  cost,
  latency,
  text: z.string().optional(),
  verdict: verdict.optional(),
  slo: z.array(slo).optional(),
  replicas: z.strictObject({ min: whole, max: whole }).nullable().optional(),
  coverage: coverage.optional(),
});

const recommended = proposed.extend({
  binding: z.string().describe("What keeps it from being cheaper."),
  headroom: z.strictObject({
    trafficFactor: maybe.describe("Times the forecast traffic that it carries before a target is missed as forecast."),
    isMore: z.boolean().optional().describe("More was not tried."),
  }),
  remarks: z.array(z.string()).optional(),
});

const missed = z.strictObject({
  spec,
  failsOn: z.string(),
  text: z.string().optional(),
  monthlyUsd: maybe.optional().describe("US dollars a month, at least."),
});

const frontierPoint = z.strictObject({
  text: z.string(),
  holds: z.boolean(),
  monthlyUsd: maybe,
  ttftP95Ms: maybe,
  tpotP95Ms: maybe,
});

const candidates = z.strictObject({
  considered: whole,
  discarded: z.strictObject({
    ...{ memory: whole, throughput: whole, price: whole },
    unknown: whole.optional().describe("Hardware without measurements, or what a place refuses."),
    untried: whole.optional().describe("The trials ended before them, though they may cost less than what was found."),
  }),
  simulated: whole,
});

const advice = z.strictObject({
  feasible: z.boolean(),
  recommendation: recommended.nullable(),
  nearestMiss: missed.nullable(),
  runnersUp: z.array(proposed),
  candidates,
  name: z.string().optional(),
  nextCheaper: missed.nullable().optional().describe("The dearest plan that is cheaper, and why it does not hold."),
  frontier: z.array(frontierPoint).optional().describe("Plans that no other beats in both cost and latency."),
  current: z.strictObject({ verdict, cost, latency }).optional().describe("The file's own plan."),
  unknown: z.array(z.string()).optional().describe("What could not be looked at, in sentences."),
  notLookedAt: notLookedAt.optional(),
  endedAfter: whole.nullable().optional().describe("Trials after which the search ended before its own end."),
});

const together = z.strictObject({
  feasible: z.boolean(),
  monthlyUsd: maybe,
  rangeUsd: z
    .strictObject({ p10: maybe, p50: maybe, p90: maybe })
    .nullable()
    .optional()
    .describe("What it moves between: traffic, model error, and prices that are not one number."),
  budgetUsd: maybe,
  failsOn: z.string().nullable(),
  nowUsd: maybe.optional().describe("What all of them cost as they stand, each on its own nodes."),
  plans: z.array(proposed.extend({ name: z.string() })),
  nodes: z.array(z.strictObject({ instance: z.string(), count: whole, monthlyUsd: maybe })),
});

/** `advise --json`. CONTRACT.md section 6. Of several deployments the keys of one are empty, and the last two say what holds for
 *  each and for all. */
export const adviseOutput = advice.extend({
  schema: z.literal("loadline.advise/v1"),
  deployments: z.array(advice).optional(),
  together: together.nullable().optional(),
});
