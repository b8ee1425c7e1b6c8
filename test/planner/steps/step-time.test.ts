import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import { models } from "../../../planner/models/index.generated.ts";
import { predictedStepTime } from "../../../planner/plan/predicted-step-time.ts";
import { linearStepTime } from "../../../planner/steps/linear.ts";
import { scaledStepTime } from "../../../planner/steps/scaled.ts";
import { type Batch, emptyBatch, type StepTime } from "../../../planner/steps/step-time.ts";
import { tableStepTime } from "../../../planner/steps/table.ts";

const linear = linearStepTime({
  base: 0.016,
  perPrefillToken: 2e-5,
  perDecodeSequence: 1e-5,
  perKvToken: 7e-8,
  prefillStep: 0.001,
});

const table = tableStepTime({
  decode: [1, 8, 64].flatMap((sequences) =>
    [256, 1024, 4096].map((context) => ({
      sequences,
      context,
      tokens: sequences,
      other: 0.01 + sequences * 1e-5,
      attention: 1e-8 * sequences * context + 1e-4,
    })),
  ),
  prefill: [128, 512, 2048].map((chunk) => ({
    chunk,
    prefix: 0,
    tokens: chunk,
    other: 0.01 + chunk * 3e-5,
    attention: chunk * chunk * 1e-9,
  })),
  mixed: [],
  severalPrompts: [],
});

function hardware(model: keyof typeof models, gpu: keyof typeof gpus, tensorParallel = 1): StepTime {
  const { architecture } = models[model];
  const served = { architecture, gpu: gpus[gpu], tensorParallel, weights: "bf16", kvCache: "auto" } as const;
  const known = predictedStepTime(served, { model: null, engine: "vllm", version: "0.15" });
  if (known.kind === "refused") throw new Error(known.message);
  return known.stepTime;
}

const MODELS: readonly (readonly [string, StepTime])[] = [
  ["linear", linear],
  ["table", table],
  ["hardware, grouped attention", hardware("llama-3.1-8b", "a10g")],
  ["hardware, sliding windows", hardware("gemma-3-27b-it", "h100-sxm5", 2)],
  ["hardware, experts", hardware("mixtral-8x7b-v0.1", "h200-sxm5", 2)],
  ["hardware, latent attention", hardware("deepseek-v3", "b200-sxm6", 8)],
];

const decodeBatch = (sequences: number, kvTokens: number): Batch => ({
  ...emptyBatch(),
  decodeSequences: sequences,
  kvTokens,
});

describe.each(MODELS)("%s", (_name, stepTime) => {
  it("says the same of decode-only steps as a line and as a step, up to where the line ends", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 9000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (sequences, context, share) => {
          const line = { intercept: 0, slope: 0, until: 0 };
          const kvTokens = sequences * context;
          stepTime.decodeLine(sequences, kvTokens, line);
          expect(line.until).toBeGreaterThan(kvTokens);
          const end = Math.min(line.until, kvTokens * 3);
          const later = kvTokens + share * (end - kvTokens);
          for (const kv of [kvTokens, later]) {
            const wanted = stepTime.seconds(decodeBatch(sequences, kv));
            expect(Math.abs(line.intercept + line.slope * kv - wanted)).toBeLessThan(1e-9 * Math.max(1, wanted));
          }
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it("never takes less time for more of anything", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 0, max: 2000 }),
        (sequences, context, chunk) => {
          const batch = mixed(sequences, context, chunk);
          const seconds = stepTime.seconds(batch);
          expect(seconds).toBeGreaterThan(0);
          const more: readonly Batch[] = [
            mixed(sequences, context, chunk + 64),
            mixed(sequences + 8, context, chunk),
            { ...batch, kvTokens: batch.kvTokens + 100 * sequences },
            { ...batch, prefillPairs: 2 * batch.prefillPairs, prefillPrefixTokens: 500 * batch.prefillSequences },
          ];
          for (const longer of more) expect(stepTime.seconds(longer)).toBeGreaterThanOrEqual(seconds - 1e-12);
        },
      ),
      { numRuns: 200, seed: 2 },
    );
  });

  it("scaled, takes as much longer in steps and in lines", () => {
    const slower = scaledStepTime(stepTime, 1.7);
    const line = { intercept: 0, slope: 0, until: 0 };
    slower.decodeLine(10, 5000, line);
    expect(slower.seconds(decodeBatch(10, 5000))).toBeCloseTo(1.7 * stepTime.seconds(decodeBatch(10, 5000)), 12);
    expect(line.intercept + line.slope * 5000).toBeCloseTo(1.7 * stepTime.seconds(decodeBatch(10, 5000)), 12);
  });
});

