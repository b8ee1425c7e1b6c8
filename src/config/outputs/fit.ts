import * as z from "zod";
import { finding, memory } from "./parts.ts";

/** `fit --json`. CONTRACT.md section 6. */
export const fitOutput = memory.extend({
  schema: z.literal("loadline.fit/v1"),
  findings: z.array(finding).optional(),
});
