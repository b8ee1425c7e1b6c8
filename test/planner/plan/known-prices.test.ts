import { describe, expect, it } from "vitest";
import type { ModelDeployment } from "../../../planner/domain/index.ts";
import { knownInstead } from "../../../planner/plan/known-prices.ts";
import { priceOf, priceOfCapacity } from "../../../planner/plan/price-of.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { prices } from "../../../planner/prices/index.generated.ts";
import { deployment } from "./question.ts";

type Place = ModelDeployment["platform"];
const eks: Place = { ...deployment.platform, region: "us-east-1", instance: "g5.2xlarge" };

describe("where a price is unknown", () => {
  it("the nearest regions that have prices are named first", () => {
    expect(knownInstead({ ...eks, region: "us-west-9" })).toMatch(/^Prices of eks are known in us-west-1, us-west-2, /);
    expect(knownInstead({ ...eks, region: "eu-centrall-1" })).toMatch(/known in eu-central-1, /);
  });

  it("one price for all regions is said to be that", () => {
    const lambda: Place = { ...eks, name: "lambda-cloud", instance: "gpu_1x_a10" };
    expect(knownInstead(lambda)).toBe(
      "Write `region: all`: prices of lambda-cloud are the same in all of its regions.",
    );
  });

  it("a place of which no price is known is said to be one", () => {
    expect(knownInstead({ ...eks, name: "azure-container-apps" })).toMatch(
      /^No price of azure-container-apps is known/,
    );
  });

  it("another capacity, another region and another instance are named, and each of them has a price", () => {
    const spot: Place = { ...eks, capacity: "spot" };
    expect(priceOfCapacity({ price: priceOf(spot) }, spot)).toBeNull();
    const text = knownInstead(spot);
    expect(text).toMatch(/^That of on-demand and reserved is known there/);
    const [, instances = ""] = /in us-east-1 that of ([^;]+?)(?: and \d+ more)?\.$/.exec(text) ?? [];
    expect(instances).not.toBe("");
    for (const instance of instances.split(", "))
      expect(prices.eks.regions["us-east-1"]?.[instance]?.spot).not.toBeNull();
  });
});

describe("an instance that nobody rents", () => {
  it("is answered with the nearest that somebody does", () => {
    const resolved = resolve({ ...deployment, platform: { ...eks, instance: "g5.3xlarge" } });
    const [finding] = resolved.kind === "refused" ? resolved.findings : [];
    expect(finding?.action).toMatch(/Nearest known: g5\.2xlarge, g5\.4xlarge, /);
  });

  it("is not said where the instance is known and refused for something else", () => {
    const resolved = resolve({ ...deployment, platform: { ...eks, tensorParallel: 8 } });
    const [finding] = resolved.kind === "refused" ? resolved.findings : [];
    expect(finding?.action).not.toMatch(/Nearest known/);
  });
});
