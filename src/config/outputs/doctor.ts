import * as z from "zod";

/** `doctor --json`: each thing that was looked at. */
export const doctorOutput = z.strictObject({
  schema: z.literal("loadline.doctor/v1"),
  checks: z.array(
    z.strictObject({
      id: z.string().min(1),
      state: z.enum(["ok", "warning", "problem", "skipped"]),
      found: z.string().min(1),
      advice: z.string(),
    }),
  ),
});
