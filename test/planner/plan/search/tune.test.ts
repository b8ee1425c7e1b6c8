import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ModelDeployment, NO_QUOTA, type Scaling } from "../../../../planner/domain/index.ts";
import { trafficAhead } from "../../../../planner/plan/outlook.ts";
import type { Arm, Space } from "../../../../planner/plan/search/arm.ts";
import { bestFirst } from "../../../../planner/plan/search/best-first.ts";
import { demandOf } from "../../../../planner/plan/search/demand.ts";
import { type Fleet, linesOf } from "../../../../planner/plan/search/fleets.ts";
import { screen } from "../../../../planner/plan/search/screen.ts";
import { meanLoadOf } from "../../../../planner/plan/search/steady-state.ts";
import { keptLoad, laddersFor, ownAim } from "../../../../planner/plan/search/targets.ts";
import { type Trial, Trials } from "../../../../planner/plan/search/trial.ts";
import { tune, tunedFleets, variantsOf } from "../../../../planner/plan/search/tune.ts";
import { minimumAt, minimumIntervals } from "../../../../planner/traffic/schedule.ts";
import { HOUR, seconds } from "../../../../planner/units/index.ts";
import { deployment, history, question } from "../question.ts";

const SPACE: Space = {
  ...{ quota: NO_QUOTA, weights: ["bf16"], minReplicas: 1 },
  ...{ sharesNodes: false, tunesEngine: false, tunesScaling: true },
};
const EFFORT = { trials: 1000, lines: 1, holding: 1 };

/** Scaled by its queue, with a target on the time per token that one replica of an L40S does not meet in busy hours. */
const queued: ModelDeployment = {
  ...deployment,
  scaling: { mode: "keda", minReplicas: 1, maxReplicas: 6, headroom: 0, target: null, schedule: [] },
  slo: { latency: [{ metric: "tpot", percentile: 95, limit: seconds(0.038) }], errorRate: 0.001, confidence: 0.9 },
};

/** Everything on one machine, under traffic that may have an event. */
function setUp(base: ModelDeployment) {
  const request = question({ deployment: base });
  const ahead = trafficAhead(request, history());
  const demand = demandOf(ahead, base);
  const arms = screen(request, history().workload, SPACE).arms.filter(
    ({ deployment: { platform } }) => platform.instance === "g6e.xlarge",
  );
  const questionOf = (arm: Arm) => ({ arm, demand, space: SPACE });
  const lines = arms.flatMap((arm) => linesOf(questionOf(arm)));
  const trials = new Trials(request, ahead);
  return { lines, arms, demand, trials, questionOf, load: meanLoadOf(history().workload), most: 100 };
}

const isAutoscaled = ({ way }: { readonly way: string }): boolean => way === "autoscaled";

describe("targets of an autoscaler", () => {
  const { arms, load } = setUp(queued);

  it("go from the fullest replicas to the emptiest, by value and by headroom, and leave out the file's own", () => {
    const [arm] = arms;
    if (arm === undefined) throw new Error("no arm");
    const own = ownAim(queued.scaling);
    const ladders = laddersFor(arm, load);
    expect(ladders.map(([first]) => first?.target.metric)).toEqual(["requests-waiting", "requests-running"]);
    for (const ladder of ladders) {
      const kept = ladder.map(keptLoad);
      expect(kept).toEqual(kept.toSorted((a, b) => b - a));
      expect(new Set(kept).size).toBe(kept.length);
      expect(ladder).not.toContainEqual(own);
    }
    expect(ladders.flat().some(({ headroom }) => headroom > 0)).toBe(true);
    expect(ladders.flat().some(({ target }) => target.value > (own?.target.value ?? 0))).toBe(true);
  });
});

const FAILS: Trial = { holds: false, ratio: 2, worst: "p95 TPOT", unsure: null, outpriced: false, forecast: null };

