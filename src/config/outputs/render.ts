import * as z from "zod";
import { finding } from "./parts.ts";

/** `render --json`. CONTRACT.md section 6. */
export const renderOutput = z.strictObject({
  schema: z.literal("loadline.render/v1"),
  files: z.array(z.strictObject({ path: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  changes: z
    .array(z.strictObject({ path: z.string(), change: z.enum(["added", "changed", "removed"]), diff: z.string() }))
    .optional(),
  findings: z.array(finding).optional().describe("What policies say about the rendered manifests."),
});