function mixed(sequences: number, context: number, chunk: number): Batch {
  const prompt =
    chunk === 0
      ? {}
      : { prefillTokens: chunk, prefillSequences: 1, prefillPairs: (chunk * chunk) / 2, prefillSquares: chunk * chunk };
  return { ...decodeBatch(sequences, sequences * context), ...prompt };
}

describe("hardware", () => {
  it("splits work over GPUs that are linked", () => {
    const seconds = (tensorParallel: number) =>
      hardware("llama-3.1-70b", "h100-sxm5", tensorParallel).seconds(decodeBatch(32, 32 * 1000));
    expect(seconds(2)).toBeLessThan(seconds(1));
    expect(seconds(8)).toBeLessThan(seconds(4));
  });

  // Of AMD's card no kernel was measured.
  const linked = Object.entries(gpus).flatMap(([id, gpu]) =>
    gpu.peerLink === null || id === "mi300x" ? [] : [id as keyof typeof gpus],
  );

  it("is never slower on twice the GPUs where they are linked and the model is large", () => {
    expect(linked.length).toBeGreaterThan(5);
    for (const gpu of linked) {
      for (const batch of [decodeBatch(1, 500), decodeBatch(64, 64 * 2000), mixed(32, 1000, 2048)]) {
        const times = [1, 2, 4, 8].map((tensorParallel) =>
          hardware("llama-3.1-70b", gpu, tensorParallel).seconds(batch),
        );
        for (let i = 1; i < times.length; i++) expect(times[i], gpu).toBeLessThan(times[i - 1] ?? 0);
      }
    }
  });

  it("changes slope where sequences outgrow the window, and nowhere jumps", () => {
    const stepTime = hardware("gemma-3-27b-it", "h100-sxm5", 2);
    const line = { intercept: 0, slope: 0, until: 0 };
    stepTime.decodeLine(4, 4000, line);
    const edge = 4 * 1024;
    expect(line.until).toBe(edge);
    const short = line.slope;
    stepTime.decodeLine(4, edge, line);
    // 52 of 62 layers see the last 1,024 tokens only.
    expect(line.slope / short).toBeCloseTo(10 / 62, 9);
    expect(line.until).toBe(Infinity);
    const jump = stepTime.seconds(decodeBatch(4, edge)) - stepTime.seconds(decodeBatch(4, edge - 1));
    expect(jump).toBeCloseTo(short, 12);
  });

  it("pays for the output head once for each sequence, not for each token", () => {
    const stepTime = hardware("llama-3.1-8b", "h100-sxm5");
    const prompt = mixed(0, 1, 4000);
    const heads = stepTime.seconds({ ...prompt, prefillSequences: 2001 }) - stepTime.seconds(prompt);
    // 2,000 times two operations for each of 128,256 x 4,096 weights, at no more than the peak of 989 Tflop/s.
    const peak = (2 * 2000 * 128_256 * 4096) / 989e12;
    expect(heads).toBeGreaterThan(peak);
    expect(heads).toBeLessThan(4 * peak + 2000 * 50e-6);
  });

  it("is bound by reading weights at small batches and by multiplying in long prompts", () => {
    const stepTime = hardware("llama-3.1-8b", "l4");
    const one = stepTime.seconds(decodeBatch(1, 100));
    expect(stepTime.seconds(decodeBatch(8, 800)) / one).toBeLessThan(1.1);
    expect(stepTime.seconds(mixed(0, 1, 4000)) / stepTime.seconds(mixed(0, 1, 2000))).toBeGreaterThan(1.8);
  });
});

it("the linear model adds left to right in float64, as its page says", () => {
  const batch = { ...mixed(7, 300, 128), prefillTokens: 128 };
  expect(linear.seconds(batch)).toBe(0.016 + 2e-5 * 128 + 1e-5 * 7 + 7e-8 * 2100 + 0.001);
});
