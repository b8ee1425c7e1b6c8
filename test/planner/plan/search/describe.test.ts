import { describe, expect, it } from "vitest";
import type { DeploymentForecast } from "../../../../planner/domain/index.ts";
import { bindingText } from "../../../../planner/plan/search/describe.ts";
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

describe("what keeps a plan from being cheaper", () => {
  it.each([
    [1, 1, 1],
    [1, 3, 1.0004],
  ])("is that there are no fewer replicas than one: %i to %i, %f on average", (min, max, mean) => {
    expect(bindingText(withReplicas(min, max, mean), null)).toMatch(/^one replica is the least/);
  });

  it.each([
    [2, 3, 2],
    [1, 3, 1.6],
  ])("is no such thing with %i to %i, %f on average", (min, max, mean) => {
    expect(bindingText(withReplicas(min, max, mean), null)).not.toContain("one replica");
  });
});
