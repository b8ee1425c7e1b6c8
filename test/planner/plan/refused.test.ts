import { describe, expect, it } from "vitest";
import type { ModelDeployment } from "../../../planner/domain/index.ts";
import { forecastDeployment } from "../../../planner/plan/forecast-deployment.ts";
import { deployment, question } from "./question.ts";

const forecast = (changes: Partial<ModelDeployment>) =>
  forecastDeployment(question({ deployment: { ...deployment, ...changes } })).forecast;
const at = (changes: Partial<ModelDeployment["platform"]>) =>
  forecast({ platform: { ...deployment.platform, ...changes } });

describe("what is not simulated", () => {
  it("is unknown where nobody knows the model, with what is nearest", () => {
    const { verdict, findings } = forecast({ model: { ...deployment.model, id: "Qwen/Qwen3-9B" } });
    expect(verdict).toBe("unknown");
    expect(findings).toMatchObject([{ id: "unknown-model", severity: "blocking", path: ["spec", "model", "id"] }]);
    expect(findings[0]?.action).toMatch(/^Nearest known: .*Qwen\/Qwen3-8B.* Otherwise describe its shape/);
  });

  it("is blocked where it is known to be impossible", () => {
    const { verdict, findings } = at({ tensorParallel: 64 });
    expect(verdict).toBe("block");
    expect(findings).toMatchObject([{ id: "platform-cannot-host", severity: "blocking" }]);
  });

  it("is unknown on an instance that the table does not have", () => {
    expect(at({ instance: "g99.huge" }).verdict).toBe("unknown");
  });
});
