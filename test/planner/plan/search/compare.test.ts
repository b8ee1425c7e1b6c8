import { describe, expect, it } from "vitest";
import { type Comparison, type ModelDeployment, NO_QUOTA } from "../../../../planner/domain/index.ts";
import { compare } from "../../../../planner/plan/search/compare.ts";
import { areaOf, regionFor } from "../../../../planner/plan/search/regions.ts";
import { platforms } from "../../../../planner/platforms/index.generated.ts";
import { prices } from "../../../../planner/prices/index.generated.ts";
import { seconds } from "../../../../planner/units/index.ts";
import { deployment, question } from "../question.ts";

const chat: ModelDeployment = {
  ...deployment,
  slo: {
    latency: [
      { metric: "ttft", percentile: 95, limit: seconds(2) },
      { metric: "tpot", percentile: 95, limit: seconds(0.1) },
    ],
    errorRate: 0.01,
    confidence: 0.8,
  },
};

function comparisonOf(changed: ModelDeployment, trafficScale = 1, quota = NO_QUOTA): Comparison {
  const answer = compare(question({ deployment: changed, trafficScale }), quota);
  if (answer.kind !== "comparison") throw new Error(answer.kind);
  return answer.comparison;
}

describe("an 8B model on every platform", () => {
  const { platforms: found } = comparisonOf(chat);
  const of = (id: string) => found.find(({ platform }) => platform === id);

  it("has an answer for each of them, those that hold first and the cheapest of them first", () => {
    expect(found.map(({ platform }) => platform).toSorted()).toEqual(Object.keys(platforms).toSorted());
    const costs = found.flatMap(({ plan }) => plan?.forecast.cost.monthlyUsd?.p50 ?? []);
    expect(costs.length).toBeGreaterThanOrEqual(6);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    expect(found.findIndex(({ plan }) => plan === null)).toBe(costs.length);
  });

  it("costs what a calculation by hand gives, to the cent", () => {
    for (const { platform, region, plan, priceSource } of found) {
      if (plan === null || plan.deployment.scaling.mode !== "fixed") continue;
      const { instance } = plan.deployment.platform;
      const row = prices[platform as keyof typeof prices].regions[region]?.[instance];
      const nodes = plan.deployment.scaling.replicas;
      const shape = platforms[platform as keyof typeof platforms].shapes[instance];
      if (row?.onDemand == null || shape === undefined || shape.gpuCount > (plan.forecast.plan?.gpusPerReplica ?? 0))
        continue;
      expect(plan.forecast.cost.monthlyUsd?.p50, platform).toBeCloseTo(nodes * row.onDemand * 730, 2);
      expect(priceSource?.source, platform).not.toBe("");
    }
  });

  it("names who says what is paid wherever a price is known, hold it or not", () => {
    for (const { platform, priceSource, isPriceKnown } of found) {
      expect([platform, isPriceKnown]).toEqual([platform, Object.hasOwn(prices, platform)]);
      expect(priceSource.source).toMatch(/\S/);
      expect(priceSource.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it("is refused where it cannot be, with the reason and what to do", () => {
    expect(of("aws-lambda")).toMatchObject({ verdict: "block", plan: null });
    expect(of("aws-lambda")?.reason).toMatch(/10240 MB|memory/);
    expect(of("azure-container-instances")?.reason).toMatch(/azure-container-apps/);
    expect(of("azure-container-apps")).toMatchObject({ verdict: "unknown", plan: null, isPriceKnown: false });
    expect(of("azure-container-apps")?.priceSource.source).toMatch(/microsoft\.com\/.*: no price of a GPU is known$/);
    expect(of("azure-container-apps")?.reason).toMatch(/price/);
  });

  it("says what to watch out for everywhere", () => {
    for (const { watchOut, timeToFirstDeploy } of found) {
      expect(watchOut.length).toBeGreaterThan(0);
      expect(timeToFirstDeploy.p99).toBeGreaterThanOrEqual(timeToFirstDeploy.p50);
    }
  });
});

describe("spot under a quota of EKS", () => {
  const instances = Object.fromEntries(Object.keys(platforms.eks.shapes).map((name) => [name, 0]));
  const onSpot = { ...chat, platform: { ...chat.platform, capacity: "spot" as const } };
  const { platforms: found, quotaOn } = comparisonOf(onSpot, 0.2, { gpus: { l4: 0, a10g: 0, l40s: 0 }, instances });
  const of = (id: string) => found.find(({ platform }) => platform === id);

  it("is said to be no spot where the place has none, and stays spot where it has", () => {
    expect(of("eks")).toMatchObject({ capacity: "spot", remarks: [] });
    const said = "spot is not offered or not known there: compared at the price on demand";
    for (const { platform, capacity, remarks } of found) {
      const offered = platforms[platform as keyof typeof platforms].spot !== null;
      expect(capacity, platform).toBe(offered ? "spot" : "on-demand");
      expect(remarks.includes(said), platform).toBe(!offered);
    }
  });

  it("is kept on EKS alone", () => {
    expect(quotaOn).toBe("eks");
    expect(of("eks")?.plan).toBeNull();
    expect(of("hf-endpoints")?.plan?.forecast.plan?.gpu).toMatch(/^(l4|a10g|l40s)$/);
  });
});

describe("what nobody knows", () => {
  it("is unknown, whatever its words begin with; what cannot be hosted is blocked", () => {
    const engine = { ...chat.engine, version: "99.9" };
    const { platforms: found } = comparisonOf({ ...chat, engine });
    const eks = found.find(({ platform }) => platform === "eks");
    expect(eks).toMatchObject({ verdict: "unknown", unknown: [{ kind: "engine" }, ...(eks?.unknown.slice(1) ?? [])] });
    const apps = found.find(({ platform }) => platform === "azure-container-apps");
    expect(apps?.unknown.every(({ kind }) => kind === "price")).toBe(true);
    const elsewhere = comparisonOf({ ...chat, engine, platform: { ...chat.platform, region: "mars-1" } });
    const there = elsewhere.platforms.find(({ platform }) => platform === "eks");
    expect(there?.region).toBe(platforms.eks.regionIn.america);
    expect(there?.remarks).toContain(`no price in mars-1 is known there: compared in ${there?.region}`);
    const gone = found.find(({ platform }) => platform === "azure-container-instances");
    expect(gone).toMatchObject({ verdict: "block", unknown: [] });
  });
});

describe("a small model", () => {
  it("runs on AWS Lambda, one request at a time", () => {
    const small: ModelDeployment = {
      ...chat,
      model: { ...chat.model, id: "microsoft/DialoGPT-medium", weights: "fp16", maxContext: 1024 },
      slo: { ...chat.slo, latency: [{ metric: "ttft", percentile: 50, limit: seconds(60) }], errorRate: null },
    };
    const lambda = comparisonOf(small, 0.001).platforms.find(({ platform }) => platform === "aws-lambda");
    expect(lambda?.reason).toMatch(/mb/);
    expect(lambda?.plan?.forecast.coverage.status).toBe("extrapolated");
  });
});

describe("where a platform is looked at", () => {
  it.each([
    ["us-east-1", "america"],
    ["eu-central-1", "europe"],
    ["europe-west4", "europe"],
    ["westeurope", "europe"],
    ["swedencentral", "europe"],
    ["ap-southeast-2", "asia"],
    ["asia-northeast1", "asia"],
    ["japaneast", "asia"],
    ["eastus2", "america"],
    ["brazilsouth", "america"],
  ])("%s lies in %s", (region, area) => {
    expect(areaOf(region)).toBe(area);
  });

  it("is the deployment's own region where there are prices, else one of the same part of the world", () => {
    expect(regionFor(platforms.eks, "eks", "eu-central-1")).toBe("eu-central-1");
    expect(regionFor(platforms.gke, "gke", "eu-central-1")).toBe(platforms.gke.regionIn.europe);
  });

  const named = Object.values(prices).flatMap(({ regions }) => Object.keys(regions));
  it.each([
    [/europe|^eu-/, "europe"],
    [/asia|^ap-|india|japan|korea|australia/, "asia"],
    [/^us-|us\d?$|america|canada/, "america"],
  ] as const)("knows the part of the world of every priced region named like %s: %s", (pattern, area) => {
    const like = named.filter((region) => pattern.test(region));
    expect(like.length).toBeGreaterThan(5);
    for (const region of like) expect(areaOf(region), region).toBe(area);
  });
});
