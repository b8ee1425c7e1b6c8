import { describe, expect, it } from "vitest";
import { measuredSteps } from "../../.github/scripts/fit/steps.ts";
import { h100Sxm5 } from "../../planner/gpus/h100-sxm5.ts";
import { findModel } from "../../planner/models/lookup.ts";
import { predictedStepTime } from "../../planner/plan/predicted-step-time.ts";
import { emptyBatch, type StepTime } from "../../planner/steps/step-time.ts";
import { sharedFolder, titled } from "../support/shared.ts";

/** Median error allowed: the fit saw each twelfth of these steps, beside servers that it weighs more. */
const ALLOWED = 0.12;

describe("decode steps against true step periods of vLLM 0.15.1 on H100", () => {
  const folder = sharedFolder("data/measured/vllm-steps");
  it.skipIf(folder === null).each([
    { id: "meta-llama/Llama-2-70b-hf", tensorParallel: 4, rows: 593 },
    { id: "codellama/CodeLlama-34b-hf", tensorParallel: 2, rows: 716 },
  ])(titled("$id, tensor parallel $tensorParallel ($rows rows): median within 12 %", folder), async (one) => {
    const steps = (await measuredSteps(sharedFolder() ?? "", 1)).filter(({ model }) => model === one.id);
    expect(steps).toHaveLength(one.rows);
    const stepTime = stepTimeOf(one.id, one.tensorParallel);
    const errors = steps
      .filter(({ batch }) => batch.prefillTokens === 0)
      .map(({ batch, seconds }) => Math.abs(stepTime.seconds(batch) / seconds - 1))
      .sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(300);
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(ALLOWED);
  });
});

/** Median periods in microseconds of decode-only steps, by the most decoding sequences of the group; only groups of ten steps
 *  and more. KV tokens are not stated: the general workload holds about 680 a sequence. */
const GROUPS = [
  ...[24.5, 40.5, 80.5, 112.5].map((decodes, i) => ({
    ...{ id: "meta-llama/Llama-2-70b-hf", tensorParallel: 4, decodes },
    period: [17_804, 18_544, 20_889, 21_467][i] ?? Number.NaN,
  })),
  ...[24.5, 40.5, 80.5, 112.5].map((decodes, i) => ({
    ...{ id: "codellama/CodeLlama-34b-hf", tensorParallel: 2, decodes },
    period: [14_551, 14_894, 16_593, 17_282][i] ?? Number.NaN,
  })),
];

describe("decode steps against the medians of groups (inference-sim@9293b22, computed from consecutive step ids)", () => {
  it.each(GROUPS)("$id with $decodes decodes: within 12 % of $period us", ({ id, tensorParallel, decodes, period }) => {
    const batch = { ...emptyBatch(), decodeSequences: decodes, kvTokens: 680 * decodes };
    const predicted = stepTimeOf(id, tensorParallel).seconds(batch) * 1e6;
    expect(Math.abs(predicted / period - 1)).toBeLessThan(ALLOWED);
  });
});

function stepTimeOf(id: string, tensorParallel: number): StepTime {
  const architecture = findModel(id)?.architecture;
  if (!architecture) throw new Error(id);
  const served = { architecture, gpu: h100Sxm5, tensorParallel, weights: "bf16", kvCache: "auto" } as const;
  const known = predictedStepTime(served, { model: id, engine: "vllm", version: "0.15" });
  if (known.kind === "refused") throw new Error(known.message);
  return known.stepTime;
}
