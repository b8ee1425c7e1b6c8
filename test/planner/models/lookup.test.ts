import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { models } from "../../../planner/models/index.generated.ts";
import { findModel, nearestModels, publishedWeights } from "../../../planner/models/lookup.ts";

const ids = Object.values(models).flatMap((model) => [model.id, ...model.aliases]);
const anyId = fc.constantFrom(...ids);

describe("findModel", () => {
  it("finds each id and alias in any letter case", () => {
    fc.assert(
      fc.property(anyId, fc.infiniteStream(fc.boolean()), (id, coin) => {
        const mixed = [...id]
          .map((letter) => (coin.next().value ? letter.toUpperCase() : letter.toLowerCase()))
          .join("");
        const model = findModel(mixed);
        expect([model?.id, ...(model?.aliases ?? [])]).toContain(id);
      }),
    );
  });

  it("finds a tune in the base model's file", () => {
    expect(findModel("meta-llama/llama-3.1-8b-instruct")).toBe(models["llama-3.1-8b"]);
    expect(findModel("Qwen/Qwen3-32B-FP8")).toBe(models["qwen3-32b"]);
  });

  it("does not guess", () => {
    expect(findModel("meta-llama/Llama-3.1-9B")).toBeNull();
    expect(findModel("")).toBeNull();
  });
});

describe("nearestModels", () => {
  it("knows what is meant without the owner", () => {
    expect(nearestModels("Llama-3.1-8B-Instruct", 1)).toEqual(["meta-llama/Llama-3.1-8B-Instruct"]);
    expect(nearestModels("llama-3.1-8b-instrct", 1)).toEqual(["meta-llama/Llama-3.1-8B-Instruct"]);
    expect(nearestModels("gibberish", 3)).toEqual([]);
  });

  it("knows what is meant without the slash", () => {
    expect(nearestModels("mistral-communitymistral-7b-v0.2", 1)).toEqual(["mistral-community/Mistral-7B-v0.2"]);
  });

  it("puts the id itself first, and any id one letter away from it", () => {
    fc.assert(
      fc.property(anyId, fc.nat(), (id, at) => {
        expect(nearestModels(id, 1)[0]?.toLowerCase()).toBe(id.toLowerCase());
        const place = at % id.length;
        const typo = `${id.slice(0, place)}${id.slice(place + 1)}`;
        expect(nearestModels(typo, 5).map((near) => near.toLowerCase())).toContain(id.toLowerCase());
      }),
      { numRuns: 200 },
    );
  });

  it("gives none where nothing is near", () => {
    expect(nearestModels("foo/bar", 3)).toEqual([]);
  });

  it("gives as many as asked for", () => {
    expect(nearestModels("meta-llama/Lama-3.1-8B", 3)).toHaveLength(3);
    expect(nearestModels("meta-llama/Lama-3.1-8B", 1)).toEqual(["meta-llama/Llama-3.1-8B"]);
  });
});

describe("publishedWeights", () => {
  it.each([
    ["meta-llama/Llama-3.1-8B-Instruct", "bf16"],
    ["meta-llama/Llama-2-7b-chat-hf", "fp16"],
    ["nvidia/Llama-3.1-8B-Instruct-FP8", "fp8"],
    ["RedHatAI/phi-4-FP8-dynamic", "fp8"],
    ["Qwen/Qwen2.5-7B-Instruct-AWQ", "awq-int4"],
    ["Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4", "gptq-int4"],
    ["Qwen/Qwen2.5-7B-Instruct-GPTQ-Int8", "int8"],
    ["RedHatAI/phi-4-quantized.w8a8", "int8"],
    ["nvidia/DeepSeek-R1-NVFP4", "nvfp4"],
    ["deepseek-ai/DeepSeek-V3", "fp8"],
    ["openai/gpt-oss-20b", "mxfp4"],
  ])("%s: %s", (id, format) => {
    expect(publishedWeights(id)).toBe(format);
  });

  it.each([
    ["Qwen/Qwen3-8B-FP8", "Qwen/Qwen3-8B", "fp8"],
    ["meta-llama/Llama-3.1-8B-Instruct-FP8", "meta-llama/Llama-3.1-8B", "fp8"],
    ["mistralai/mistral-7b-instruct-v0.3-awq", "mistralai/Mistral-7B-Instruct-v0.3", "awq-int4"],
  ])("%s has the shape of %s, listed or not", (id, base, format) => {
    expect(findModel(id)).not.toBeNull();
    expect(findModel(id)).toBe(findModel(base));
    expect(publishedWeights(id)).toBe(format);
  });

  it("is unknown for an unknown model", () => {
    expect(publishedWeights("nobody/Nothing-FP8")).toBeNull();
  });
});
