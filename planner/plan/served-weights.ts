import type { EngineFlags, WeightFormat } from "../domain/index.ts";
import { publishedWeights } from "../models/lookup.ts";

/** How a server comes to serve the planned weights: as they are published, through a flag, or not at all. */
export type ServedWeights =
  | { readonly kind: "published" }
  | { readonly kind: "flag"; readonly flag: string; readonly value: string }
  | { readonly kind: "other"; readonly published: WeightFormat };

/** The weights that a file asks for, else those that the model is published in, else bf16. */
export const plannedWeights = ({
  weights,
  id,
}: {
  readonly weights: WeightFormat | null;
  readonly id: string;
}): WeightFormat => weights ?? publishedWeights(id) ?? "bf16";

/** Engines' names of the 16-bit formats. */
const SIXTEEN_BIT: Readonly<Partial<Record<WeightFormat, string>>> = { bf16: "bfloat16", fp16: "float16" };

/** Engines load what a repository holds. 16-bit weights can be served in the other 16-bit format or quantised to fp8 on the
 *  way (vLLM, SGLang and TGI documentation, engine arguments); nothing else is a matter of a flag. A repository that the
 *  catalogue does not have is taken to hold what was planned. */
export function servedWeights(plan: { modelId: string; weights: WeightFormat }, flags: EngineFlags): ServedWeights {
  const published = publishedWeights(plan.modelId);
  if (published === null || published === plan.weights) return { kind: "published" };
  const dtype = SIXTEEN_BIT[plan.weights];
  const isWide = SIXTEEN_BIT[published] !== undefined;
  if (isWide && dtype !== undefined && flags.dtype !== null) return { kind: "flag", flag: flags.dtype, value: dtype };
  if (isWide && plan.weights === "fp8" && flags.quantization !== null) {
    return { kind: "flag", flag: flags.quantization, value: "fp8" };
  }
  return { kind: "other", published };
}
