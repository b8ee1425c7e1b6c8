import { describe, expect, it } from "vitest";
import { parameterCount } from "../../planner/domain/parameters.ts";
import { template as gpu } from "../../planner/gpus/_template.ts";
import { template as model } from "../../planner/models/_template.ts";
import { template as platform } from "../../planner/platforms/_template.ts";
import { template as policy } from "../../planner/policies/_template.ts";
import { template as prices } from "../../planner/prices/_template.ts";
import { factsIn, isIsoDate } from "../support/facts.ts";

describe("what people copy keeps the contracts it teaches", () => {
  it("dates and names its facts", () => {
    for (const { path, fact } of [...factsIn(gpu), ...factsIn(model), ...factsIn(platform)]) {
      expect(fact.source.trim(), path).not.toBe("");
      expect(isIsoDate(fact.seen), path).toBe(true);
    }
    expect(prices.sources.every(({ date }) => isIsoDate(date))).toBe(true);
  });

  it("states the parameters its shape gives", () => {
    expect(parameterCount(model.architecture)).toBe(model.parameters.value);
  });

  it("refuses what it cannot host and hosts what it rents", () => {
    const request = { instance: "small", gpu: "l4", gpusPerReplica: 1, scaleToZero: false };
    expect(platform.refuse(request)).toBeNull();
    expect(platform.refuse({ ...request, gpusPerReplica: 2 })).not.toBeNull();
  });

  it("passes and fails its own examples", () => {
    expect(policy.check(policy.examples.passes)).toEqual([]);
    expect(policy.check(policy.examples.fails)).toMatchObject([{ id: policy.id, action: expect.stringMatching(/\w/) }]);
  });
});
