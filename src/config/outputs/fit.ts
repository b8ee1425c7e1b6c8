import * as z from "zod";
import { finding, memory } from "./parts.ts";

const schema = z.literal("loadline.fit/v1");

const answer = memory.extend({ schema, findings: z.array(finding).optional() });

/** An engine version whose memory law nobody has stated. */
const refusal = z.strictObject({
  schema,
  error: z.strictObject({ kind: z.literal("refused"), message: z.string().min(1) }),
});

/** `fit --json`. CONTRACT.md section 6. */
export const fitOutput = z.union([answer, refusal]);
