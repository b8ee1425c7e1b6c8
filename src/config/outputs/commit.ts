import * as z from "zod";
import { finding } from "./parts.ts";

/** `commit --json`. CONTRACT.md section 6. `commit` is null when nothing was written. */
export const commitOutput = z.strictObject({
  schema: z.literal("loadline.commit/v1"),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)
    .nullable(),
  changed: z.boolean(),
  paths: z.array(z.string().min(1)),
  findings: z.array(finding).optional(),
  url: z.string().nullable().optional(),
  branch: z.string().optional(),
  reason: z.string().nullable().optional(),
});
