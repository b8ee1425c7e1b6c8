import { describe, expect, it } from "vitest";
import { NO_COST } from "../../../planner/index.ts";
import { costRows, costSentences } from "../../../src/report/cost-lines.ts";
import { calm } from "../../support/forecast-fixture.ts";

const { cost } = calm;
const { breakdown, budget } = cost;
const said = (changes: Partial<typeof cost>) => costSentences({ cost: { ...cost, ...changes } }).join("\n");

describe("the lines of a bill", () => {
  it("end with their sum, each with price, date and source", () => {
    const rows = costRows(cost);
    expect(rows.map(([text]) => text)).toEqual([
      "2 x g5.2xlarge in us-east-1, on-demand",
      "+ control plane, once for all deployments of the cluster",
      "+ disk, 200 GiB a machine",
      "together",
    ]);
    expect(rows[1]?.slice(1)).toEqual(["$73.00", "", "$0.10 per hour", "2026-11-25", "aws.amazon.com/eks/pricing"]);
  });

  it("are none, and nothing is said, without a price", () => {
    expect(costRows(NO_COST)).toEqual([]);
    expect(costSentences({ cost: NO_COST })).toEqual([]);
  });
});

describe("what is said of a bill", () => {
  it("splits it into what stays and what follows the traffic", () => {
    if (breakdown === null) throw new Error("the fixture has one");
    expect(said({})).toContain("The machines would cost the same without any request.");
    const split = { ...breakdown, baselineUsd: 1000, usageUsd: 769.52, startsUsd: 30, startsPerMonth: 12 };
    expect(said({ breakdown: split })).toContain("$1,000 would be paid without any request, $770 follows the traffic.");
    expect(said({ breakdown: split })).toContain(
      "31 % of the paid time no request runs; 12 starts a month cost $30.00.",
    );
    const free = { ...split, headroomUsd: 0, idleShare: 0 };
    expect(said({ breakdown: free })).toContain("Idle time is not billed; 12 starts a month cost $30.00.");
  });

  it("names the day on which the budget is passed, the likely one and that of one case in ten", () => {
    if (budget === null) throw new Error("the fixture has one");
    const on = (exceededOn: string | null, exceededOnP90: string | null) =>
      said({ budget: { ...budget, exceededOn, exceededOnP90 } });
    const grows = "With traffic growing by 8 % a month,";
    expect(on(null, null)).toContain(
      `${grows} the bill stays within the budget of $3,000 for 24 months (extrapolated).`,
    );
    expect(on(null, "2028-01-16")).toContain(
      "for 24 months, in one case in ten only until 16 Jan 2028 (extrapolated).",
    );
    const passed = "a month costs more than the budget of $3,000 from 3 May 2027";
    expect(on("2027-05-03", "2027-01-16")).toContain(`${passed}, in one case in ten from 16 Jan 2027 (extrapolated).`);
    expect(on("2027-05-03", "2027-05-03")).toContain(`${passed} (extrapolated).`);
    expect(said({ budget: { ...budget, growthPerMonth: -0.05, usedUpOn: "2026-11-21" } })).toMatch(
      /With traffic falling by 5 % a month,.*\nPaid at this rate all month, the budget would be used up on 21 Nov 2026\./,
    );
    expect(said({ budget: { ...budget, growthPerMonth: 0 } })).toContain("With traffic that does not grow, the bill");
  });

  it("keeps people apart", () => {
    expect(said({})).toContain("In none of these: 10 hours of engineers at $90.00, $900 a month.");
    expect(said({ engineering: null })).not.toContain("engineers");
  });
});
