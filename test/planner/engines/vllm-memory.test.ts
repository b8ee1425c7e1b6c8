import { describe, expect, it } from "vitest";
import { graphsCaptured, vllmPoolLayers, vllmReserve } from "../../../planner/engines/_vllm-memory.ts";
import { VLLM_MEMORY } from "../../../planner/engines/vllm-memory.generated.ts";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import { models } from "../../../planner/models/index.generated.ts";

const LIMITS = { maxSequences: 1024, maxBatchedTokens: 8192, utilization: 0.9, blockSize: 16, prefixCaching: true };

type Changes = Partial<Parameters<typeof vllmReserve>[0]>;

const reserve = (changes: Changes = {}) =>
  vllmReserve(
    {
      architecture: models["llama-3.1-8b"].architecture,
      gpu: gpus["h100-sxm5"],
      version: "0.15",
      tensorParallel: 1,
      limits: LIMITS,
      weights: "bf16",
      ...changes,
    },
    VLLM_MEMORY,
  );

describe("what vLLM keeps free", () => {
  it("is the sampler's over all sequences, until few of them leave the forward pass the larger", () => {
    const few = reserve({ limits: { ...LIMITS, maxSequences: 4 } }).activation;
    const one = reserve({ limits: { ...LIMITS, maxSequences: 1 } }).activation;
    expect(reserve().activation).toBeGreaterThan(4 * few);
    expect(one).toBe(few);
    expect(reserve({ limits: { ...LIMITS, maxSequences: 4, maxBatchedTokens: 2048 } }).activation).toBeLessThan(few);
  });

  it("is not split over GPUs where the sampler makes the peak, for each holds all words", () => {
    expect(reserve({ tensorParallel: 4 }).activation).toBe(reserve().activation);
  });

  it("fell by more than half when 0.17 stopped sorting the logits", () => {
    expect(reserve({ version: "0.16" }).activation).toBe(reserve().activation);
    expect(reserve({ version: "0.17" }).activation).toBeLessThan(0.5 * reserve().activation);
  });

  it("adds the experts' buffers, split by expert width, and none for four-bit kernels", () => {
    const architecture = models["mixtral-8x7b-v0.1"].architecture;
    const of = (weights: "bf16" | "awq-int4", tensorParallel = 2) =>
      reserve({ architecture, version: "0.19", weights, tensorParallel }).activation;
    expect(of("bf16") - of("awq-int4")).toBe(2 * 8192 * 2 * (7168 + 14_336));
    expect(of("bf16", 4)).toBeLessThan(of("bf16", 2));
  });

  it("counts CUDA graphs inside the share from 0.21", () => {
    expect(reserve({ version: "0.20" }).insideShare.cudaGraphs).toBe(false);
    expect(reserve({ version: "0.21" }).insideShare.cudaGraphs).toBe(true);
  });

  it("has communicators with several GPUs, and a fused all-reduce only where cards have it", () => {
    const two = (gpu: keyof typeof gpus, version: string) =>
      reserve({ gpu: gpus[gpu], version, tensorParallel: 2 }).nonTorch;
    expect(two("h100-sxm5", "0.15")).toBeGreaterThan(reserve().nonTorch);
    expect(two("h100-sxm5", "0.19")).toBeGreaterThan(2 * two("h100-sxm5", "0.15"));
    expect(two("a100-sxm4-80gb", "0.19")).toBeLessThan(2 * two("a100-sxm4-80gb", "0.15"));
  });
});

it.each([
  [128, 35 + 19],
  [256, 51 + 35],
  [1024, 51 + 51],
])("captures for %d sequences as many graphs as start-up logs count: %d", (sequences, graphs) => {
  expect(graphsCaptured(sequences)).toBe(graphs);
});

it.each([
  ["llama-3.1-8b", 32],
  ["gpt-oss-20b", 24],
  ["gemma-3-4b-it", 35],
  ["gemma-3-12b-it", 48],
  ["gemma-3-27b-it", 70],
  ["gemma-2-27b", 46],
] as const)("pays for layers of %s in groups of equal size: %d", (model, layers) => {
  const { architecture } = models[model];
  expect(vllmPoolLayers(architecture, "0.19")).toBe(layers);
  expect(vllmPoolLayers(architecture, "0.9")).toBe(architecture.layers);
});