describe("the third stage", () => {
  const set = setUp(queued);

  it("finds what trying everything finds, where what follows the load more closely costs more and serves better", () => {
    const lines = set.lines.filter(isAutoscaled);
    const [line] = lines;
    const [fleet] = line?.fleets ?? [];
    if (line === undefined || fleet === undefined) throw new Error("nothing to tune");
    const all = tunedFleets(line, fleet, set);
    expect(all.length).toBe(variantsOf(line, set));
    const strictness = ({ scaling }: Fleet) => {
      const { target, headroom } = ownAim(scaling) ?? { target: { metric: "", value: 1 }, headroom: 0 };
      const early = scaling.mode !== "fixed" && scaling.schedule.length > 0 ? 2 : 1;
      return (early * (1 + headroom)) / target.value;
    };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), (needed) => {
        const costOf = (one: Fleet) => fleet.bound * (1.01 + strictness(one));
        const tryOne = (_arm: Arm, one: Fleet, most = Infinity): Trial => {
          const cost = costOf(one);
          if (cost >= most) return { ...FAILS, outpriced: true };
          const monthlyUsd = { p10: cost, p50: cost, p90: cost };
          const forecast = { cost: { monthlyUsd } } as Trial["forecast"];
          return { ...FAILS, holds: strictness(one) >= needed, forecast };
        };
        const trials = { try: tryOne } as unknown as Trials;
        const nothing = { holding: [], failing: [], simulated: 0, untried: 0, endedAfter: null };
        const asked = { ...set, lines: [{ ...line, fleets: [fleet] }], trials };
        const held = all.filter((one) => strictness(one) >= needed).map(costOf);
        expect(tune(nothing, asked).holding[0]?.cost).toBe(held.length === 0 ? undefined : Math.min(...held));
      }),
    );
  });

  it("leaves nothing cheaper that holds among all targets, with and without early replicas, simulated whole", {
    timeout: 60_000,
  }, () => {
    const found = tune(bestFirst(set.lines, set.trials, EFFORT), set);
    const [best] = found.holding;
    if (best === undefined) throw new Error("nothing holds");
    expect(found).toMatchObject({ untried: 0, endedAfter: null });
    const tuned = set.lines
      .filter(isAutoscaled)
      .flatMap((line) => line.fleets.slice(0, 1).flatMap((fleet) => tunedFleets(line, fleet, set)));
    const below = tuned.filter(({ bound }) => bound < best.cost);
    expect(below.length).toBeGreaterThan(5);
    for (const fleet of below) {
      const { holds, forecast } = set.trials.whole(best.line.arm, fleet);
      const cost = holds ? (forecast?.cost.monthlyUsd?.p50 ?? 0) : Infinity;
      expect(cost, JSON.stringify(fleet.scaling)).toBeGreaterThanOrEqual(best.cost);
    }
  });

  it("says how much it left where its trials end", () => {
    const lines = set.lines.filter(isAutoscaled);
    const trials = { try: () => FAILS } as unknown as Trials;
    const nothing = { holding: [], failing: [], simulated: 0, untried: 0, endedAfter: null };
    expect(tune(nothing, { ...set, lines, trials, most: 0 })).toMatchObject({ simulated: 0, endedAfter: 0 });
    expect(tune(nothing, { ...set, lines, trials, most: 0 }).untried).toBeGreaterThan(0);
  });
});

describe("a named event", () => {
  const event = { name: "sale", start: "2026-12-01T06:30:00Z", duration: seconds(20 * HOUR), multiplier: 25 };
  const prepared = { ...queued, traffic: queued.traffic && { ...queued.traffic, events: [event] } };
  const { lines, demand } = setUp(prepared);
  const schedules = (way: string): readonly Exclude<Scaling, { mode: "fixed" }>[] =>
    lines
      .filter((line) => line.way === way)
      .flatMap(({ fleets }) => fleets.flatMap(({ scaling }) => (scaling.mode === "fixed" ? [] : [scaling])));

  it("is one stretch of whole hours", () => {
    const from = Date.parse("2026-12-01T06:00:00Z") / 1000;
    expect(demand.stretches).toMatchObject([{ from, to: from + 21 * HOUR }]);
  });

  it("has replicas of its own in calendars: there before it begins, to its end, never more than the most", () => {
    const [stretch] = demand.stretches;
    if (stretch === undefined) throw new Error("no event");
    const withEvent = schedules("calendar").filter(({ schedule }) => schedule.some(({ cron }) => /12 \*$/.test(cron)));
    expect(withEvent.length).toBeGreaterThan(0);
    for (const { schedule, minReplicas, maxReplicas } of withEvent) {
      const raised = minimumIntervals(schedule, { from: stretch.from - HOUR, to: stretch.to + HOUR });
      for (let now = stretch.from; now < stretch.to; now += HOUR) {
        expect(minimumAt(raised, now)).toBeGreaterThan(minReplicas);
        expect(minimumAt(raised, now)).toBeLessThanOrEqual(maxReplicas);
      }
    }
  });
});
