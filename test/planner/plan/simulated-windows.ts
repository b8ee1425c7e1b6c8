import type { SimulatedWindow } from "../../../planner/plan/simulate-design.ts";
import { linearStepTime } from "../../../planner/steps/linear.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";
import { simulated } from "../../support/simulation-cases.ts";

/** A prompt of n tokens takes n milliseconds, alone. */
const stepTime = linearStepTime({
  base: 0,
  perPrefillToken: 1e-3,
  perDecodeSequence: 0,
  perKvToken: 0,
  prefillStep: 0,
});

interface Case {
  readonly weight: number;
  readonly rate: number;
  readonly prompts: readonly number[];
  readonly replicas?: number;
}

/** A window in which requests with these prompts come far apart; prompts from 1,000 tokens on never fit. */
export function windowOf({ weight, rate, prompts, replicas = 1 }: Case): SimulatedWindow {
  const workload = workloadOf(prompts.map((input, i) => ({ arrival: 10 * i, input, output: 1 })));
  const limits = { maxBatchedTokens: 4096, maxSequences: 8, blockSize: 16, kvBlocks: 1000, watermarkBlocks: 0 };
  const question = simulation(workload, { stepTime, replicas, limits: { ...limits, maxContext: 1000 } });
  const hour = { start: 0, rate, p10: 0, p90: 0, event: null, minimum: 0 };
  return {
    stratum: { label: "some hours", weight, indices: [], hour, before: rate },
    rate,
    result: simulated(question).result,
  };
}
