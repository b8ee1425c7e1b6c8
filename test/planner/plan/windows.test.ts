import { describe, expect, it } from "vitest";
import type { TrafficHistory } from "../../../planner/domain/index.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { simulateWindow, type WindowSetting } from "../../../planner/plan/windows.ts";
import type { SimulationResult } from "../../../planner/simulate/summary.ts";
import { linearStepTime } from "../../../planner/steps/linear.ts";
import { profileOf } from "../../../planner/traffic/profile.ts";
import { HOUR, WEEK } from "../../../planner/units/index.ts";
import { workloadOf } from "../../support/simulation.ts";
import { deployment, NOW } from "./question.ts";

const QUIET = 40;
const LOUD = 400;
/** A step takes a second per million prompt tokens and nothing else, so the time to the first token tells the prompt. */
const NOTHING = { base: 0, perPrefillToken: 0, perDecodeSequence: 0, perKvToken: 0, prefillStep: 0 };
const stepTime = linearStepTime({ ...NOTHING, perPrefillToken: 1e-6 });

/** Quiet and loud hours by turns for two weeks; prompts of loud hours are 2,000 tokens long, others 1,000. The log begins
 *  `late` seconds after the full hour. */
function byTurns(late: number): TrafficHistory {
  const requests = Array.from({ length: 2 * 168 }, (_, hour) => {
    const count = hour % 2 === 0 ? QUIET : LOUD;
    const input = hour % 2 === 0 ? 1000 : 2000;
    return Array.from({ length: count }, (_, i) => ({
      arrival: hour * HOUR + ((i + 0.5) * HOUR) / count - late,
      ...{ input, output: 1 },
    }));
  })
    .flat()
    .filter((request) => request.arrival >= 0);
  const rows = { read: requests.length, bad: 0 };
  const start = NOW - 2 * WEEK;
  return {
    ...{ workload: workloadOf(requests), epoch: start + late, duration: 2 * WEEK - late },
    ...{ format: "plain", rows, rates: null, stampSeconds: null, burstiness: null, gaps: [] },
  };
}

/** The hour after a quiet one, which is loud, `level` times. */
function loudHour(history: TrafficHistory, level = 1, changes: Partial<WindowSetting> = {}): SimulationResult {
  const found = resolve(changes.deployment ?? deployment);
  if (found.kind !== "resolved") throw new Error(found.kind);
  const setting: WindowSetting = {
    ...{
      deployment,
      plan: found.plan,
      policy: found.engine.policy,
      stepTime,
      requestSeconds: () => 0,
      history,
      minimums: [],
      capacity: 100,
      ownScaling: null,
      remembered: null,
      timeout: null,
      seed: 1,
    },
    profile: profileOf(history, history.epoch ?? 0),
    burstiness: 1,
    spread: 0.1,
    progress: () => undefined,
    ...changes,
  };
  const hour = { start: NOW + 25 * HOUR, rate: LOUD / HOUR, p10: 0, p90: 0, event: null, minimum: 0 };
  const answer = simulateWindow(setting, { label: "loud", weight: 1, indices: [], hour, before: QUIET / HOUR }, level);
  if (answer.kind !== "simulated") throw new Error(answer.message);
  return answer.result;
}

describe("a window", () => {
  it("carries what its hour should, also when the lead-in carries far less", () => {
    const { requests, steps } = loudHour(byTurns(0));
    expect(requests.arrived).toBe(LOUD);
    // One step a request; a third of a quiet hour went before.
    expect(steps - LOUD).toBeGreaterThan(0.5 * (QUIET / 3));
    expect(steps - LOUD).toBeLessThan(1.5 * (QUIET / 3));
    const more = loudHour(byTurns(0), 2.5).requests.arrived;
    expect(Math.abs(more - 2.5 * LOUD)).toBeLessThan(5 * Math.sqrt(LOUD / 4));
  });

  it("replays the hour that it names, also of a log that begins within an hour", () => {
    const { ttft, requests } = loudHour(byTurns(1700));
    expect(requests.arrived).toBeGreaterThan(0.99 * LOUD);
    // Every prompt is one of a loud hour.
    expect(ttft.mean).toBeCloseTo(0.002, 9);
    expect(ttft.p50).toBeCloseTo(0.002, 9);
  });

  it.each([1, 2])("of a fleet that scales begins with as many replicas as %d times the hour before need", (level) => {
    const target = { metric: "requests-running", value: 1000 } as const;
    const scaling = { mode: "keda", minReplicas: 1, maxReplicas: 90, headroom: 0, target, schedule: [] } as const;
    // At seven tenths of its capacity the quiet hour takes 30 replicas; of them one goes each minute of 20 before the hour.
    const capacity = QUIET / HOUR / 0.7 / 30 + 1e-9;
    const { replicas } = loudHour(byTurns(0), level, { deployment: { ...deployment, scaling }, capacity });
    expect(Math.abs(replicas.max - (30 * level - 20))).toBeLessThanOrEqual(2);
  });

  it("lets answers end at the context limit", () => {
    const chats = byTurns(0);
    const outputTokens = new Int32Array(chats.workload.outputTokens.length).fill(4000);
    const endless = { ...chats, workload: { ...chats.workload, outputTokens } };
    const short = { ...deployment, model: { ...deployment.model, maxContext: 2100 } };
    const { requests, throughput } = loudHour(endless, 1, { deployment: short });
    expect(requests).toMatchObject({ arrived: LOUD, completed: LOUD });
    expect(throughput.outputTokensPerSecond / throughput.requestsPerSecond).toBeCloseTo(100, 6);
  });

  it("of rates has the same requests and slower first tokens, the burstier they come", () => {
    const usual = byTurns(0);
    const rates = { windowSeconds: HOUR, rates: Float64Array.from({ length: 336 }, (_, i) => (i % 2 === 0 ? 4 : 6)) };
    // A prompt of a quiet or a loud hour takes a tenth or a fifth of a second on one of two replicas.
    const slow = { ...stepTime, ...linearStepTime({ ...NOTHING, perPrefillToken: 1e-4 }) };
    const found = [1, 1.8, 2.5].map((burstiness) => loudHour({ ...usual, rates }, 50, { burstiness, stepTime: slow }));
    const [p95 = 0, ...burstier] = found.map(({ ttft }) => ttft.p95 ?? Number.NaN);
    expect(burstier[0]).toBeGreaterThan(1.5 * p95);
    expect(burstier[1]).toBeGreaterThan(3 * p95);
    expect(burstier[1]).toBeGreaterThan(burstier[0] ?? Number.NaN);
    const mean = (50 * LOUD) / HOUR;
    for (const { throughput } of found) expect(Math.abs(throughput.requestsPerSecond / mean - 1)).toBeLessThan(0.1);
  });

  it("pays for the measured stretch alone", () => {
    const { replicas, fleet } = loudHour(byTurns(0));
    expect(replicas).toEqual({ seconds: 2 * HOUR, min: 2, mean: 2, max: 2 });
    expect(fleet).toEqual({ startingSeconds: 0, started: 0, atOnce: [0, 0, 1] });
  });
});
