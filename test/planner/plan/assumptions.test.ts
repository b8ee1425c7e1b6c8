import { describe, expect, it } from "vitest";
import type { ModelDeployment } from "../../../planner/domain/index.ts";
import { assumptionsOf } from "../../../planner/plan/assumptions.ts";
import { type Resolved, resolve } from "../../../planner/plan/resolve.ts";
import { seconds } from "../../../planner/units/index.ts";
import { deployment as plain } from "./question.ts";

function on(instance: string, changes: Partial<ModelDeployment> = {}): ModelDeployment {
  return { ...plain, platform: { ...plain.platform, region: "us-east-1", instance }, ...changes };
}

function resolved(deployment: ModelDeployment): Resolved {
  const found = resolve(deployment);
  if (found.kind !== "resolved") throw new Error(found.kind);
  return found;
}

describe("assumptions", () => {
  const texts = (deployment: ModelDeployment) =>
    assumptionsOf(resolved(deployment), null, deployment).map((assumption) => assumption.text);

  it("name every assumed number that was used, with what it rests on", () => {
    const quantised = on("g5.2xlarge", { model: { ...plain.model, weights: "awq-int4" } });
    const found = assumptionsOf(resolved(quantised), null, quantised);
    expect(found.map(({ text }) => text)).toContain("weights in awq-int4: bytes per weight = 0.5195");
    expect(texts(on("g5.2xlarge")).join()).not.toMatch(/bytes per weight/);
    for (const { source, text } of found) expect(source.length, text).toBeGreaterThan(5);
    expect(found.filter(({ basis }) => basis !== "assumed")).toEqual([]);
  });

  it("name what can take a replica away and is not simulated", () => {
    const usual = on("g5.2xlarge");
    expect(texts(usual).filter((text) => /restart|spot/.test(text))).toEqual([]);
    const restarted = texts({ ...usual, maintenance: { restartEvery: seconds(21_600) } });
    expect(restarted.join()).toMatch(/scheduled restarts take no capacity away/);
    const spot = texts({ ...usual, platform: { ...usual.platform, capacity: "spot" } });
    expect(spot.join()).toMatch(/spot: a machine that is taken back is replaced at once/);
    expect(spot.join()).toMatch(/spot: interruptions per month = low 0.05, high 0.3/);
    const reserved = texts({ ...usual, platform: { ...usual.platform, capacity: "reserved" } });
    expect(reserved.join()).toMatch(/reserved: paid at 43 % to 73 % of the price on demand/);
  });
});
