import * as z from "zod";
import { finding, range, verdict } from "./parts.ts";
import { deployment } from "./plan.ts";

/** `diff --json`: a Review. CONTRACT.md section 6. */
export const diffOutput = z.strictObject({
  schema: z.literal("loadline.diff/v1"),
  verdict,
  deployments: z.array(
    z.strictObject({
      name: z.string().min(1),
      change: z.enum(["added", "changed", "removed", "renamed"]),
      base: deployment.nullable(),
      head: deployment.nullable(),
      from: z.string().optional(),
    }),
  ),
  manifests: z.array(
    z.strictObject({
      path: z.string().min(1),
      change: z.enum(["added", "changed", "removed"]),
      diff: z.string(),
      resource: z.string().optional(),
    }),
  ),
  settings: z
    .array(
      z.strictObject({
        key: z.string().min(1),
        before: z.string().nullable(),
        after: z.string().nullable(),
        countsNow: z.boolean().describe("It only tightens; everything else counts once merged."),
      }),
    )
    .optional()
    .describe("Keys of loadline.yaml that grant power; null where it says nothing about one."),
  findings: z.array(finding),
  cost: z.strictObject({ base: range.nullable(), head: range.nullable() }).optional(),
});
