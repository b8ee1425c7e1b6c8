import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REQUEST_STATUS } from "../../planner/index.ts";
import { isSame, ReferenceReplica, type ReferenceRequest } from "../support/reference-simulator.ts";
import { REFERENCE_STEPS } from "../support/reference-steps.ts";
import { simulation, workloadOf } from "../support/simulation.ts";
import { simulated } from "../support/simulation-cases.ts";

const REJECTED = REQUEST_STATUS.indexOf("rejected");
const UNFINISHED = REQUEST_STATUS.indexOf("unfinished");

/** Many short prompts that decode for long, and long prompts that arrive meanwhile. */
const requests = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 0.013, 0.05, 0.25, 0.25, 1),
      tokens: fc.oneof(
        fc.record({ input: fc.integer({ min: 1, max: 20 }), output: fc.integer({ min: 1, max: 80 }) }),
        fc.record({ input: fc.integer({ min: 40, max: 200 }), output: fc.integer({ min: 1, max: 6 }) }),
      ),
    }),
    { minLength: 2, maxLength: 24, size: "max" },
  )
  .map((list): ReferenceRequest[] => {
    let arrival = 0;
    return list.map(({ gap, tokens }) => {
      arrival += gap;
      return { arrival, ...tokens };
    });
  });

/** Pools that a few requests fill, chunks that a long prompt fills many times over. */
const cases = fc
  .record({
    kind: fc.constantFrom("linear", "quarter"),
    requests,
    replicas: fc.integer({ min: 1, max: 3 }),
    poolTokens: fc.integer({ min: 90, max: 300 }),
    blockSize: fc.constantFrom(1, 4, 16),
    watermarkBlocks: fc.integer({ min: 0, max: 4 }),
    maxSequences: fc.integer({ min: 2, max: 8 }),
    maxBatchedTokens: fc.constantFrom<number>(2, 8, 16, 32, 32, 64, 256),
    maxContext: fc.integer({ min: 16, max: 90 }),
  })
  .map(({ kind, requests, replicas, poolTokens, ...rest }) => {
    const limits = { ...rest, kvBlocks: Math.ceil(poolTokens / rest.blockSize) };
    return { kind, requests, replicas, limits };
  });

type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;
/** What takes prompts whole needs more room for them in a step. */
const withWholePrompts = (drawn: Case): Case => ({
  ...drawn,
  limits: { ...drawn.limits, maxBatchedTokens: 8 * drawn.limits.maxBatchedTokens },
});

type Policy = "sarathi" | "vllm-v0" | "orca";

/** One reference for each replica; round robin counts the requests that are let in. */
function byReference(policy: Policy, { requests, replicas, limits, kind }: Case): readonly ReferenceReplica[] {
  return Array.from({ length: replicas }, (_, id) => {
    const own = requests.filter((_, i) => i % replicas === id);
    const replica = new ReferenceReplica(policy, limits, own.length);
    replica.run(own, REFERENCE_STEPS[kind].seconds);
    return replica;
  });
}

/** Whether a request ends on a replica that has nothing else to do. */
function isServedAlone(policy: Policy, request: ReferenceRequest, { limits, kind }: Case): boolean {
  const alone = new ReferenceReplica(policy, limits, 1);
  alone.run([request], REFERENCE_STEPS[kind].seconds);
  const hasRoom = lengthOf(request) - 1 <= limits.kvBlocks * limits.blockSize;
  // Orca's rules leave open what becomes of an answer that outgrows all memory there is.
  return !Number.isNaN(alone.outcomes[0]?.finish) && (policy !== "orca" || hasRoom);
}

/** What the cases of a policy must at least have met, or they were not the hard ones. */
const LEAST = {
  sarathi: { rejected: 500, unfinished: 10, restarts: 1000, promptRestarts: 300, beyondContext: 0 },
  "vllm-v0": { rejected: 500, unfinished: 10, restarts: 500, promptRestarts: 0, beyondContext: 0 },
  orca: { rejected: 500, unfinished: 0, restarts: 0, promptRestarts: 0, beyondContext: 1000 },
};

describe.each<Policy>(["sarathi", "vllm-v0", "orca"])("%s where memory is short", (policy) => {
  it("gives every request of every replica the times of the rules as they are written", () => {
    const met = { rejected: 0, unfinished: 0, restarts: 0, promptRestarts: 0, beyondContext: 0 };
    fc.assert(
      fc.property(cases, (any) => {
        const drawn = policy === "vllm-v0" ? withWholePrompts(any) : any;
        const { limits, replicas } = drawn;
        const { stepTime } = REFERENCE_STEPS[drawn.kind];
        const { columns, result } = simulated(
          simulation(workloadOf(drawn.requests), { policy, limits, replicas, stepTime }),
        );
        const served = [...drawn.requests.keys()].filter((i) => columns.status[i] !== REJECTED);
        const references = byReference(policy, { ...drawn, requests: served.map((i) => drawn.requests[i] ?? NONE) });
        const wrong = served.filter((i, k) => {
          const wanted = references[k % replicas]?.outcomes[Math.floor(k / replicas)];
          const ended = Number.isNaN(wanted?.finish) === (columns.status[i] === UNFINISHED);
          return !(ended && columns.replica[i] === k % replicas && isSame(columns, i, wanted));
        });
        expect(wrong).toEqual([]);
        const alone = drawn.requests.map((request) => isServedAlone(policy, request, drawn));
        expect(alone).toEqual(drawn.requests.map((_, i) => columns.status[i] !== REJECTED));
        expect(result.steps).toBe(references.reduce((sum, { steps }) => sum + steps, 0));
        expect(result.kv.maxUse).toBeLessThanOrEqual(1);
        met.rejected += result.requests.rejected;
        met.unfinished += result.requests.unfinished;
        met.restarts += result.preemptions;
        met.promptRestarts += references.reduce((sum, { promptRestarts }) => sum + promptRestarts, 0);
        met.beyondContext += served.filter((i) => lengthOf(drawn.requests[i] ?? NONE) > limits.maxContext).length;
      }),
      { numRuns: 1500, seed: 11 },
    );
    for (const [what, least] of Object.entries(LEAST[policy])) {
      expect(met[what as keyof typeof met], what).toBeGreaterThanOrEqual(least);
    }
  });
});

const NONE: ReferenceRequest = { arrival: 0, input: 0, output: 0 };
const lengthOf = ({ input, output }: ReferenceRequest): number => input + output;
