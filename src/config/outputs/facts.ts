import * as z from "zod";
import { isoDate } from "./parts.ts";

/** `facts --json`: every number in use and who says so. */
export const factsOutput = z.strictObject({
  schema: z.literal("loadline.facts/v1"),
  facts: z.array(
    z.strictObject({
      subject: z.string().min(1),
      name: z.string().min(1),
      value: z.union([z.number(), z.string(), z.boolean()]),
      unit: z.string(),
      basis: z.enum(["datasheet", "measured", "assumed"]),
      source: z.string().min(1),
      date: isoDate.optional().describe("When the source said so."),
      seen: isoDate.describe("The same as `date`."),
    }),
  ),
});
