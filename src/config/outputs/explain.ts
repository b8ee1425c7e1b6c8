import * as z from "zod";

const says = z.strictObject({
  basis: z.enum(["datasheet", "measured", "assumed"]),
  source: z.string().min(1),
  date: z.string().nullable(),
});

const value = z.union([z.number(), z.string()]).nullable();

/** A figure, and below it what it follows from. */
const node = z.strictObject({
  name: z.string().min(1),
  value,
  unit: z.string().min(1),
  how: z.string(),
  says: says.nullable(),
  get from(): z.ZodArray {
    return z.array(node);
  },
});

/** `explain --json`: the chain of one figure, or without one the list of figures. */
export const explainOutput = z.union([
  z.strictObject({
    schema: z.literal("loadline.explain/v1"),
    deployment: z.string(),
    figure: z.string(),
    explanation: node,
  }),
  z.strictObject({
    schema: z.literal("loadline.explain/v1"),
    deployment: z.string(),
    figure: z.null(),
    figures: z.array(
      z.strictObject({
        ...{ figure: z.string(), aliases: z.array(z.string()), name: z.string() },
        ...{ value, unit: z.string() },
      }),
    ),
    reason: z.string().optional(),
  }),
]);
