import { describe, expect, it } from "vitest";
import type { ModelDeployment } from "../../../../planner/domain/index.ts";
import { NO_QUOTA } from "../../../../planner/domain/index.ts";
import { trafficAhead } from "../../../../planner/plan/outlook.ts";
import type { Arm, Space } from "../../../../planner/plan/search/arm.ts";
import { demandOf } from "../../../../planner/plan/search/demand.ts";
import { type Fleet, linesOf } from "../../../../planner/plan/search/fleets.ts";
import { Reused } from "../../../../planner/plan/search/reused.ts";
import { screen } from "../../../../planner/plan/search/screen.ts";
import { Trials } from "../../../../planner/plan/search/trial.ts";
import { seconds } from "../../../../planner/units/index.ts";
import { deployment, history, question } from "../question.ts";

const SPACE: Space = {
  ...{ quota: NO_QUOTA, weights: ["bf16"], minReplicas: 1 },
  ...{ sharesNodes: false, tunesEngine: false, tunesScaling: true },
};

function on(name: string, region: string, instance: string): ModelDeployment {
  const slo = {
    latency: [{ metric: "ttft" as const, percentile: 95, limit: seconds(1.5) }],
    errorRate: null,
    confidence: 0.9,
  };
  return { ...deployment, slo, platform: { ...deployment.platform, name, region, instance } };
}

const EKS = on("eks", "us-east-1", "g6.xlarge");
const GKE = on("gke", "us-central1", "g2-standard-4");
const HF = on("hf-endpoints", "aws", "nvidia-l4-x1");

function armOf(at: ModelDeployment): Arm {
  const { arms } = screen(question({ deployment: at }), history().workload, SPACE);
  const arm = arms.find(({ deployment: { platform }, resolved: { plan } }) => {
    return platform.instance === at.platform.instance && plan.gpusPerReplica === 1;
  });
  if (arm === undefined) throw new Error("no arm");
  return arm;
}

const fixed = (replicas: number): Fleet => ({ scaling: { mode: "fixed", replicas, headroom: 0 }, bound: 0 });
const scaled = (minReplicas: number): Fleet => ({
  scaling: { mode: "keda", minReplicas, maxReplicas: 4, headroom: 0, target: null, schedule: [] },
  bound: 0,
});

describe("what searches need not do twice", () => {
  it("is a fixed fleet of the same replicas, and nothing else", () => {
    const reused = new Reused();
    let simulated = 0;
    const ask = (at: ModelDeployment, fleet: Fleet, level = 1) =>
      reused.outcome(armOf(at), { fleet, look: { level } }, () => ({ ratio: ++simulated, worst: "", replicas: 1 }))
        .ratio;
    expect([ask(EKS, fixed(2)), ask(GKE, fixed(2)), ask(EKS, fixed(2))]).toEqual([1, 1, 1]);
    expect([ask(GKE, fixed(3)), ask(GKE, fixed(2), 2)]).toEqual([2, 3]);
    expect([ask(EKS, scaled(1)), ask(GKE, scaled(1))]).toEqual([4, 5]);
    const other = { ...GKE, engine: { ...GKE.engine, maxSequences: 32 } };
    expect(ask(other, fixed(2))).toBe(6);
  });

  it("changes no answer", () => {
    const reused = new Reused();
    const tried = (at: ModelDeployment, known: Reused) => {
      const request = question({ deployment: at });
      return new Trials(request, trafficAhead(request, history()), known).try(armOf(at), fixed(1));
    };
    tried(EKS, reused);
    expect(tried(GKE, reused)).toEqual(tried(GKE, new Reused()));
  });
});

describe("a bill that is of no interest", () => {
  const request = question({ deployment: EKS });
  const ahead = trafficAhead(request, history());

  it("ends the look at an autoscaled fleet, and one below it does not", () => {
    const arm = armOf(EKS);
    const whole = new Trials(request, ahead).whole(arm, scaled(1)).forecast?.cost.monthlyUsd?.p50 ?? 0;
    expect(new Trials(request, ahead).try(arm, scaled(1), whole * 0.9).outpriced).toBe(true);
    expect(new Trials(request, ahead).try(arm, scaled(1), whole * 1.1).outpriced).toBe(false);
  });
});

describe("the least that a fleet which sleeps can cost", () => {
  it("is what traffic keeps awake: near a whole replica where requests come all the time, and never above the bill", () => {
    const request = question({ deployment: HF });
    const ahead = trafficAhead(request, history());
    const arm = armOf(HF);
    const lines = linesOf({ arm, demand: demandOf(ahead, HF), space: SPACE });
    const sleeper = lines.find(({ way }) => way === "autoscaled")?.fleets[0];
    if (sleeper?.scaling.mode !== "keda") throw new Error("no fleet");
    expect(sleeper.scaling.minReplicas).toBe(0);
    expect(sleeper.bound).toBeGreaterThan(0.85 * 730 * arm.nodeUsdPerHour);
    const bill = new Trials(request, ahead).whole(arm, sleeper).forecast?.cost.monthlyUsd?.p50 ?? 0;
    expect(sleeper.bound).toBeLessThanOrEqual(bill);
  });
});
