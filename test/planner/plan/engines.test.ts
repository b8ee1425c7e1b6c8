import { describe, expect, it } from "vitest";
import { forecastDeployment } from "../../../planner/plan/forecast-deployment.ts";
import { deployment, question } from "./question.ts";

describe("the verdict on other engines", () => {
  it.each([
    ["tgi", "3.3"],
    ["sglang", "0.5"],
    ["static", "1.0"],
  ])("is at best a warning for %s, which is simulated but not measured", (name, version) => {
    const engine = { ...deployment.engine, name, version, image: null };
    const answer = forecastDeployment(question({ deployment: { ...deployment, engine } }));
    if (answer.kind !== "forecast") throw new Error(answer.kind);
    const found = answer.forecast;
    expect(found.latency.ttftMs.p95).toBeGreaterThan(0);
    expect(found.windows.length).toBeGreaterThan(0);
    expect(found.coverage.status).toBe("extrapolated");
    expect(["warn", "block"]).toContain(found.verdict);
  });
});
