import { describe, expect, it } from "vitest";
import {
  type DriftKind,
  type MeasuredHistogram,
  type MeasuredWindow,
  type ModelDeployment,
  type Observation,
  observeDeployment,
  type SavedForecast,
} from "../../../planner/index.ts";
import { observedTargets } from "../../../planner/observe/observe-latency.ts";
import { readModelDeployment, readSettings } from "../../../src/config/index.ts";
import { MODEL, SETTINGS } from "../../support/config-repository.ts";
import { measured, servedWeeks, WEEK, type WeekSetting } from "../../support/served-weeks.ts";

const settings = readSettings(SETTINGS, "loadline.yaml").value;
const text = MODEL.replace(/scaling: .*/, "scaling: { mode: fixed, replicas: 2 }").replace(", growthPerMonth: 8%", "");
const deployment = readModelDeployment(text, "models/chat.yaml", settings).value;

const HISTORY = measured(servedWeeks([{}, {}, {}]).slice(0, 2)).history;
const BEFORE = measured(servedWeeks([{}, {}, {}]).slice(1, 2));

interface Known {
  readonly deployment?: ModelDeployment;
  readonly history?: null;
  readonly before?: null;
  readonly kept?: SavedForecast;
  readonly lastSlowness?: number;
}

/** Two ordinary weeks, and a third that is different. */
function observed(
  third: WeekSetting,
  change: (window: MeasuredWindow) => MeasuredWindow = (window) => window,
  known: Known = {},
): Observation {
  const window = measured(servedWeeks([{}, {}, third]).slice(-1));
  const answer = observeDeployment({
    request: {
      ...{
        deployment: known.deployment ?? deployment,
        settings,
        calibration: null,
        now: window.from,
        horizonSeconds: WEEK,
        trafficScale: 1,
        seed: 1,
      },
      history: known.history === null ? null : HISTORY,
    },
    window: change(window),
    kept: known.kept ?? null,
    before: known.before === null ? null : BEFORE,
    lastSlowness: known.lastSlowness ?? null,
  });
  if (answer.kind !== "observed") throw new Error(answer.kind);
  return answer.observation;
}

const kindsOf = ({ drifts }: Observation, wanted: string): readonly DriftKind[] =>
  drifts.filter(({ status }) => status === wanted).map(({ kind }) => kind);

