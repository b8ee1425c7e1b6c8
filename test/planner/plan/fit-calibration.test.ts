import { describe, expect, it } from "vitest";
import { type StepTimeTerms, stream, UNCHANGED_TERMS } from "../../../planner/domain/index.ts";
import { type CalibrationFit, fitCalibration } from "../../../planner/plan/fit-calibration.ts";
import { latenciesOf, type ObservedLoad, statisticsOf } from "../../../planner/plan/observed-load.ts";
import { type LoadSpec, simulate } from "../../../planner/simulate/simulate.ts";
import { calibratedStepTime } from "../../../planner/steps/calibrated.ts";
import { linearStepTime } from "../../../planner/steps/linear.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";

const base = linearStepTime({
  ...{ base: 0.012, perPrefillToken: 6e-5, perDecodeSequence: 5e-5, perKvToken: 2e-7, prefillStep: 0 },
});
/** Nothing before the engine, and how far a prediction is trusted. */
const DOUBT = { requestSeconds: () => 0, relativeError: 0.2, firstTokenError: () => 0.3 };
const { policy, limits } = simulation(workloadOf([]));

/** Client loads of growing concurrency; prompts and answers of several lengths, so that each term has something to say. */
function closed(concurrency: number, requests = 8 * concurrency): LoadSpec {
  const at = (lengths: readonly number[]) =>
    Int32Array.from({ length: requests }, (_, i) => lengths[i % lengths.length] ?? 1);
  return { kind: "closed", concurrency, input: at([64, 300, 900]), output: at([20, 90, 60, 150]) };
}

/** What an engine of these terms would be measured to do, with each figure off by `noise`. */
function measured(load: LoadSpec, terms: StepTimeTerms, noise = 0): ObservedLoad {
  const stepTime = calibratedStepTime(base, terms);
  const answer = simulate(simulation(workloadOf([]), { load, stepTime }));
  if (answer.kind !== "simulated" || answer.columns === null) throw new Error("not simulated");
  const latencies = latenciesOf(answer.columns, load);
  const random = stream(7, `noise ${JSON.stringify(load).length}`);
  const noisy = (values: Float64Array) => values.map((value) => value * Math.exp(noise * random.normal()));
  const name = load.kind === "closed" ? `c${load.concurrency}` : "open";
  return { name, load, measured: { kind: "requests", ttft: noisy(latencies.ttft), tpot: noisy(latencies.tpot) } };
}

function fitted(loads: readonly ObservedLoad[]): Extract<CalibrationFit, { kind: "fitted" }> {
  const fit = fitCalibration({ loads, policy, limits, stepTime: base, ...DOUBT });
  if (fit.kind !== "fitted") throw new Error(fit.message);
  return fit;
}

const TRUTH: StepTimeTerms = { offsetSeconds: 0.002, decode: 1.3, kv: 1.6, prefill: 0.7 };
const levels = [1, 4, 16, 48, 96];

