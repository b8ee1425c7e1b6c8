import { expect, it } from "vitest";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import type { Gpu, WeightFormat } from "../../../planner/index.ts";
import { models } from "../../../planner/models/index.generated.ts";
import { hardwareQuestion, predictedStepTime } from "../../../planner/plan/predicted-step-time.ts";
import type { HardwareQuestion } from "../../../planner/steps/hardware.ts";
import { denseFormat, peakOf } from "../../../planner/steps/kernel-choice.ts";
import { weightMatrices } from "../../../planner/steps/matrices.ts";
import { type Batch, emptyBatch } from "../../../planner/steps/step-time.ts";
import { slidingWindow } from "../../../planner/steps/window.ts";

const FORMATS: readonly WeightFormat[] = ["bf16", "fp8", "int8", "nvfp4", "gptq-int4", "mxfp4"];

const BATCHES: readonly Batch[] = [
  { ...emptyBatch(), decodeSequences: 1, kvTokens: 500 },
  { ...emptyBatch(), decodeSequences: 64, kvTokens: 64 * 4000 },
  { ...emptyBatch(), decodeSequences: 256, kvTokens: 256 * 8000 },
  { ...emptyBatch(), prefillTokens: 8192, prefillSequences: 2, prefillPairs: 4096 * 4096 },
];

/** The least a step can take: what it reads at the memory's peak, or what it multiplies at the units' peak. Seconds. */
function floorOf(question: HardwareQuestion, batch: Batch): number {
  const { architecture, gpu, tensorParallel, weights } = question;
  const { moe, hidden, layers, gated } = architecture;
  const tokens = batch.prefillTokens + batch.decodeSequences;
  const dense = weightMatrices(architecture, tensorParallel).filter(({ part }) => part !== "head");
  const denseWeights = dense.reduce((sum, { count, rows, columns }) => sum + count * rows * columns, 0);
  const touched = moe === null ? 0 : moe.experts * (1 - (1 - moe.expertsPerToken / moe.experts) ** tokens);
  const expert =
    moe === null
      ? 0
      : ((layers - moe.denseLayers) * (gated ? 3 : 2) * hidden * moe.expertIntermediate) / tensorParallel;
  const window = slidingWindow(architecture);
  const kept =
    window === null
      ? batch.kvTokens
      : (1 - window.share) * batch.kvTokens +
        window.share * Math.min(batch.kvTokens, batch.decodeSequences * window.tokens);
  const bytes =
    denseWeights * question.denseBytesPerWeight +
    touched * expert * question.expertBytesPerWeight +
    kept * question.kvBytesPerTokenPerGpu;
  const peak = peakOf(gpu, denseFormat(weights, architecture));
  return Math.max(bytes / peak.bytesPerSecond, (2 * denseWeights * tokens) / peak.operationsPerSecond);
}

/** Every model in every format on one and on eight of a GPU. */
const SERVED = Object.values(models).flatMap((model) =>
  FORMATS.flatMap((weights) => [1, 8].map((tensorParallel) => ({ model, weights, tensorParallel }))),
);

const CARDS = Object.entries(gpus).flatMap(([id, gpu]) =>
  ["vllm", "sglang"].map((engine) => ({ id, engine, gpu: gpu as Gpu })),
);

it.each(CARDS)("a step of $engine on $id is never faster than the data sheet allows", ({ engine, gpu }) => {
  for (const { model, weights, tensorParallel } of SERVED) {
    const served = { architecture: model.architecture, gpu, tensorParallel, weights, kvCache: "auto" } as const;
    const known = predictedStepTime(served, { model: model.id, engine, version: "0.15" });
    if (known.kind === "refused") {
      expect(["7.5", "gfx942"]).toContain(gpu.architecture);
      continue;
    }
    for (const batch of BATCHES) {
      const share = floorOf(hardwareQuestion(served), batch) / known.stepTime.seconds(batch);
      expect(share, `${model.id} in ${weights} on ${tensorParallel}`).toBeLessThanOrEqual(1);
    }
  }
});
