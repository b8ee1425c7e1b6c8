import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeploymentForecast } from "../../../planner/index.ts";
import { outputs } from "../../../src/config/outputs/index.ts";
import { diffJson, fitJson, planJson } from "../../../src/report/index.ts";
import { calm, crowded } from "../../support/forecast-fixture.ts";
import { locate, refused, review, tooLarge } from "../../support/review-fixture.ts";

const plan = outputs["loadline.plan/v1"];

describe("planJson", () => {
  it.each([calm, crowded, tooLarge, refused])("prints $name ($verdict) as the schema says", (forecast) => {
    const printed = JSON.parse(JSON.stringify(planJson([forecast], locate)));
    expect(plan.parse(printed)).toEqual(printed);
  });

  it("gives findings their file and line, and null where there is none", () => {
    const [deployment] = plan.parse(planJson([crowded], locate)).deployments;
    expect(deployment?.findings[1]).toMatchObject({ id: "target-missed", file: "models/chat.yaml", line: 5 });
    const [nowhere] = plan.parse(planJson([crowded], () => null)).deployments;
    expect(nowhere?.findings[1]).toMatchObject({ file: "", line: null });
  });

  it("cuts float noise", () => {
    const [deployment] = plan.parse(planJson([calm], locate)).deployments;
    expect(deployment?.latency.ttftMs.p95).toBe(412.333);
    expect(deployment?.cost.perMillionTokensUsd).toBe(0.4901);
    expect(deployment?.slo[0]?.forecast).toBe(412.333);
  });

  it("never prints what JSON cannot say", () => {
    const strange = fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 1e308, 0.1 + 0.2);
    fc.assert(
      fc.property(strange, strange, (a, b) => {
        const odd: DeploymentForecast = {
          ...crowded,
          errorRate: a,
          capacity: { ...crowded.capacity, fullContexts: a, peakUtilization: b, kvTokens: a },
          latency: { ...crowded.latency, ttftMs: { mean: a, p50: b, p90: a, p95: b, p99: a } },
          slo: crowded.slo.map((slo) => ({ ...slo, forecast: a, range: [a, b] as const })),
          cost: { ...crowded.cost, monthlyUsd: { p10: a, p50: b, p90: a }, perMillionTokensUsd: b },
        };
        // JSON turns NaN into null by itself, where the schema may want a number: so look at the object.
        const numbers = numbersIn(planJson([odd], locate));
        expect(numbers.filter((number) => !Number.isFinite(number) || Object.is(number, -0))).toEqual([]);
      }),
    );
  });
});

describe("diffJson", () => {
  it("prints a review as the schema says, findings once", () => {
    const settings = [{ key: "approvers", before: null, after: "alice", countsNow: false }];
    const printed = outputs["loadline.diff/v1"].parse(diffJson({ ...review, settings }, locate));
    expect(printed.settings).toEqual(settings);
    expect(printed.findings.map(({ id }) => id)).toEqual(["target-missed", "stale-price"]);
    expect(printed.cost).toEqual({
      base: { p10: 1712.4, p50: 1769.52, p90: 1904.7 },
      head: { p10: 870.1, p50: 884.76, p90: 1302.9 },
    });
  });

  it("does not sum a bill with an unknown price", () => {
    const deployments = [
      ...review.deployments,
      { name: "elsewhere", change: "added" as const, base: null, head: refused },
    ];
    const printed = outputs["loadline.diff/v1"].parse(diffJson({ ...review, deployments }, locate));
    expect(printed.cost?.head).toBeNull();
    expect(printed.cost?.base).not.toBeNull();
  });

  it("names what a renamed deployment was called", () => {
    const deployments = [{ name: "talk", change: "renamed" as const, base: calm, head: { ...crowded, name: "talk" } }];
    const printed = outputs["loadline.diff/v1"].parse(diffJson({ ...review, deployments }, locate));
    expect(printed.deployments[0]).toMatchObject({ name: "talk", from: "chat" });
  });
});

it("prints fit as the schema says", () => {
  for (const { plan: resolved } of [calm, tooLarge]) {
    if (resolved === null) throw new Error("the fixture has a plan");
    const printed = outputs["loadline.fit/v1"].parse(fitJson(resolved.memory));
    if ("error" in printed) throw new Error(printed.error.message);
    expect(printed.fits).toBe(resolved.memory.fits);
    expect(printed.parts.weights).toBe(resolved.memory.parts.weights);
  }
});

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
