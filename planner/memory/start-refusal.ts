import type { Architecture, EngineLimits, Gpu, SchedulerPolicy, WeightFormat } from "../domain/index.ts";

/** What an engine looks at before it reserves any memory. */
export interface StartQuestion {
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly tensorParallel: number;
  readonly engine: { readonly policy: SchedulerPolicy };
  readonly limits: Pick<EngineLimits, "maxBatchedTokens" | "maxSequences" | "blockSize">;
  readonly weights: WeightFormat;
  readonly maxContext: number;
}

/** Why an engine would refuse to start however much memory there is; null when it would not. */
export function startRefusal(question: StartQuestion): string | null {
  return (
    missingFormat(question) ??
    unevenHeads(question) ??
    contextTooLong(question) ??
    refusedLimits(question.engine.policy, question.limits)
  );
}

/** Limits that engines refuse to start with. vLLM: a step could not give each sequence a token (SchedulerConfig:
 *  max_num_batched_tokens must be greater than or equal to max_num_seqs). SGLang: chunks of prompts are no whole pages
 *  (ServerArgs: chunked_prefill_size must be divisible by page_size). */
export function refusedLimits(
  policy: SchedulerPolicy,
  { maxBatchedTokens, maxSequences, blockSize }: StartQuestion["limits"],
): string | null {
  if (policy === "vllm" && maxBatchedTokens < maxSequences) {
    return `maxBatchedTokens (${maxBatchedTokens}) is below maxSequences (${maxSequences}); vLLM refuses to start so`;
  }
  if (policy === "sglang" && Number.isFinite(maxBatchedTokens) && maxBatchedTokens % blockSize !== 0) {
    return `maxBatchedTokens (${maxBatchedTokens}) is no multiple of blockSize (${blockSize}); SGLang refuses to start so`;
  }
  return null;
}

/** Engines refuse a context that the model's positions do not reach (vLLM ModelConfig: max_model_len is greater than the
 *  derived max_model_len). */
function contextTooLong({ architecture: { maxPositions }, maxContext }: StartQuestion): string | null {
  if (maxContext <= maxPositions) return null;
  return `a context of ${maxContext} tokens is longer than the model's ${maxPositions}`;
}

/** Cards without bf16 units (T4) cannot run bf16 weights at all; the engine refuses to start. */
function missingFormat({ weights, gpu }: StartQuestion): string | null {
  if (weights !== "bf16" || gpu.matmul.bf16 !== undefined) return null;
  return `${gpu.name} has no bf16; use fp16, int8 or an int4 format`;
}

const GROUP_SIZES = [1, 2, 4, 8, 16];

/** Engines split heads evenly over the GPUs of a replica and refuse to start where that leaves a remainder: query heads
 *  (vllm-project/vllm#414), and key/value heads unless each is copied to the same number of GPUs (vllm-project/vllm#16021). */
function unevenHeads({ architecture: { attention }, tensorParallel }: StartQuestion): string | null {
  const splits = (gpus: number) =>
    attention.heads % gpus === 0 &&
    (attention.kind === "latent" || attention.kvHeads % gpus === 0 || gpus % attention.kvHeads === 0);
  if (splits(tensorParallel)) return null;
  const keyValue = attention.kind === "latent" ? "" : ` and ${attention.kvHeads} key/value heads`;
  const wanted = GROUP_SIZES.filter(splits).join(", ");
  return `${attention.heads} attention heads${keyValue} cannot be split over ${tensorParallel} GPUs; use ${wanted}`;
}