describe("an observation", { timeout: 60_000 }, () => {
  it.each<readonly [what: string, third: WeekSetting, drifted: readonly DriftKind[]]>([
    ["nothing", {}, []],
    ["fewer requests", { rate: 0.75 }, ["requests"]],
    ["a slower engine", { slowness: 1.2 }, ["engine"]],
    ["longer prompts", { prompts: 1.5 }, ["prompts"]],
    ["a replica that is gone", { replicas: 1 }, ["replicas", "cost"]],
    ["more requests on a slower engine", { rate: 1.5, slowness: 1.25 }, ["requests", "engine"]],
  ])("of a week in which %s changed names that and nothing else", (_what, third, drifted) => {
    const observation = observed(third);
    expect(kindsOf(observation, "drifted")).toEqual(drifted);
    expect(kindsOf(observation, "unknown")).toEqual([]);
    expect(observation.engine.slowness).toBeCloseTo(third.slowness ?? 1, 1);
    const requests = observation.drifts.find(({ kind }) => kind === "requests");
    expect((requests?.measured ?? 0) / (requests?.forecast ?? 1)).toBeCloseTo(third.rate ?? 1, 1);
    expect(observation.recalibration.pays).toBe(drifted.includes("engine"));
  });

  it("of a fleet that scales blames a slower engine, not its replicas", () => {
    const scaling =
      "scaling: { mode: keda, minReplicas: 1, maxReplicas: 6, target: { metric: requests-running, value: 2 } }";
    const scaled = readModelDeployment(text.replace(/scaling: .*/, scaling), "models/chat.yaml", settings).value;
    const { drifts, engine, replicas } = observed({ rate: 4, slowness: 1.4, running: 2 }, undefined, {
      deployment: scaled,
    });
    expect(engine.slowness).toBeCloseTo(1.4, 1);
    expect(replicas.measured).toBeGreaterThan(1.3);
    expect(drifts.find(({ kind }) => kind === "replicas")?.status).toBe("as-forecast");
    expect(drifts.find(({ kind }) => kind === "engine")?.status).toBe("drifted");
  });

  it("explains the latency of a week that was different in every way", () => {
    const { latency } = observed({ rate: 1.5, slowness: 1.25, replicas: 1, prompts: 1.3 });
    for (const metric of ["ttft", "tpot", "e2e"]) {
      const mean = latency.find((one) => one.metric === metric && one.statistic === "mean");
      const { measured: came = 0, forecast = 0, withReplicas = 0 } = mean ?? {};
      expect((came ?? 0) / (forecast ?? 1)).toBeGreaterThan(1.2);
      expect(Math.abs((withReplicas ?? 0) / (came ?? 1) - 1)).toBeLessThan(0.1);
    }
  });

  it("says what was not measured, and never takes it for zero", () => {
    const silent = observed({}, (window) => ({ ...window, latency: { ttft: null, tpot: null, e2e: null } }));
    expect(kindsOf(silent, "unknown")).toEqual(["engine"]);
    expect([silent.engine.slowness, silent.latency, silent.recalibration.pays]).toEqual([null, [], false]);
    expect(silent.targets.map(({ met }) => met)).toEqual([null, null]);
    const few = observed({ slowness: 2 }, (window) => {
      const part = (of: MeasuredHistogram | null) =>
        of && { buckets: of.buckets, sum: (of.sum ?? 0) / 1000, count: of.count / 1000 };
      const { ttft, tpot, e2e } = window.latency;
      return { ...window, latency: { ttft: part(ttft), tpot: part(tpot), e2e: part(e2e) } };
    });
    expect(kindsOf(few, "unknown")).toEqual(["engine"]);
    const uncounted = observed({}, (window) => ({ ...window, replicas: null }));
    expect(kindsOf(uncounted, "unknown")).toEqual(["replicas", "cost"]);
    expect(uncounted.engine.slowness).toBeCloseTo(1, 1);
    const untold = observed({}, (window) => ({ ...window, history: null }));
    expect(kindsOf(untold, "unknown")).toEqual(["requests", "prompts", "answers", "engine", "replicas"]);
    expect([untold.requests, untold.measuredShare]).toEqual([null, 0]);
    const unforeseen = observed({ slowness: 1.4 }, undefined, { history: null });
    expect(kindsOf(unforeseen, "unknown")).toEqual(["requests", "prompts", "answers"]);
    expect(kindsOf(unforeseen, "drifted")).toEqual(["engine"]);
  });

  it("without the week before, a slower engine within the prediction's own error is no drift", () => {
    const { drifts, engine } = observed({ slowness: 1.2 }, undefined, { before: null });
    expect(drifts.find(({ kind }) => kind === "engine")?.status).toBe("as-forecast");
    expect([engine.before, (engine.slowness ?? 0) < engine.range[1]]).toEqual([null, true]);
    const again = observed({ slowness: 1.2 }, undefined, { before: null, lastSlowness: 1 });
    expect(kindsOf(again, "drifted")).toEqual(["engine"]);
  });

  it("tells a broken promise only where the whole bucket is beyond it", () => {
    const window = measured(servedWeeks([{}, {}, {}]).slice(-1));
    const { ttft } = window.latency;
    if (ttft === null) throw new Error("no histogram");
    const shifted = (by: number) => {
      const buckets = ttft.buckets.map(([bound, count]) => [bound * by, count] as const);
      const latency = { ...window.latency, ttft: { ...ttft, buckets } };
      return observedTargets(deployment, { ...window, latency }).find(({ metric }) => metric === "ttft")?.met;
    };
    expect([shifted(1), shifted(4), shifted(10)]).toEqual([true, null, false]);
  });

  it("is held against a forecast that somebody kept", () => {
    const none = { mean: null, p50: null, p90: null, p95: null, p99: null };
    const kept: SavedForecast = {
      traffic: {
        requestsPerMonth: { p10: 300_000, p50: 315_000, p90: 330_000 },
        meanInputTokens: 640,
        meanOutputTokens: 90,
      },
      latency: { ttftMs: { ...none, p95: 1 }, tpotMs: none, e2eMs: none },
      slo: [{ metric: "tpot", percentile: "p95", forecast: 10, range: [8, 12] }],
      ...{ replicas: 4, monthlyUsd: { p10: 3000, p50: 3500, p90: 4000 } },
    };
    const { drifts, latency, cost, replicas } = observed({}, undefined, { kept });
    expect(drifts.find(({ kind }) => kind === "requests")?.forecast).toBeCloseTo(315_000 / 730 / 3600, 6);
    expect(drifts.find(({ kind }) => kind === "answers")?.status).toBe("drifted");
    expect(latency.find(({ metric, statistic }) => metric === "tpot" && statistic === "p95")?.standing).toBe("above");
    expect([cost.forecast?.p50, replicas.forecast]).toEqual([3500, 4]);
  });
});
