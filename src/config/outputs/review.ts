import * as z from "zod";

/** `review --json`: how the check of the pull request's head ended. */
export const reviewOutput = z.strictObject({
  schema: z.literal("loadline.review/v1"),
  repository: z.string(),
  pullRequest: z.number().int(),
  conclusion: z.enum(["success", "neutral", "failure", "action_required", "cancelled"]).nullable(),
});
