import { describe, expect, it } from "vitest";
import type { DeploymentForecast, SloForecast } from "../../../planner/domain/index.ts";
import { blankForecast } from "../../../planner/plan/blank.ts";
import { targetFindings } from "../../../planner/plan/target-findings.ts";
import { deployment } from "./question.ts";

const missed: SloForecast = {
  ...{ metric: "tpot", percentile: "p95", unit: "ms", target: 80, forecast: 94.21, range: [80, 110] },
  ...{ probability: 0.31, met: false },
};

function found(slo: readonly SloForecast[], changes: Partial<DeploymentForecast> = {}) {
  return targetFindings({ ...blankForecast(deployment, "pass", []), slo, errorRate: 0, ...changes });
}

const message = (target: SloForecast, changes: Partial<DeploymentForecast> = {}) =>
  found([target], changes)[0]?.message;

describe("what is said of a target", () => {
  it("names it, its value, its limit and its odds, where it stands in the file", () => {
    expect(found([missed])).toEqual([
      {
        id: "target-missed",
        severity: "blocking",
        path: ["spec", "slo", "tpot", "p95"],
        message: "p95 TPOT: 94.2 ms against 80 ms; met with a probability of 31 %, wanted 90 %",
        action: expect.stringMatching(/replicas/),
      },
    ]);
    const errors: SloForecast = {
      ...{ metric: "errorRate", percentile: null, unit: "fraction", target: 0.001, forecast: 0.0213, range: [0, 0.1] },
      ...{ probability: 0.02, met: false },
    };
    expect(found([errors])[0]).toMatchObject({
      path: ["spec", "slo", "errorRate"],
      message: "the error rate: 2.13 % against 0.1 %; met with a probability of 2 %, wanted 90 %",
    });
  });

  it("takes as many digits as tell two numbers apart", () => {
    expect(message({ ...missed, forecast: 80.004, probability: 0.8996 })).toBe(
      "p95 TPOT: 80.004 ms against 80 ms; met with a probability of 89.96 %, wanted 90 %",
    );
    expect(message({ ...missed, metric: "e2e", forecast: 1504, target: 1500 })).toMatch(
      /^p95 E2E: 1.504 s against 1.5 s/,
    );
  });

  it("advises no hardware where requests are refused for their length", () => {
    const nothing: SloForecast = { ...missed, forecast: null, range: null, probability: 0 };
    const blank = { ...blankForecast(deployment, "pass", []), slo: [nothing, missed], errorRate: 1 };
    expect(targetFindings(blank, true).map(({ action }) => action)).toEqual([
      expect.stringMatching(/^See `too-long`/),
      expect.stringMatching(/^Add replicas/),
    ]);
    expect(targetFindings(blank)[0]?.action).toMatch(/^Add replicas/);
  });

  it("does not call a small chance none", () => {
    expect(message({ ...missed, probability: 0.002 })).toMatch(/with a probability of <1 %, wanted 90 %$/);
    expect(message({ ...missed, probability: 0 })).toMatch(/with a probability of 0 %, wanted 90 %$/);
  });

  it("is silent from five points above the wanted confidence on, and where nothing could be surer", () => {
    const met = (probability: number, confidence = 0.9) => {
      const slo = { ...deployment.slo, confidence };
      const ids = found([{ ...missed, probability, met: true }], { deployment: { ...deployment, slo } });
      return ids.map(({ id, severity }) => `${severity} ${id}`);
    };
    expect(met(0.9)).toEqual(["warning target-close"]);
    expect(met(0.949)).toEqual(["warning target-close"]);
    expect(met(0.96)).toEqual([]);
    expect(met(0.992, 0.99)).toEqual(["warning target-close"]);
    expect(met(1, 0.99)).toEqual([]);
  });

  it("calls what has no value missed only when nothing completes", () => {
    const none: SloForecast = { ...missed, forecast: null, range: null, probability: null, met: null };
    expect(found([none])[0]).toMatchObject({
      id: "target-unchecked",
      severity: "blocking",
      message: "p95 TPOT cannot be checked: no answer of the traffic has more than one token",
    });
    expect(message({ ...none, metric: "ttft" })).toMatch(/brings no request/);
    expect(found([{ ...none, probability: 0, met: false }])[0]).toMatchObject({
      id: "target-missed",
      message: "p95 TPOT: nothing completes; met with a probability of 0 %, wanted 90 %",
    });
  });
});

describe("what is said of the budget", () => {
  const over = (p50: number, budgetUsd: number) => {
    const monthlyUsd = { p10: p50, p50, p90: p50 };
    const { cost } = blankForecast(deployment, "pass", []);
    return found([], { cost: { ...cost, monthlyUsd, budgetUsd } }).map((finding) => finding.message);
  };

  it("is by how much it is exceeded, and nothing where it is kept", () => {
    expect(over(1769.52, 1500)).toEqual(["$1,770 a month is over the budget of $1,500 by $270"]);
    expect(over(3000.4, 3000)).toEqual(["$3,000 a month is over the budget of $3,000 by $0.40"]);
    expect(over(3000, 3000)).toEqual([]);
  });
});
