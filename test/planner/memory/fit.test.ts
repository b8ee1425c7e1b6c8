import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parameterParts, type WeightFormat } from "../../../planner/domain/index.ts";
import { engines } from "../../../planner/engines/index.generated.ts";
import { vllm } from "../../../planner/engines/vllm.ts";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import { t4 } from "../../../planner/gpus/t4.ts";
import { type FitQuestion, fitMemory } from "../../../planner/memory/fit.ts";
import { kvBytesOfSequence, kvBytesPerToken } from "../../../planner/memory/kv-cache.ts";
import { startRefusal } from "../../../planner/memory/start-refusal.ts";
import { loadedBytes, weightBytes } from "../../../planner/memory/weights.ts";
import { models } from "../../../planner/models/index.generated.ts";
import { bytes } from "../../../planner/units/index.ts";

const LIMITS = { maxSequences: 128, maxBatchedTokens: 2048, utilization: 0.9, blockSize: 16, prefixCaching: true };

const questions: fc.Arbitrary<FitQuestion> = fc.record({
  architecture: fc.constantFrom(...Object.values(models).map((model) => model.architecture)),
  gpu: fc.constantFrom(...Object.values(gpus)),
  tensorParallel: fc.constantFrom(1, 2, 4, 8),
  engine: fc.constant(vllm),
  version: fc.constantFrom("0.11", "0.15", "0.21"),
  limits: fc
    .record({
      utilization: fc.double({ min: 0.5, max: 0.98, noNaN: true }),
      maxSequences: fc.constantFrom(16, 128, 1024),
    })
    .map((some) => ({ ...LIMITS, ...some })),
  weights: fc.constantFrom("fp16", "fp8", "awq-int4"),
  kvCache: fc.constantFrom("auto", "fp8"),
  maxContext: fc.constantFrom(2048, 8192, 32_768),
});

