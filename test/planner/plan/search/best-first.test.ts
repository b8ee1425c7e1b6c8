import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_QUOTA, NO_QUOTA as quota, stream } from "../../../../planner/domain/index.ts";
import { trafficAhead } from "../../../../planner/plan/outlook.ts";
import type { Arm } from "../../../../planner/plan/search/arm.ts";
import { bestFirst } from "../../../../planner/plan/search/best-first.ts";
import { demandOf } from "../../../../planner/plan/search/demand.ts";
import { type Line, linesOf } from "../../../../planner/plan/search/fleets.ts";
import { screen } from "../../../../planner/plan/search/screen.ts";
import { type Trial, Trials } from "../../../../planner/plan/search/trial.ts";
import { seconds } from "../../../../planner/units/index.ts";
import { deployment, history, question } from "../question.ts";

const EFFORT = { trials: 10_000, lines: 1, holding: 1 };
const SPACE = { quota, weights: null, minReplicas: 1, sharesNodes: false, tunesEngine: true, tunesScaling: true };

const chat = {
  ...deployment,
  slo: {
    latency: [
      { metric: "ttft" as const, percentile: 95, limit: seconds(1.5) },
      { metric: "tpot" as const, percentile: 95, limit: seconds(0.05) },
    ],
    errorRate: 0.001,
    confidence: 0.9,
  },
};

describe("the order of the search", () => {
  it("finds what trying everything finds, where larger fleets of a line serve better", () => {
    const aLine = fc.record({
      bounds: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 }),
      holdsFrom: fc.integer({ min: 0, max: 14 }),
      dearer: fc.double({ min: 0, max: 0.5, noNaN: true }),
    });
    const [template] = screen(question({ deployment: chat }), history().workload, SPACE).arms;
    if (template === undefined) throw new Error("no arm");
    fc.assert(
      fc.property(fc.array(aLine, { minLength: 1, maxLength: 8 }), (given) => {
        const lines = given.map(({ bounds }, index) => lineOf({ ...template, index }, bounds));
        const costOf = (line: Line, step: number) =>
          (line.fleets[step]?.bound ?? 0) * (1 + (given[line.arm.index]?.dearer ?? 0));
        const holds = (line: Line, step: number) => step >= (given[line.arm.index]?.holdsFrom ?? 0);
        const trials = {
          try: (arm: Arm, fleet: Line["fleets"][number]) => {
            const line = lines[arm.index];
            const step = line?.fleets.indexOf(fleet) ?? 0;
            return line === undefined ? FAILS : made(holds(line, step), costOf(line, step), step);
          },
        } as unknown as Trials;
        const found = bestFirst(lines, trials, EFFORT).holding[0]?.cost ?? null;
        const all = lines.flatMap((line) =>
          line.fleets.flatMap((_, step) => (holds(line, step) ? [costOf(line, step)] : [])),
        );
        expect(found).toBe(all.length === 0 ? null : Math.min(...all));
      }),
    );
  });

  it("takes of two that cost the same the one that changes less, though the other is tried first and holds", () => {
    const [template] = screen(question({ deployment: chat }), history().workload, SPACE).arms;
    if (template === undefined) throw new Error("no arm");
    const far = { ...lineOf({ ...template, index: 0 }, [50]), changes: 3 };
    const near = { ...lineOf({ ...template, index: 1 }, [100]), changes: 1 };
    const trials = { try: () => made(true, 100, 0) } as unknown as Trials;
    const { holding, endedAfter, untried } = bestFirst([far, near], trials, EFFORT);
    expect(holding.map(({ line }) => line)).toEqual([near, far]);
    expect({ endedAfter, untried }).toEqual({ endedAfter: null, untried: 0 });
    expect(bestFirst([near, far], trials, { ...EFFORT, trials: 1 })).toMatchObject({ endedAfter: null, untried: 0 });
  });

  it("says that it was cut only where something cheaper is left", () => {
    const [template] = screen(question({ deployment: chat }), history().workload, SPACE).arms;
    if (template === undefined) throw new Error("no arm");
    const lines = [10, 20, 30].map((bound, index) => lineOf({ ...template, index }, [bound]));
    const trials = { try: () => FAILS } as unknown as Trials;
    expect(bestFirst(lines, trials, { ...EFFORT, trials: 1 })).toMatchObject({ endedAfter: 1, untried: 2 });
    expect(bestFirst(lines, trials, EFFORT)).toMatchObject({ endedAfter: null, untried: 0 });
  });

  it("misses nothing cheaper on a small grid that is simulated whole", () => {
    const request = question({ deployment: chat });
    const ahead = trafficAhead(request, history());
    const demand = demandOf(ahead, chat);
    const machines = ["g5.xlarge", "g6.xlarge", "g6e.xlarge", "g5.12xlarge"];
    const arms = screen(request, history().workload, { ...SPACE, tunesEngine: false }).arms.filter(
      (arm) => machines.includes(arm.deployment.platform.instance) && arm.resolved.plan.weights !== "awq-int4",
    );
    const lines = arms
      .flatMap((arm) => linesOf({ arm, demand, space: { ...SPACE, quota: NO_QUOTA } }))
      .map((line) => ({ ...line, fleets: line.fleets.slice(0, 4) }));
    const trials = new Trials(request, ahead);
    const found = bestFirst(lines, trials, EFFORT).holding[0];
    expect(found).toBeDefined();
    const mayBeCheaper = lines.flatMap(({ arm, fleets }) =>
      fleets.filter(({ bound }) => bound < (found?.cost ?? 0)).map((fleet) => ({ arm, fleet })),
    );
    expect(mayBeCheaper.length).toBeGreaterThan(5);
    for (const { arm, fleet } of mayBeCheaper) {
      const { holds, forecast } = trials.whole(arm, fleet);
      const cost = holds ? (forecast?.cost.monthlyUsd?.p50 ?? 0) : Infinity;
      expect(cost, `${arm.deployment.platform.instance} ${JSON.stringify(fleet.scaling)}`).toBeGreaterThanOrEqual(
        found?.cost ?? 0,
      );
    }
  });
});

const FAILS: Trial = { holds: false, ratio: 2, worst: "p95 TTFT", unsure: null, outpriced: false, forecast: null };

/** Ratios are drawn: how far the search leaps must not change what it finds. */
function made(holds: boolean, cost: number, step: number): Trial {
  const ratio = 1 + 20 * stream(step, "ratio").next();
  const monthlyUsd = { p10: cost, p50: cost, p90: cost };
  return { ...FAILS, holds, ratio: holds ? 0.5 : ratio, forecast: { cost: { monthlyUsd } } as Trial["forecast"] };
}

function lineOf(arm: Arm, bounds: readonly number[]): Line {
  const rising = [...new Set(bounds)].sort((a, b) => a - b);
  const fleets = rising.map((bound, step) => ({
    bound,
    scaling: { mode: "fixed" as const, replicas: step + 1, headroom: 0 },
  }));
  return { arm, way: "fixed", changes: arm.index, fleets };
}
