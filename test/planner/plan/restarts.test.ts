import { describe, expect, it } from "vitest";
import { restartHours } from "../../../planner/cost/breakdown.ts";
import { type Capacity, type ModelDeployment, meanOfSpread } from "../../../planner/domain/index.ts";
import { outlookOf, trafficAhead } from "../../../planner/plan/outlook.ts";
import { replicaShares } from "../../../planner/plan/replica-shares.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { withRestarts } from "../../../planner/plan/restarts.ts";
import { hardwareOf, settingOf } from "../../../planner/plan/setting.ts";
import { meanReplicas, type SimulatedHorizon, simulateDesign } from "../../../planner/plan/simulate-design.ts";
import { HOUR, HOURS_PER_MONTH, seconds } from "../../../planner/units/index.ts";
import { history, deployment as plain, question } from "./question.ts";

/** A fixed fleet, one replica to each machine, restarted every so many hours. */
function horizons(capacity: Capacity, restartHoursApart: number | null, replicas = 3) {
  const deployment: ModelDeployment = {
    ...plain,
    platform: { ...plain.platform, instance: "g6e.xlarge", capacity },
    scaling: { mode: "fixed", replicas, headroom: 0 },
    maintenance: restartHoursApart === null ? null : { restartEvery: seconds(restartHoursApart * HOUR) },
  };
  const found = resolve(deployment);
  if (found.kind !== "resolved") throw new Error(found.kind);
  const hardware = hardwareOf(found);
  if (hardware.kind !== "known") throw new Error(hardware.kind);
  const request = question({ deployment });
  const outlook = outlookOf(trafficAhead(request, history(5000)), () => []);
  const setting = settingOf(found, { ...request, history: history(5000) }, { hardware, outlook });
  const { relativeError } = hardware;
  const before = simulateDesign(setting, outlook.strata, relativeError);
  const after = withRestarts(found, setting, { points: before, relativeError });
  return { before, after, setting, plan: found.plan };
}

const weightOf = (horizon: SimulatedHorizon) => horizon.reduce((sum, { stratum }) => sum + stratum.weight, 0);
const roundsOf = (horizon: SimulatedHorizon) => horizon.filter(({ stratum }) => stratum.label.includes("restart"));

describe("scheduled restarts", () => {
  const { before, after } = horizons("on-demand", 6);

  it("replace each replica once in windows of their own, without one less that answers", () => {
    expect(roundsOf(after.nominal).map(({ stratum }) => stratum.label)).toEqual([
      "quieter half, replicas restart one by one",
      "busier half, replicas restart one by one",
    ]);
    for (const { result } of roundsOf(after.nominal)) {
      expect(result.disruptions.restarts).toBe(3);
      expect(result.replicas.min).toBeGreaterThanOrEqual(3);
      expect(result.disruptions.requestsCutOff).toBe(0);
    }
    for (const { result } of before.nominal) expect(result.disruptions.restarts).toBe(0);
    expect(weightOf(after.nominal)).toBeCloseTo(weightOf(before.nominal), 9);
  });

  it("take as much more machine time as is counted for the bill, and a little for draining", () => {
    const { before, after, plan, setting } = horizons("on-demand", 6, 8);
    const perMonth = HOURS_PER_MONTH / 6;
    const shares = replicaShares(before.nominal, { capacity: setting.capacity, fewest: 8 });
    const counted = restartHours(shares, { perMonth, startupHours: meanOfSpread(plan.startup) / HOUR, perMachine: 1 });
    const simulated = HOURS_PER_MONTH * (meanReplicas(after.nominal) - meanReplicas(before.nominal));
    expect(simulated / counted).toBeGreaterThan(0.9);
    expect(simulated / counted).toBeLessThan(1.2);
  });

  it("on reserved machines leave one replica fewer meanwhile: requests wait longer, none is cut off", () => {
    const reserved = horizons("reserved", 6);
    const busy = (of: SimulatedHorizon) => roundsOf(of).at(-1)?.result;
    const [fewer, all] = [busy(reserved.after.nominal), busy(after.nominal)];
    expect(fewer?.disruptions.requestsCutOff).toBe(0);
    expect(fewer?.fleet.started).toBeGreaterThan(0);
    expect(fewer?.tpot.mean ?? 0).toBeGreaterThan(all?.tpot.mean ?? Infinity);
  });

  it("once a day happen at one hour only; without maintenance nothing changes", () => {
    expect(roundsOf(horizons("on-demand", 24).after.nominal)).toHaveLength(1);
    const none = horizons("on-demand", null);
    expect(none.after).toBe(none.before);
  });
});
