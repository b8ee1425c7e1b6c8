import type { EngineLimits, Workload } from "../../domain/index.ts";
import { emptyBatch, type StepTime } from "../../steps/step-time.ts";

/** What a traffic asks of a batch on average. Tokens; `pairs`: what causal attention over a whole prompt looks at. */
export interface MeanLoad {
  readonly input: number;
  readonly output: number;
  readonly pairs: number;
  /** KV tokens of a sequence, averaged over the steps in which it decodes: long answers stay longer. */
  readonly context: number;
}

/** One replica of an engine that is always full. */
export interface FullReplica {
  readonly stepTime: StepTime;
  readonly limits: Pick<EngineLimits, "maxSequences" | "maxBatchedTokens">;
  readonly kvTokens: number;
}

/** Means over a workload; answers have at least one token. */
export function meanLoadOf({ inputTokens, outputTokens }: Workload): MeanLoad {
  let [input, output, squares, context] = [0, 0, 0, 0];
  for (let i = 0; i < inputTokens.length; i++) {
    const [prompt, answer] = [inputTokens[i] ?? 0, Math.max(1, outputTokens[i] ?? 1)];
    input += prompt;
    output += answer;
    squares += prompt * prompt;
    context += answer * (prompt + answer / 2);
  }
  const count = Math.max(1, inputTokens.length);
  return {
    input: input / count,
    output: Math.max(1, output / count),
    pairs: squares / count / 2,
    context: context / Math.max(1, output),
  };
}

/** Sequences that decode at once when the queue never empties: what the engine's limit, its KV room and its token budget
 *  leave. Each step finishes 1/output of them and computes as many new prompts. */
export function fullBatch({ limits, kvTokens }: FullReplica, load: MeanLoad): number {
  const byMemory = kvTokens / Math.max(1, load.context);
  const byTokens = limits.maxBatchedTokens / (1 + load.input / load.output);
  return Math.max(0, Math.min(limits.maxSequences, byMemory, byTokens));
}

/** Seconds of the mean step with so many sequences decoding, the prompts that replace the finished ones included. Fewer than one
 *  prompt a step means that some steps have one and the others none. */
export function meanStepSeconds(stepTime: StepTime, load: MeanLoad, decoding: number): number {
  const prompts = decoding / load.output;
  if (prompts >= 1) return stepSeconds(stepTime, load, { decoding, prompts });
  const plain = stepSeconds(stepTime, load, { decoding, prompts: 0 });
  return plain + prompts * (stepSeconds(stepTime, load, { decoding, prompts: 1 }) - plain);
}

function stepSeconds(stepTime: StepTime, load: MeanLoad, of: { decoding: number; prompts: number }): number {
  return stepTime.seconds({
    ...emptyBatch(),
    prefillTokens: of.prompts * load.input,
    prefillSequences: of.prompts,
    prefillPairs: of.prompts * load.pairs,
    prefillSquares: of.prompts * load.pairs * 2,
    decodeSequences: of.decoding,
    kvTokens: of.decoding * load.context,
  });
}

/** Requests per second of one replica whose queue never empties, without a simulation. `longestStep`: the batch stays so small
 *  that no mean step takes longer (a target on the time per token); Infinity = no such wish. */
export function steadyRate(replica: FullReplica, load: MeanLoad, longestStep: number): number {
  const { stepTime } = replica;
  const most = fullBatch(replica, load);
  if (most <= 0) return 0;
  let batch = most;
  while (batch > 1 && meanStepSeconds(stepTime, load, batch) > longestStep) batch = Math.max(1, batch * 0.9);
  return batch / (load.output * meanStepSeconds(stepTime, load, batch));
}
