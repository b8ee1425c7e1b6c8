import { describe, expect, it } from "vitest";
import type { ModelDeployment, Platform } from "../../../planner/domain/index.ts";
import { costForecast } from "../../../planner/plan/cost-forecast.ts";
import { outlookOf, trafficAhead } from "../../../planner/plan/outlook.ts";
import { always } from "../../../planner/plan/replica-shares.ts";
import type { PlanRequest } from "../../../planner/plan/request.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { parseDate } from "../../../planner/traffic/calendar.ts";
import { DAY, usDollars } from "../../../planner/units/index.ts";
import { history, NOW, deployment as plain, question } from "./question.ts";

const MONTH_DAYS = 730 / 24;
/** g5.2xlarge in us-east-1, US dollars a month of 730 hours. */
const MACHINE = 1.212 * 730;

interface Case {
  readonly growth: number;
  readonly budget: number | null;
  readonly most?: number;
  readonly billing?: Partial<Platform["billing"]>;
}

/** A bill of two machines as forecast, two at low traffic, `high` at high traffic. */
function cost({ growth, budget, most = 8, billing = {} }: Case, load = 1.4) {
  const deployment: ModelDeployment = {
    ...plain,
    platform: { ...plain.platform, region: "us-east-1", instance: "g5.2xlarge" },
    scaling: { mode: "keda", minReplicas: 2, maxReplicas: most, headroom: 0, target: null, schedule: [] },
    traffic: { ...(plain.traffic ?? never()), growthPerMonth: growth },
    budget: budget === null ? null : { monthlyUsd: usDollars(budget) },
  };
  const found = resolve(deployment);
  if (found.kind !== "resolved") throw new Error(found.kind);
  const resolved = { ...found, platform: { ...found.platform, billing: { ...found.platform.billing, ...billing } } };
  const request: PlanRequest = { ...question(), deployment, now: NOW };
  const outlook = outlookOf(trafficAhead(request, history()), () => []);
  const shares = always(2).map((share) => ({ ...share, load, busyShare: 0.25 }));
  const points = { nominal: shares, lowTraffic: shares, highTraffic: shares, fast: shares, slow: shares };
  return { ...costForecast({ resolved, request, outlook }, points), outlook };
}

const never = () => {
  throw new Error("the deployment has traffic");
};

describe("the day on which a budget is passed", () => {
  it("is that on which traffic needs a machine more than the budget pays, 10 % a month from the middle of the horizon", () => {
    // Filled to seven tenths, a load of 1.4 replicas needs two, and a fourth from 2.1 / 1.4 of the traffic on.
    const { budget } = cost({ growth: 0.1, budget: 3 * MACHINE + 1 });
    const days = 15 + (Math.log(2.1 / 1.4) / Math.log(1.1)) * MONTH_DAYS;
    const passed = ((parseDate(budget?.exceededOn ?? "") ?? 0) - NOW) / DAY;
    expect(Math.abs(passed - days)).toBeLessThanOrEqual(1);
    expect(budget).toMatchObject({ growthPerMonth: 0.1, monthsAhead: 24, usedUpOn: null });
    expect(budget?.exceededOnP90).toBe(budget?.exceededOn);
  });

  it("does not come where the fleet may not grow so far, nor without growth", () => {
    expect(cost({ growth: 0.1, budget: 3 * MACHINE + 1, most: 3 }).budget?.exceededOn).toBeNull();
    expect(cost({ growth: 0, budget: 3 * MACHINE }).budget).toMatchObject({ exceededOn: null, exceededOnP90: null });
  });

  it("has come where the bill is above it, and the month's budget is used up within the month", () => {
    const { budget } = cost({ growth: 0, budget: MACHINE });
    // Half the bill: half of 730 hours are 15.2 days.
    expect(budget).toMatchObject({ exceededOn: "2026-11-25", usedUpOn: "2026-11-16" });
  });

  it("lies where the months ahead pass the budget, and these begin with the bill of today", () => {
    const limit = 3 * MACHINE + 1;
    const { budget, monthlyUsd } = cost({ growth: 0.1, budget: limit });
    const months = budget?.months ?? [];
    expect(months.map(({ month }) => month).slice(0, 3)).toEqual(["2026-11", "2026-12", "2027-01"]);
    expect(months).toHaveLength(12);
    expect(months[0]?.monthlyUsd.p50).toBeCloseTo(monthlyUsd?.p50 ?? 0, 6);
    const passed = (budget?.exceededOn ?? "").slice(0, 7);
    for (const { month, monthlyUsd: bill } of months) {
      if (month < passed) expect(bill.p50).toBeLessThanOrEqual(limit);
      if (month > passed) expect(bill.p50).toBeGreaterThan(limit);
    }
  });

  it("is not asked without a budget", () => {
    expect(cost({ growth: 0.1, budget: null }).budget).toBeNull();
  });
});

describe("a place that bills what is used", () => {
  it("is paid for busy time and for requests, and not at all without them", () => {
    const { parts, monthlyUsd, breakdown, outlook } = cost({
      ...{ growth: 0, budget: null },
      billing: { whileIdle: false, usdPerMillionRequests: 0.2 },
    });
    const rate = outlook.hours.reduce((sum, hour) => sum + hour.rate, 0) / outlook.hours.length;
    const requests = rate * 730 * 3600;
    expect(parts.map(({ kind }) => kind)).toEqual(["machines", "requests"]);
    expect(parts[0]?.monthlyUsd.p50).toBeCloseTo(0.25 * 2 * MACHINE, 9);
    expect(parts[1]?.monthlyUsd.p50).toBeCloseTo((requests * 0.2) / 1e6, 9);
    expect(monthlyUsd?.p50).toBeCloseTo(0.5 * MACHINE + (requests * 0.2) / 1e6, 9);
    expect(breakdown).toMatchObject({ baselineUsd: 0, idleShare: 0 });
  });

  it("divides the bill among requests and tokens", () => {
    const { monthlyUsd, perRequestUsd, perMillionTokensUsd, outlook } = cost({ growth: 0, budget: null });
    const rate = outlook.hours.reduce((sum, hour) => sum + hour.rate, 0) / outlook.hours.length;
    expect((perRequestUsd ?? 0) * rate * 730 * 3600).toBeCloseTo(monthlyUsd?.p50 ?? 0, 6);
    const tokens = outlook.means.input + outlook.means.output;
    expect(((perMillionTokensUsd ?? 0) * tokens) / 1e6).toBeCloseTo(perRequestUsd ?? 0, 12);
  });
});
