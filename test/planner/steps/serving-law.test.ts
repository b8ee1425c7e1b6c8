import { describe, expect, it } from "vitest";
import { MEASURED_SERVING } from "../../../planner/steps/serving/index.generated.ts";
import { requestSecondsOf, type ServingLaw, servingOf, withoutFactors } from "../../../planner/steps/serving-law.ts";

const { law } = MEASURED_SERVING.find(
  ({ engine, generation }) => engine === "vllm" && generation === "Hopper",
) as (typeof MEASURED_SERVING)[number];
const MODEL = "Qwen/Qwen3-32B";
const slow: ServingLaw = { ...law, stepsOf: { [MODEL]: 1.1 }, requestsOf: { [MODEL]: 2 } };

describe("a law for one model", () => {
  const own = servingOf(slow, { engine: "vllm", version: "0.19", model: MODEL });
  const other = servingOf(slow, { engine: "vllm", version: "0.19", model: "nobody/nothing" });

  it("has the model's factor on all that the GPU does in a step, and another one on what stands before the engine", () => {
    const ofGpu = ["kv", "pairs", "collectives", "floors", "layerSeconds", "passes", "eagerLayerSeconds"] as const;
    for (const part of ofGpu) expect(own[part] / other[part], part).toBeCloseTo(1.1, 9);
    const ofHost = ["stepSeconds", "sequenceSeconds", "synchronousSeconds"] as const;
    for (const part of ofHost) expect(own[part], part).toBe(other[part]);
    expect((own.experts.fp8?.multiply ?? 0) / (other.experts.fp8?.multiply ?? 1)).toBeCloseTo(1.1, 9);
    expect((own.matmul.bf16?.read ?? 0) / (other.matmul.bf16?.read ?? 1)).toBeCloseTo(1.1, 9);
    expect(requestSecondsOf(own)(0, 900)).toBeCloseTo(2 * requestSecondsOf(other)(0, 900), 12);
  });

  it("has neither where the model was not measured, or another generation's law is taken", () => {
    expect(other).toEqual({ ...servingOf(law, { engine: "vllm", version: "0.19", model: null }), ...namesOf(slow) });
    const away = servingOf(withoutFactors(slow), { engine: "vllm", version: "0.19", model: MODEL });
    expect(away.layerSeconds).toBe(law.layerSeconds);
  });
});

const namesOf = ({ stepsOf, requestsOf }: ServingLaw) => ({ stepsOf, requestsOf });

it("an engine that schedules once a step has ended needs longer, the more so the more sequences there are", () => {
  const [before, since] = ["0.13", "0.14"].map((version) => servingOf(law, { engine: "vllm", version, model: null }));
  expect((before?.stepSeconds ?? 0) - (since?.stepSeconds ?? 0)).toBeCloseTo(law.synchronousSeconds, 12);
  expect((before?.sequenceSeconds ?? 0) - (since?.sequenceSeconds ?? 0)).toBeCloseTo(
    law.synchronousSequenceSeconds,
    12,
  );
});

it("a request is longer on its way with a longer prompt and with more of them in flight", () => {
  const seconds = requestSecondsOf(law);
  expect(seconds(0, 8192) - seconds(0, 1024)).toBeCloseTo(7168 * law.requestTokenSeconds, 12);
  expect(seconds(64, 1024) - seconds(1, 1024)).toBeCloseTo(63 * law.requestInFlightSeconds, 12);
});
