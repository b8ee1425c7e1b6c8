import { describe, expect, it } from "vitest";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import { models } from "../../../planner/models/index.generated.ts";
import { predictedStepTime } from "../../../planner/plan/predicted-step-time.ts";
import { emptyBatch } from "../../../planner/steps/step-time.ts";

const { architecture } = models["llama-3.1-70b"];
const served = { architecture, gpu: gpus["b200-sxm6"], tensorParallel: 4, weights: "fp8", kvCache: "auto" } as const;
const batch = { ...emptyBatch(), decodeSequences: 8, kvTokens: 12_000 };

function predicted(model: string | null, version = "0.15") {
  const known = predictedStepTime(served, { model, engine: "vllm", version });
  if (known.kind === "refused") throw new Error(known.message);
  return known;
}

describe("models of one shape", () => {
  const measured = predicted("meta-llama/Llama-3.1-70B");

  it.each(["meta-llama/Llama-3.3-70B-Instruct", null])("take as long as the one that was measured: %s", (model) => {
    expect(predicted(model).stepTime.seconds(batch)).toBe(measured.stepTime.seconds(batch));
    expect(predicted(model).requestSeconds(1, 900)).toBe(measured.requestSeconds(1, 900));
  });

  it("count as measured only by their own name", () => {
    expect(measured.coverage.status).toBe("measured");
    expect(predicted("meta-llama/Llama-3.3-70B-Instruct").coverage.status).toBe("interpolated");
  });
});
