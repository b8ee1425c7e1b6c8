import * as z from "zod";
import { dated, fraction, notLookedAt, verdict } from "./parts.ts";
import { cost, latency, slo } from "./plan.ts";

const remark = z.strictObject({ text: z.string().min(1), source: z.string().min(1) });

const platform = z.strictObject({
  platform: z.string().min(1),
  name: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
  verdict,
  reason: z.string().min(1),
  capacity: z
    .string()
    .optional()
    .describe("What is rented there: the file's own kind, or on-demand where that is not offered."),
  remarks: z.array(z.string()).optional().describe("What is not there as the file says."),
  notLookedAt: notLookedAt.optional(),
  spec: z.record(z.string(), z.unknown()).nullable().optional(),
  cost,
  priceSource: dated
    .nullable()
    .describe("Who says what machines cost there; where no price is known, the page that was asked."),
  priceKnown: z.boolean().optional().describe("Whether `priceSource` gives a price."),
  latency,
  slo: z.array(slo).optional(),
  coldStartShare: fraction.nullable().optional().describe("Share of requests that find no replica ready."),
  timeToFirstDeploy: z.strictObject({ p50Seconds: z.number().min(0), p99Seconds: z.number().min(0) }),
  goodFor: z.array(remark).optional(),
  watchOut: z.array(remark),
});

/** `compare --json`. CONTRACT.md section 6. */
export const compareOutput = z.strictObject({
  schema: z.literal("loadline.compare/v1"),
  name: z.string().min(1).optional(),
  quotaOn: z
    .string()
    .min(1)
    .nullable()
    .optional()
    .describe("The one platform on which the quota of the Settings was kept."),
  platforms: z.array(platform),
});
