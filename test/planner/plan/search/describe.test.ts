import { describe, expect, it } from "vitest";
import type { DeploymentForecast } from "../../../../planner/domain/index.ts";
import { bindingText, failureText } from "../../../../planner/plan/search/describe.ts";
import { calm } from "../../../support/forecast-fixture.ts";

/** Met with ease by one replica of so many that may start. */
function withReplicas(min: number, max: number, mean: number): DeploymentForecast {
  if (calm.plan === null) throw new Error("the fixture has a plan");
  return {
    ...calm,
    slo: calm.slo.map((one) => ({ ...one, probability: 1, met: true })),
    plan: { ...calm.plan, replicas: { min, max } },
    replicas: { min, mean, max },
  };
}

describe("what a plan fails on", () => {
  const failing = (forecast: number) => {
    const slo = calm.slo.map((one) => ({ ...one, target: 80, forecast, probability: 0.54, met: false }));
    const trial = { holds: false, ratio: forecast / 80, worst: "", unsure: null, outpriced: false };
    return failureText({ ...trial, forecast: { ...calm, slo } });
  };

  it("says what was wanted where the forecast alone would hold", () => {
    expect(failing(94)).toMatch(/94 ms against 80 ms, met with 54 %$/);
    expect(failing(77.6)).toMatch(/77.6 ms against 80 ms, met with 54 % where 90 % is wanted$/);
  });
});

describe("what keeps a plan from being cheaper", () => {
  it.each([
    [1, 1, 1],
    [1, 3, 1.0004],
  ])("is that there are no fewer replicas than one: %i to %i, %f on average", (min, max, mean) => {
    expect(bindingText(withReplicas(min, max, mean), null)).toMatch(/^one replica is the least/);
  });

  it("is the target with little left; one that is met far more surely than wanted is no reason", () => {
    const met = (probability: number): DeploymentForecast => {
      const forecast = withReplicas(1, 1, 1);
      return { ...forecast, slo: forecast.slo.map((one) => ({ ...one, probability })) };
    };
    expect(bindingText(met(0.93), null)).toMatch(/^p95 \w+: .* met with 93 %$/);
    expect(bindingText(met(0.97), null)).toMatch(/^one replica is the least/);
  });

  it.each([
    [2, 3, 2],
    [1, 3, 1.6],
  ])("is no such thing with %i to %i, %f on average", (min, max, mean) => {
    expect(bindingText(withReplicas(min, max, mean), null)).not.toContain("one replica");
  });
});
