import { expect, it } from "vitest";
import { type Advice, type ModelDeployment, oddsOf, type Quota } from "../../../../planner/domain/index.ts";
import { advise } from "../../../../planner/plan/search/advise.ts";
import { seconds } from "../../../../planner/units/index.ts";
import { deployment, question } from "../question.ts";

const GPUS = "t4 l4 a10g h100-sxm5 a100-sxm4-40gb a100-sxm4-80gb h200-sxm5 b200-sxm6 b300-sxm6 rtx-pro-6000-server";
const L40S_ALONE = Object.fromEntries(GPUS.split(" ").map((gpu) => [gpu, 0]));

const chat: ModelDeployment = {
  ...deployment,
  slo: { latency: [{ metric: "ttft", percentile: 95, limit: seconds(2) }], errorRate: null, confidence: 0.9 },
};

function adviceFor(changed: ModelDeployment, instances: Quota["instances"] = {}): Advice {
  const limits = { weights: ["bf16"], minReplicas: 1, sharesNodes: false, tunesEngine: false } as const;
  const space = { ...limits, quota: { gpus: L40S_ALONE, instances }, tunesScaling: false };
  const effort = { trials: 20, lines: 1, holding: 1 };
  const answer = advise(question({ deployment: changed }), space, effort);
  if (answer.kind !== "advice") throw new Error(answer.kind);
  return answer.advice;
}

it.each([0.97, 0.98, 0.99, 0.999])("a confidence of %f is not beyond every plan", (confidence) => {
  const { recommendation } = adviceFor({ ...chat, slo: { ...chat.slo, confidence } });
  expect(Math.min(...(recommendation?.forecast.slo ?? [{ probability: 0 }]).map(oddsOf))).toBeGreaterThanOrEqual(
    confidence,
  );
});

it("an instance that the quota excludes is followed by the next size of the same machine", () => {
  const sizeOf = ({ recommendation }: Advice) => recommendation?.deployment.platform.instance;
  expect(sizeOf(adviceFor(chat))).toBe("g6e.xlarge");
  const without = adviceFor(chat, { "g6e.xlarge": 0 });
  expect(sizeOf(without)).toBe("g6e.2xlarge");
  const { considered, discarded, simulated } = without.candidates;
  const left = Object.values(discarded);
  expect(left.reduce((sum, one) => sum + one, simulated)).toBe(considered);
  expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
});
