import * as z from "zod";
import { finding, whole } from "./parts.ts";

const line = z.int().min(1).nullable();

/** `validate --json`. CONTRACT.md section 6. Kind, name and path are null where the text could not be read that far. */
export const validateOutput = z.strictObject({
  schema: z.literal("loadline.validate/v1"),
  files: whole,
  documents: whole,
  invalid: z.array(
    z.strictObject({
      file: z.string().min(1),
      line,
      kind: z.string().nullable(),
      name: z.string().nullable(),
      path: z.string().nullable(),
      message: z.string().min(1),
      column: line.optional(),
    }),
  ),
  skipped: z.array(
    z.strictObject({
      file: z.string().min(1),
      line,
      kind: z.string().nullable(),
      name: z.string().nullable(),
      reason: z.string().min(1),
      apiVersion: z.string().nullable().optional(),
    }),
  ),
  findings: z.array(finding).optional().describe("What policies say about manifests that an API server would accept."),
});