describe("fitting measured loads", () => {
  it("finds an engine again that differs in every term, on loads that it did not see", () => {
    const fit = fitted(levels.map((level) => measured(closed(level), TRUTH, 0.01)));
    expect(fit.heldBack).toBe("every third load: c4");
    expect(fit.before.tpot?.median).toBeGreaterThan(0.2);
    expect(fit.after.tpot?.median).toBeLessThan(0.02);
    expect(fit.after.ttft?.median).toBeLessThan(0.04);
    expect(fit.terms.prefill).toBeCloseTo(TRUTH.prefill, 1);
    // Offset and decode do the same to a step but for the 5e-5 of a sequence: their sum is what can be found.
    expect(fit.terms.offsetSeconds + fit.terms.decode * 0.012).toBeCloseTo(0.002 + 1.3 * 0.012, 3);
    expect(fit.terms.kv).toBeCloseTo(TRUTH.kv, 0);
  });

  it("predicts a load far from those it was fitted on better than before", () => {
    const { terms } = fitted(levels.map((level) => measured(closed(level), TRUTH, 0.01)));
    const requests = Array.from({ length: 200 }, (_, i) => ({ arrival: i * 0.11, input: 500, output: 40 }));
    const unseen: LoadSpec = { kind: "open", workload: workloadOf(requests) };
    const tpot = (of: StepTimeTerms) => statisticsOf(measuredTpot(unseen, of), () => true).mean ?? 0;
    const error = (of: StepTimeTerms) => Math.abs(tpot(of) / tpot(TRUTH) - 1);
    expect(error(UNCHANGED_TERMS)).toBeGreaterThan(0.15);
    expect(error(terms)).toBeLessThan(0.03);
  });

  it("leaves an engine alone that does what is predicted", () => {
    const { terms, after } = fitted([1, 8, 32].map((level) => measured(closed(level), UNCHANGED_TERMS)));
    for (const factor of [terms.decode, terms.kv, terms.prefill]) expect(factor).toBeCloseTo(1, 1);
    expect(after.tpot?.median).toBeLessThan(0.005);
  });

  it("finds a machine that is a thousand times slower", () => {
    const slow = { offsetSeconds: 0, decode: 1000, kv: 1000, prefill: 1000 };
    const { after } = fitted([1, 4, 8].map((level) => measured(closed(level), slow, 0.01)));
    expect(after.tpot?.median).toBeLessThan(0.03);
    expect(after.ttft?.median).toBeLessThan(0.06);
  });

  it("says of a term that no load shows that it is undetermined, and leaves it near 1", () => {
    const short = (concurrency: number): LoadSpec => {
      const of = (tokens: number) => new Int32Array(4 * concurrency).fill(tokens);
      return { kind: "closed", concurrency, input: of(4), output: of(30) };
    };
    const fit = fitted([1, 2, 3].map((level) => measured(short(level), { ...TRUTH, kv: 5 })));
    expect(fit.undetermined).toContain("kv");
    expect(fit.undetermined).not.toContain("decode");
    expect(fit.terms.kv).toBeGreaterThan(0.7);
    expect(fit.terms.kv).toBeLessThan(1.5);
  });

  it("holds back requests where there are fewer than three loads", () => {
    const fit = fitted([measured(closed(16), TRUTH, 0.02)]);
    expect(fit.heldBack).toBe("every third request");
    expect(fit.after.tpot?.median).toBeLessThan(0.03);
    expect(fit.figures.filter(({ isHeldBack }) => isHeldBack)).toHaveLength(6);
  });

  it("takes statistics where there are no requests, and loads in any order", () => {
    const loads = levels.map((level): ObservedLoad => {
      const { load, name, measured: of } = measured(closed(level), TRUTH);
      if (of.kind !== "requests") throw new Error("not of requests");
      const statistics = (values: Float64Array) => ({ ...statisticsOf(values, () => true), p90: null });
      return { load, name, measured: { kind: "summary", ttft: statistics(of.ttft), tpot: statistics(of.tpot) } };
    });
    const fit = fitted(loads);
    expect(fit.after.tpot?.median).toBeLessThan(0.02);
    expect(fit.range.concurrency).toEqual([1, 96]);
    const reversed = fitted(loads.toReversed());
    expect(reversed.terms.decode).toBeCloseTo(fit.terms.decode, 3);
    expect(reversed.heldBack).toBe(fit.heldBack);
  });

  it("gives the same terms to the last bit each time", () => {
    const loads = [2, 8, 32].map((level) => measured(closed(level), TRUTH, 0.05));
    expect(fitted(loads).terms).toEqual(fitted(loads).terms);
  });

  it("is less sure of itself after fewer or worse measurements", () => {
    const spread = (noise: number, of: readonly number[]) =>
      fitted(of.map((level) => measured(closed(level), TRUTH, noise))).relativeError;
    const many = [1, 2, 4, 8, 16, 32, 48, 64, 96];
    expect(spread(0.01, many)).toBeLessThan(spread(0.01, [1, 8, 32]));
    expect(spread(0.01, many)).toBeLessThan(0.1);
  });
});

function measuredTpot(load: LoadSpec, terms: StepTimeTerms): Float64Array {
  const of = measured(load, terms).measured;
  return of.kind === "requests" ? of.tpot : new Float64Array(0);
}

describe("what cannot be fitted", () => {
  const summary = {
    kind: "summary",
    ttft: { mean: 0.1, p50: null, p90: null },
    tpot: { mean: 0.02, p50: null, p90: null },
  };
  const ask = (loads: readonly ObservedLoad[]) => fitCalibration({ loads, policy, limits, stepTime: base, ...DOUBT });

  it("is one or two loads of which only statistics are known", () => {
    const load: ObservedLoad = { name: "c8", load: closed(8), measured: summary as ObservedLoad["measured"] };
    expect(ask([load, load])).toMatchObject({ kind: "refused", message: expect.stringContaining("fewer than three") });
  });

  it("is a load that the engine cannot serve", () => {
    const long: LoadSpec = { kind: "closed", concurrency: 1, input: Int32Array.of(1e6), output: Int32Array.of(10) };
    const loads = [closed(1), closed(2), long].map((load, i) => ({
      ...measured(closed(1), TRUTH),
      name: `l${i}`,
      load,
    }));
    expect(ask(loads)).toMatchObject({ kind: "refused", message: expect.stringContaining("l2 holds requests") });
  });
});
