import * as z from "zod";

/** `init --json`: what was written. */
export const initOutput = z.strictObject({
  schema: z.literal("loadline.init/v1"),
  directory: z.string().min(1),
  files: z.array(z.string().min(1)),
  kept: z.array(z.string()).optional(),
});
