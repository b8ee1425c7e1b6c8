import { describe, expect, it } from "vitest";
import { activeParameterCount, parameterCount, parameterParts } from "../../../planner/domain/parameters.ts";
import { models } from "../../../planner/models/index.generated.ts";

/** Counts published for these models, to the last parameter, with the sums that give them. */
describe("parameterCount", () => {
  it.each([
    // huggingface.co/api/models/... safetensors.total
    ["llama-3.1-8b", 8_030_261_248],
    ["llama-3.1-70b", 70_553_706_496],
    ["llama-3.1-405b", 405_853_388_800],
    ["mixtral-8x7b-v0.1", 46_702_792_704],
    ["qwen2.5-7b", 7_615_616_512],
  ] as const)("is exact where nothing is left out: %s", (slug, published) => {
    expect(parameterCount(models[slug].architecture)).toBe(published);
  });

  it("is the sum of its parts", () => {
    for (const { architecture } of Object.values(models)) {
      const sum = Object.values(parameterParts(architecture)).reduce((a: number, b: number) => a + b, 0);
      expect(parameterCount(architecture)).toBe(sum);
    }
  });

  it("counts a tied head once and a learned position table", () => {
    const { architecture } = models["gpt2"];
    expect(parameterParts(architecture).head).toBe(0);
    expect(parameterParts(architecture).embedding).toBe((50_257 + 1024) * 768);
    expect(parameterParts({ ...architecture, tiedEmbeddings: false }).head).toBe(50_257 * 768);
  });

  it("knows experts, shared experts, the router and dense first layers", () => {
    const parts = parameterParts(models["deepseek-v3"].architecture);
    expect(parts.experts).toBe(58 * 256 * 3 * 7168 * 2048);
    expect(parts.feedForward).toBe(3 * 3 * 7168 * 18_432 + 58 * 3 * 7168 * 2048);
    expect(parts.router).toBe(58 * 256 * 7168);
  });
});

describe("activeParameterCount", () => {
  it("is everything for a dense model without a vision tower", () => {
    const { architecture } = models["llama-3.1-8b"];
    expect(activeParameterCount(architecture)).toBe(parameterCount(architecture));
  });

  it("leaves out the experts a token is not routed to, and the vision tower", () => {
    expect(activeParameterCount(models["deepseek-v3"].architecture) / 1e9).toBeCloseTo(37.55, 1);
    const gemma = models["gemma-3-4b-it"].architecture;
    expect(parameterCount(gemma) - activeParameterCount(gemma)).toBe(gemma.visionParameters);
  });
});