describe("memory", () => {
  it("accounts for every byte a fitting GPU has", () => {
    let fitted = 0;
    fc.assert(
      fc.property(questions, (question) => {
        const fit = fitMemory(question);
        const { parts } = fit;
        const sum = Object.values(parts).reduce((total, part) => total + part, 0);
        expect(Object.values(parts).every((part) => part >= 0)).toBe(true);
        expect(fit.kvTokens).toBe(fit.kvBlocks * fit.blockSize);
        if (!fit.fits) {
          expect(fit.kvBlocks).toBe(0);
          return;
        }
        fitted++;
        expect(Math.abs(sum - question.gpu.memoryUsable.value)).toBeLessThan(8);
        const used = fit.kvTokens * kvBytesPerToken(question.architecture, question.kvCache, question.tensorParallel);
        expect(fit.kvTokens).toBeGreaterThanOrEqual(question.maxContext);
        // Only a sequence whose windowed layers give blocks back may be longer than the pool counted over all layers.
        if (fit.kvTokens >= question.maxContext + fit.blockSize) expect(used).toBeLessThanOrEqual(parts.kv + 1);
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(fitted).toBeGreaterThan(100);
  });

  it.each(Object.values(engines))("gives no byte away twice, whatever $name counts inside its share", (engine) => {
    let fitted = 0;
    fc.assert(
      fc.property(questions, (some) => {
        const version = engine.defaultVersion;
        const question = { ...some, engine, version, limits: engine.defaults(version, some.gpu, some.tensorParallel) };
        const { fits, parts } = fitMemory(question);
        if (!fits) return;
        fitted++;
        const reserve = engine.reserve(question);
        const { activation, cudaGraphs, nonTorch } = reserve.insideShare;
        const share = question.gpu.memoryUsable.value * question.limits.utilization;
        const inside =
          (activation ? parts.activation : 0) + (cudaGraphs ? parts.cudaGraphs : 0) + (nonTorch ? parts.nonTorch : 0);
        expect(Math.abs(parts.weights + parts.kv + inside - share)).toBeLessThan(8);
        const outside = parts.activation + parts.cudaGraphs + parts.nonTorch - inside;
        expect(Math.abs(parts.free + outside + share - question.gpu.memoryUsable.value)).toBeLessThan(8);
      }),
      { numRuns: 150, seed: 4 },
    );
    expect(fitted).toBeGreaterThan(30);
  });

  it("says exactly how much is missing: with that much more it fits, with less it does not", () => {
    let missed = 0;
    fc.assert(
      fc.property(questions, (question) => {
        const { fits, missingBytes } = fitMemory(question);
        // Above 0.9 what lies beside the share can be short as well, which a larger share does not mend.
        if (fits || startRefusal(question) !== null || question.limits.utilization > 0.9) return;
        missed++;
        expect(fitMemory(withMore(question, missingBytes + 2)).fits).toBe(true);
        expect(fitMemory(withMore(question, missingBytes - 2 ** 20)).fits).toBe(false);
      }),
      { numRuns: 400, seed: 2 },
    );
    expect(missed).toBeGreaterThan(50);
  });

  it("fits no worse with more utilisation, and no better with a longer context", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const more = {
          ...question,
          limits: { ...question.limits, utilization: Math.min(0.98, question.limits.utilization + 0.02) },
        };
        const longer = { ...question, maxContext: question.maxContext * 2 };
        // Where CUDA graphs lie beside the share, a larger share can leave them too little.
        if (question.version === "0.21")
          expect(Number(fitMemory(more).fits)).toBeGreaterThanOrEqual(Number(fitMemory(question).fits));
        expect(Number(fitMemory(longer).fits)).toBeLessThanOrEqual(Number(fitMemory(question).fits));
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it.each([
    ["qwen2.5-7b", 4, true],
    ["qwen2.5-7b", 8, false],
    ["qwen2.5-0.5b", 2, true],
    ["qwen2.5-0.5b", 4, false],
    ["phi-4", 2, true],
    ["phi-4", 4, false],
    ["llama-3.1-70b", 16, true],
    ["falcon-7b-instruct", 2, false],
    ["deepseek-v3", 16, true],
    ["deepseek-v3", 12, false],
  ] as const)("splits the heads of %s over %d GPUs: %s", (model, tensorParallel, fits) => {
    const found = fitMemory({
      ...{ architecture: models[model].architecture, gpu: gpus["b300-sxm6"], tensorParallel, engine: vllm },
      ...{ version: "0.15", limits: LIMITS, weights: "bf16", kvCache: "auto", maxContext: 2048 },
    });
    expect(found.fits).toBe(fits);
    expect(/cannot be split over/.test(found.binding)).toBe(!fits);
    expect(found.missingBytes).toBe(0);
  });

  it("fits on more GPUs wherever it fits on fewer and the heads can be split", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const wider = fitMemory({ ...question, tensorParallel: question.tensorParallel * 2 });
        if (question.tensorParallel === 1 || /cannot be split/.test(wider.binding)) return;
        expect(Number(wider.fits)).toBeGreaterThanOrEqual(Number(fitMemory(question).fits));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it("refuses bf16 on a card without bf16, whatever the sizes", () => {
    const tiny = models["qwen2.5-0.5b"].architecture;
    const question = {
      architecture: tiny,
      gpu: t4,
      tensorParallel: 1,
      engine: vllm,
      version: "0.15",
      limits: LIMITS,
      kvCache: "auto",
      maxContext: 2048,
    } as const;
    expect(fitMemory({ ...question, weights: "fp16" }).fits).toBe(true);
    const refused = fitMemory({ ...question, weights: "bf16" });
    expect(refused).toMatchObject({ fits: false, kvBlocks: 0, binding: expect.stringContaining("no bf16") });
  });
});

/** The same GPU with the engine's share larger by so many bytes, and nothing taken from what lies beside it. */
function withMore(question: FitQuestion, extra: number): FitQuestion {
  const { gpu, limits } = question;
  const usable = gpu.memoryUsable.value + extra;
  const utilization = (gpu.memoryUsable.value * limits.utilization + extra) / usable;
  return {
    ...question,
    gpu: { ...gpu, memoryUsable: { ...gpu.memoryUsable, value: bytes(usable) } },
    limits: { ...limits, utilization },
  };
}

describe("what loading a model takes", () => {
  const inGigabytes = (model: keyof typeof models, format: WeightFormat) =>
    loadedBytes(models[model].architecture, format, 1) / 1e9;

  it("leaves what a quantised build leaves at 16 bits", () => {
    const { attention } = parameterParts(models["deepseek-r1"].architecture);
    const { builds: _builds, ...usual } = models["deepseek-r1"].architecture;
    const left = weightBytes(models["deepseek-r1"].architecture, "nvfp4", 1) - weightBytes(usual, "nvfp4", 1);
    expect(left).toBeCloseTo(attention * (2 - 0.5625), -3);
    // A trillion parameters at four and a half bits, attention, shared experts and embeddings at 16: about 595 GB.
    expect(inGigabytes("kimi-k2.5", "gptq-int4")).toBeGreaterThan(585);
    expect(inGigabytes("kimi-k2.5", "gptq-int4")).toBeLessThan(605);
  });

  it("has the rotary table that start-up logs show beside the weights", () => {
    const table = (model: keyof typeof models) => {
      const { architecture } = models[model];
      return (loadedBytes(architecture, "bf16", 1) - weightBytes(architecture, "bf16", 1)) / 2 ** 30;
    };
    expect(table("llama-3.1-8b")).toBeCloseTo(0.031, 3);
    expect(table("gemma-3-4b-it")).toBeCloseTo(0.5625, 4);
    expect(table("gpt2")).toBe(0);
  });
});

describe("weights and KV cache", () => {
  const llama = models["llama-3.1-70b"].architecture;
  const deepseek = models["deepseek-v3"].architecture;

  it("tensor parallelism splits matrices and never loses a byte", () => {
    for (const { architecture } of Object.values(models)) {
      for (const tensorParallel of [2, 4, 8]) {
        const whole = weightBytes(architecture, "bf16", 1);
        const share = weightBytes(architecture, "bf16", tensorParallel);
        expect(share * tensorParallel).toBeGreaterThanOrEqual(whole * (1 - 1e-9));
        expect(share).toBeLessThan(whole);
      }
    }
  });

  it("grouped heads are divided until there is one a GPU, latent vectors never", () => {
    const per = (tp: number) => kvBytesPerToken(llama, "auto", tp);
    expect(per(1)).toBe(2 * 80 * 8 * 128 * 2);
    expect(per(8)).toBe(per(1) / 8);
    expect(per(16)).toBe(per(8));
    expect(kvBytesPerToken(llama, "fp8", 1)).toBe(per(1) / 2);
    expect(kvBytesPerToken(deepseek, "auto", 8)).toBe(61 * (512 + 64) * 2);
    expect(kvBytesPerToken(deepseek, "auto", 1)).toBe(kvBytesPerToken(deepseek, "auto", 8));
  });

  it("stores the KV cache in half the bytes in fp8, for every model and group", () => {
    for (const { architecture } of Object.values(models)) {
      for (const tensorParallel of [1, 2, 4, 8]) {
        const [whole, half] = (["auto", "fp8"] as const).map((format) =>
          kvBytesPerToken(architecture, format, tensorParallel),
        );
        expect(half).toBe((whole ?? 0) / 2);
      }
    }
  });

  it("layers with a sliding window hold no more than the window", () => {
    const gemma = models["gemma-3-27b-it"].architecture;
    const layout = { format: "auto", tensorParallel: 1, blockSize: 16 } as const;
    const short = kvBytesOfSequence(gemma, 512, layout);
    expect(short).toBe(512 * kvBytesPerToken(gemma, "auto", 1));
    expect(kvBytesOfSequence(gemma, 32_768, layout)).toBeLessThan(32_768 * kvBytesPerToken(gemma, "auto", 1) * 0.5);
  });
});
