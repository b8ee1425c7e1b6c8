import { describe, expect, it } from "vitest";
import type { ModelDeployment } from "../../../planner/domain/index.ts";
import { withInterruptions } from "../../../planner/plan/interruptions.ts";
import { outlookOf, trafficAhead } from "../../../planner/plan/outlook.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { hardwareOf, settingOf } from "../../../planner/plan/setting.ts";
import {
  errorShare,
  meanReplicas,
  type SimulatedHorizon,
  simulateDesign,
} from "../../../planner/plan/simulate-design.ts";
import type { DesignPoints } from "../../../planner/plan/uncertainty.ts";
import { history, deployment as plain, question } from "./question.ts";

interface Horizons {
  readonly before: DesignPoints<SimulatedHorizon>;
  readonly after: DesignPoints<SimulatedHorizon>;
}

/** Four replicas on spot, one to each machine. */
function horizons(capacity: "spot" | "on-demand", replicas: number): Horizons {
  const deployment: ModelDeployment = {
    ...plain,
    platform: { ...plain.platform, capacity },
    scaling: { mode: "fixed", replicas, headroom: 0 },
  };
  const found = resolve(deployment);
  if (found.kind !== "resolved") throw new Error(found.kind);
  const hardware = hardwareOf(found);
  if (hardware.kind !== "known") throw new Error(hardware.kind);
  const request = question({ deployment });
  const outlook = outlookOf(trafficAhead(request, history()), () => []);
  const setting = settingOf(found, request, { hardware, outlook });
  const { relativeError } = hardware;
  const before = simulateDesign(setting, outlook.strata, relativeError);
  return { before, after: withInterruptions(found, setting, { points: before, relativeError }) };
}

const weightOf = (horizon: SimulatedHorizon) => horizon.reduce((sum, { stratum }) => sum + stratum.weight, 0);
const struckOf = (horizon: SimulatedHorizon) => horizon.filter(({ stratum }) => stratum.label.includes("taken back"));

describe("machines that may be taken back", () => {
  const { before, after } = horizons("spot", 4);

  it("are taken back in windows of their own, which count for as much of the month as that happens", () => {
    const struck = struckOf(after.nominal);
    expect(struck.map(({ stratum }) => stratum.label)).toEqual([
      "quieter half, a machine is taken back",
      "busier half, a machine is taken back",
    ]);
    expect(weightOf(after.nominal)).toBeCloseTo(weightOf(before.nominal), 12);
    // 4 machines x 0.1225 times a month, an hour each.
    const hours = weightOf(struck) * 730;
    expect(hours).toBeCloseTo(4 * Math.sqrt(0.05 * 0.3) * weightOf(before.nominal), 9);
    for (const { result } of struck) expect(result.disruptions.spotInterruptions).toBe(1);
    for (const { result } of before.nominal) expect(result.disruptions.spotInterruptions).toBe(0);
  });

  it("are taken back more often where traffic is at its upper end, as the range of rates goes", () => {
    const [less, more] = [weightOf(struckOf(after.lowTraffic)), weightOf(struckOf(after.highTraffic))];
    expect(more / less).toBeCloseTo(6, 6);
  });

  it("come back after a start, which the window shows and the bill does not", () => {
    for (const { result } of struckOf(after.nominal)) expect(result.fleet.started).toBe(1);
    expect(meanReplicas(before.nominal)).toBeCloseTo(4 * weightOf(before.nominal), 9);
  });

  it("give the same each time", () => {
    const again = horizons("spot", 4).after.nominal.map(({ result }) => result.e2e.mean);
    expect(again).toEqual(after.nominal.map(({ result }) => result.e2e.mean));
  });

  it("make requests wait for a start where there is but one", () => {
    const alone = horizons("spot", 1).after;
    const waits = struckOf(alone.nominal).map(({ result }) => result.ttft.p99 ?? 0);
    expect(Math.max(...waits)).toBeGreaterThan(60);
    expect(errorShare(alone.nominal)).toBeLessThan(0.01);
  });
});

it("machines on demand stay, and nothing is simulated for them", () => {
  const { before, after } = horizons("on-demand", 1);
  expect(after).toBe(before);
});
