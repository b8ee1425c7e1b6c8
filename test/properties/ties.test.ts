import fc from "fast-check";
import { expect, it } from "vitest";
import { linearStepTime, type Simulation } from "../../planner/index.ts";
import { simulation, workloadOf } from "../support/simulation.ts";
import { simulated } from "../support/simulation-cases.ts";
import { stepByStep } from "../support/step-by-step.ts";

/** Every step takes a quarter of a second, which adds up without rounding: steps, time-outs and arrivals meet at the same instants. */
const QUARTERS = linearStepTime({
  base: 0.25,
  perPrefillToken: 0,
  perDecodeSequence: 0,
  perKvToken: 0,
  prefillStep: 0,
});

const quarters = (most: number) => fc.integer({ min: 0, max: most }).map((count) => count / 4);
const fleets = fc.record({
  closed: fc.boolean(),
  requests: fc.array(fc.record({ arrival: quarters(12), output: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 24,
  }),
  concurrency: fc.integer({ min: 1, max: 8 }),
  replicas: fc.integer({ min: 1, max: 4 }),
  maxSequences: fc.integer({ min: 1, max: 3 }),
  router: fc.constantFrom<Simulation["router"]>("round-robin", "least-outstanding", "least-waiting"),
  policy: fc.constantFrom<Simulation["policy"]>("vllm", "sglang", "tgi", "orca"),
  queueLimit: fc.option(fc.integer({ min: 0, max: 2 })),
  timeout: fc.option(quarters(8).map((seconds) => seconds + 0.25)),
});

it("a fleet in closed form does what it does step by step where everything happens at the same instants", () => {
  const seen = { rejected: 0, timedOut: 0 };
  fc.assert(
    fc.property(fleets, (fleet) => {
      const fast = outcomes(fleet);
      expect(fast).toEqual(stepByStep(() => outcomes(fleet)));
      seen.rejected += fast.rejected;
      seen.timedOut += fast.timedOut;
    }),
    { numRuns: 3000, seed: 7 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

type Fleet = typeof fleets extends fc.Arbitrary<infer F> ? F : never;

function outcomes({ closed, requests, concurrency, maxSequences, ...parts }: Fleet) {
  const workload = workloadOf(requests.map((one) => ({ ...one, input: 8 })).sort((a, b) => a.arrival - b.arrival));
  const { inputTokens: input, outputTokens: output } = workload;
  const { limits } = simulation(workload);
  const { columns, result } = simulated(
    simulation(workload, {
      ...parts,
      ...{ stepTime: QUARTERS, limits: { ...limits, maxSequences } },
      ...(closed ? { load: { kind: "closed", concurrency, input, output } } : {}),
    }),
  );
  const { rejected, timedOut } = result.requests;
  return { rejected, timedOut, columns };
}
