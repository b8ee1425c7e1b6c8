import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantileOfSorted } from "../../planner/domain/index.ts";
import { REQUEST_STATUS, type SimulationResult } from "../../planner/index.ts";
import { ReferenceReplica } from "../support/reference-simulator.ts";
import { REFERENCE_STEPS } from "../support/reference-steps.ts";
import { TroubledReference } from "../support/reference-troubles.ts";
import { simulation, workloadOf } from "../support/simulation.ts";
import { simulated } from "../support/simulation-cases.ts";

/** Requests of a few groups, with beginnings of unlike lengths, some of them the whole prompt. */
const requests = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 0.013, 0.05, 0.4, 3),
      group: fc.integer({ min: -1, max: 3 }),
      shared: fc.integer({ min: 1, max: 50 }),
      rest: fc.constantFrom(0, 0, 1, 5, 16, 30),
      output: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 60 })),
    }),
    { maxLength: 25, size: "max" },
  )
  .map((list) => {
    let arrival = 0;
    return list.map(({ gap, group, shared, rest, output }) => {
      arrival += gap;
      const prefix = group < 0 ? {} : { prefixId: group, prefixTokens: shared };
      return { arrival, input: shared + rest, output, ...prefix };
    });
  });

const cases = fc.record({
  requests,
  blockSize: fc.constantFrom(1, 4, 16),
  kvBlocks: fc.integer({ min: 10, max: 60 }),
  maxSequences: fc.integer({ min: 1, max: 8 }),
  maxBatchedTokens: fc.oneof(fc.integer({ min: 8, max: 64 }), fc.constantFrom(100, 1024)),
});

const troubles = fc.record({
  timeout: fc.constantFrom(Infinity, 0.07, 0.3, 1.1),
  retries: fc.integer({ min: 0, max: 2 }),
  wait: fc.constantFrom(0.017, 0.37),
  lostAt: fc.constantFrom(Infinity, 0.03, 0.21, 0.9, 3.3),
  startup: fc.constantFrom(0.5, 1.7),
});

describe("the prefix cache of vLLM", () => {
  it("gives every request the same times as one that is kept block by block", () => {
    const seen = { preemptions: 0, hits: 0 };
    fc.assert(
      fc.property(cases, ({ requests: all, ...drawn }) => {
        const limits = { ...drawn, watermarkBlocks: 0, maxContext: Infinity, prefixCaching: true };
        const { stepTime, seconds } = REFERENCE_STEPS.linear;
        const { columns, result } = simulated(simulation(workloadOf(all), { limits, stepTime }));
        const served = all.filter((_, i) => columns.status[i] === 0);
        const reference = new ReferenceReplica("vllm", limits, served.length);
        reference.run(served, seconds);
        let next = 0;
        for (const i of all.keys()) {
          if (columns.status[i] !== 0) continue;
          const wanted = reference.outcomes[next++];
          expect(columns.scheduled[i]).toBeCloseTo(wanted?.scheduled ?? NaN, 9);
          expect(columns.firstToken[i]).toBeCloseTo(wanted?.first ?? NaN, 9);
          expect(columns.finish[i]).toBeCloseTo(wanted?.finish ?? NaN, 9);
          expect(columns.preemptions[i]).toBe(wanted?.preemptions);
        }
        expect(result.steps).toBe(reference.steps);
        expect(result.prefixCache.hitTokens).toBe((reference.cache?.hits ?? NaN) * limits.blockSize);
        expect(reference.free).toBe(limits.kvBlocks);
        seen.preemptions += result.preemptions;
        seen.hits += result.prefixCache.hitTokens;
      }),
      { numRuns: 3000, seed: 5 },
    );
    // Without these the property would not have met the hard cases.
    expect(seen.preemptions).toBeGreaterThan(300);
    expect(seen.hits).toBeGreaterThan(30_000);
  });

  it("does so where clients hang up and try again, and where the node with all its blocks is lost", () => {
    const seen = { preemptions: 0, hits: 0, timedOut: 0, retries: 0, lost: 0 };
    fc.assert(
      fc.property(cases, troubles, ({ requests: drawn, ...bounds }, trouble) => {
        const limits = { ...bounds, watermarkBlocks: 0, maxContext: Infinity, prefixCaching: true };
        const all = drawn.filter(({ input, output }) => blocksOf(input + output - 1, limits) <= limits.kvBlocks);
        const { stepTime, seconds } = REFERENCE_STEPS.linear;
        const { timeout, retries, wait, lostAt, startup } = trouble;
        const { columns, result } = simulated(
          simulation(workloadOf(all), {
            ...{ limits, stepTime, startupSeconds: () => startup, exactGaps: true },
            timeout: timeout === Infinity ? null : timeout,
            retries: { most: retries, first: wait, longest: wait, jitter: 0 },
            upkeep: {
              faults: lostAt === Infinity ? [] : [{ kind: "node-loss", at: lostAt, replica: 0 }],
              ...{ restartEvery: null, restartStrategy: "rolling", secondsToOutOfMemory: null },
            },
          }),
        );
        const reference = new TroubledReference(all, limits, trouble);
        reference.run(seconds);
        for (const [i, wanted] of reference.outcomes.entries()) {
          expect(REQUEST_STATUS[columns.status[i] ?? -1]).toBe(wanted.status);
          expectSame(columns.scheduled[i], wanted.scheduled);
          expectSame(columns.firstToken[i], wanted.first);
          expectSame(columns.finish[i], wanted.finish);
          expect(columns.preemptions[i]).toBe(wanted.preemptions);
        }
        expect(result.prefixCache.hitTokens).toBe(reference.hits * limits.blockSize);
        expectGaps(result.itl, reference.gaps);
        seen.preemptions += result.preemptions;
        seen.hits += result.prefixCache.hitTokens;
        seen.timedOut += result.requests.timedOut;
        seen.retries += result.retries;
        seen.lost += result.disruptions.requestsCutOff;
      }),
      { numRuns: 3000, seed: 5 },
    );
    // Without these the property would not have met the hard cases.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(300);
  });
});

const blocksOf = (tokens: number, { blockSize }: { readonly blockSize: number }): number =>
  Math.ceil(tokens / blockSize);

/** Those of answers that were cut off are not among them. */
function expectGaps({ mean, p50, p90, p99 }: SimulationResult["itl"], gaps: readonly number[]): void {
  const sorted = Float64Array.from(gaps).sort();
  const wanted = [0.5, 0.9, 0.99].map((q) => quantileOfSorted(sorted, q) ?? Number.NaN);
  for (const [i, found] of [p50, p90, p99].entries()) expectSame(found ?? Number.NaN, wanted[i] ?? Number.NaN);
  expectSame(mean ?? Number.NaN, gaps.length === 0 ? Number.NaN : gaps.reduce((a, b) => a + b, 0) / gaps.length);
}

/** NaN: it never happened. */
function expectSame(found: number | undefined, wanted: number): void {
  if (Number.isNaN(wanted)) expect(found).toBeNaN();
  else expect(found).toBeCloseTo(wanted, 9);
}
