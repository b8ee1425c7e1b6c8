import { describe, expect, it } from "vitest";
import type { ServingByName } from "../../../planner/plan/by-name.ts";
import { fitByName } from "../../../planner/plan/fit-question.ts";
import { hardwareByName } from "../../../planner/plan/hardware-question.ts";

const QUESTION: ServingByName = {
  ...{ model: "meta-llama/Llama-3.1-70B-Instruct", gpu: "l40s", tensorParallel: 1, engine: "vllm", version: "0.15" },
  ...{ weights: null, kvCache: "auto", maxSequences: 128, maxBatchedTokens: 2048, maxContext: 8192, utilization: null },
};

describe("fit by name", () => {
  it("offers only what really fits", () => {
    const answer = fitByName(QUESTION);
    if (answer.kind !== "answered") throw new Error(answer.kind);
    expect(answer.fit.fits).toBe(false);
    expect(answer.alternatives.length).toBeGreaterThanOrEqual(3);
    for (const { gpu, tensorParallel, weights, text, kvTokens } of answer.alternatives) {
      const maxContext = Number(/--max-context (\d+)/.exec(text)?.[1] ?? QUESTION.maxContext);
      const again = fitByName({ ...QUESTION, gpu, tensorParallel, weights, maxContext });
      expect(again, text).toMatchObject({ kind: "answered", fit: { fits: true, kvTokens } });
    }
  });

  it("takes what model and engine would choose where nothing is said", () => {
    const answer = fitByName({
      ...QUESTION,
      gpu: "h200-sxm5",
      maxSequences: null,
      maxBatchedTokens: null,
      maxContext: null,
      version: null,
    });
    expect(answer).toMatchObject({
      kind: "answered",
      version: "0.15",
      weights: "bf16",
      maxContext: 131_072,
      limits: { maxSequences: 1024, maxBatchedTokens: 8192, utilization: 0.9 },
    });
    const quantised = fitByName({ ...QUESTION, model: "RedHatAI/Meta-Llama-3.1-70B-Instruct-FP8" });
    expect(quantised).toMatchObject({ kind: "answered", weights: "fp8" });
  });

  it.each([
    ["a context beyond the model's positions", { maxContext: 200_000 }, /longer than the model's 131072/],
    ["fewer tokens a step than sequences", { maxBatchedTokens: 10, maxSequences: 1000 }, /vLLM refuses to start so/],
  ])("does not call %s a fit, for all the room there is", (_what, changes, binding) => {
    const answer = fitByName({ ...QUESTION, gpu: "b200-sxm6", tensorParallel: 8, ...changes });
    expect(answer).toMatchObject({ kind: "answered", fit: { fits: false, kvBlocks: 0, missingBytes: 0 } });
    expect(answer.kind === "answered" && answer.fit.binding).toMatch(binding);
  });

  it("offers the model's longest context in the place of a longer one", () => {
    const answer = fitByName({ ...QUESTION, gpu: "b200-sxm6", tensorParallel: 2, maxContext: 200_000 });
    expect(answer.kind === "answered" && answer.alternatives[0]?.text).toMatch(/--max-context 131072$/);
  });

  it("offers fewer GPUs where heads cannot be split over as many", () => {
    const answer = fitByName({ ...QUESTION, model: "Qwen/Qwen2.5-7B-Instruct", tensorParallel: 8 });
    expect(answer).toMatchObject({ kind: "answered", fit: { fits: false, missingBytes: 0 } });
    const offered = answer.kind === "answered" ? answer.alternatives.map(({ text }) => text) : [];
    expect(offered).toEqual(["4 x l40s, bf16 weights"]);
  });

  it.each([
    ["model", { model: "nobody/nothing" }],
    ["gpu", { gpu: "rtx-9090" }],
    ["engine", { engine: "ollama" }],
  ])("an unknown %s is a value", (what, changes) => {
    expect(fitByName({ ...QUESTION, ...changes })).toMatchObject({ kind: "unknown", what });
  });

  it("an unknown version is a value that names the known ones", () => {
    expect(fitByName({ ...QUESTION, version: "9.9" })).toMatchObject({
      kind: "unknownVersion",
      known: expect.arrayContaining(["0.15"]),
    });
  });
});

describe("hardware by name", () => {
  it("answers with the limits the engine would choose", () => {
    const answer = hardwareByName({ ...QUESTION, gpu: "h100-sxm5", tensorParallel: 4, maxSequences: null });
    expect(answer).toMatchObject({
      kind: "known",
      limits: { maxSequences: 1024, maxBatchedTokens: 2048, blockSize: 16, maxContext: 8192 },
    });
  });

  it("says why without counting bytes where none is missing", () => {
    const question = { ...QUESTION, model: "Qwen/Qwen2.5-7B-Instruct", tensorParallel: 8 };
    const answer = hardwareByName(question);
    expect(answer.kind === "refused" && answer.message).toMatch(
      /does not fit 8 x l40s: 28 attention heads.*use 1, 2, 4$/,
    );
  });

  it.each([
    ["what does not fit", {}, "does not fit"],
    ["an unknown GPU", { gpu: "x" }, "GPU x is not known"],
    ["an unknown model", { model: "Qwen/Qwen3-9B" }, "Qwen/Qwen3-8B"],
    ["an unknown engine version", { version: "0.99", gpu: "h200-sxm5" }, "0.99 is not known"],
  ])("refuses %s", (_what, changes, message) => {
    expect(hardwareByName({ ...QUESTION, ...changes })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining(message),
    });
  });
});

it("hardware whose KV cache has no room for the model's longest context runs with the longest that fits", () => {
  const answer = hardwareByName({ ...QUESTION, gpu: "l40s", tensorParallel: 4, maxContext: null });
  if (answer.kind !== "known") throw new Error(answer.message);
  expect(answer.limits.maxContext).toBeLessThan(131_072);
  expect(answer.memory.kvTokens).toBeGreaterThanOrEqual(answer.limits.maxContext);
  expect(answer.memory.kvTokens).toBeLessThan(2 * answer.limits.maxContext);
});
