import type { ResolvedPlan } from "../domain/index.ts";
import { emptyBatch, type StepTime } from "../steps/step-time.ts";

/** Mean lengths of the traffic, tokens. */
export interface MeanLengths {
  readonly input: number;
  readonly output: number;
}

/** Requests per second one replica can finish for ever, in closed form: the batch is as large as sequences and KV room
 *  allow (a request holds its prompt and on average half its answer), each request costs its prefill and its share of
 *  decode steps. An upper bound: real traffic queues before it. */
export function requestsPerSecondPerReplica(plan: ResolvedPlan, stepTime: StepTime, lengths: MeanLengths): number {
  const held = Math.max(1, lengths.input + lengths.output / 2);
  const batch = Math.max(1, Math.min(plan.limits.maxSequences, Math.floor(plan.memory.kvTokens / held)));
  const decode = emptyBatch();
  decode.decodeSequences = batch;
  decode.kvTokens = batch * held;
  const mixed = emptyBatch();
  Object.assign(mixed, decode);
  mixed.prefillSequences = 1;
  mixed.prefillTokens = lengths.input;
  mixed.prefillPairs = (lengths.input * lengths.input) / 2;
  const perStep = stepTime.seconds(decode);
  const prefill = Math.max(0, stepTime.seconds(mixed) - perStep);
  return 1 / (prefill + (Math.max(1, lengths.output - 1) * perStep) / batch);
}
