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
  findings: z.array(finding),
  cost: z.strictObject({ base: range.nullable(), head: range.nullable() }).optional(),
});
