import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearStepTime, type Simulation, stream } from "../../planner/index.ts";
import { simulation, workloadOf } from "../support/simulation.ts";
import { type Simulated, simulated } from "../support/simulation-cases.ts";

const REQUESTS = 50_000;
/** Every step takes as long, whatever is in it; a request of n output tokens takes n steps. */
const STEP = 0.25;
const constant = linearStepTime({
  base: STEP,
  perPrefillToken: 0,
  perDecodeSequence: 0,
  perKvToken: 0,
  prefillStep: 0,
});

interface Request {
  readonly arrival: number;
  readonly input: number;
  readonly output: number;
}

interface Service {
  readonly replicas: number;
  readonly steps: () => number;
  readonly meanSteps: number;
}

/** Poisson arrivals that keep `replicas` servers busy for a share `utilisation` of the time. */
function poisson(utilisation: number, load: Partial<Service> = {}): Request[] {
  const { replicas = 1, steps = () => 1, meanSteps = 1 } = load;
  const random = stream(1, "arrivals");
  let arrival = 0;
  return Array.from({ length: REQUESTS }, () => {
    arrival += (random.exponential() * STEP * meanSteps) / (utilisation * replicas);
    return { arrival, input: 1, output: steps() };
  });
}

/** Geometrically distributed numbers of steps. */
function geometric(mean: number): () => number {
  const random = stream(1, "lengths");
  return () => 1 + Math.floor(random.exponential() / -Math.log(1 - 1 / mean));
}

/** One request at a time: an engine as a single server. */
function singleServers(requests: readonly Request[], changes: Partial<Simulation> = {}): Simulated {
  const limits = {
    ...{ maxBatchedTokens: 512, maxSequences: 1, blockSize: 4096, kvBlocks: 8, watermarkBlocks: 0 },
    maxContext: Infinity,
  };
  return simulated(simulation(workloadOf(requests), { policy: "static", limits, stepTime: constant, ...changes }));
}

function meanWait({ columns }: Simulated): number {
  return columns.scheduled.reduce((sum, at, i) => sum + at - (columns.arrivals[i] ?? NaN), 0) / REQUESTS;
}

describe("one server", () => {
  it.each([0.3, 0.5, 0.7])("M/D/1 at utilisation %d: mean wait = rho s / 2 (1 - rho)", (rho) => {
    const answer = singleServers(poisson(rho));
    const theory = (rho * STEP) / (2 * (1 - rho));
    expect(Math.abs(meanWait(answer) / theory - 1)).toBeLessThan(0.05);
    expect(Math.abs(answer.result.busyShare / rho - 1)).toBeLessThan(0.02);
  });

  it("M/G/1 with geometric service: mean wait = lambda E[S^2] / 2 (1 - rho) (Pollaczek and Khinchine)", () => {
    const [rho, mean] = [0.5, 4];
    const answer = singleServers(poisson(rho, { steps: geometric(mean), meanSteps: mean }));
    const square = STEP ** 2 * (2 * mean ** 2 - mean);
    const theory = ((rho / (mean * STEP)) * square) / (2 * (1 - rho));
    expect(Math.abs(meanWait(answer) / theory - 1)).toBeLessThan(0.05);
  });
});

describe("several servers", () => {
  it.each(["round-robin", "least-outstanding", "least-waiting"] as const)(
    "%s: busy for a share lambda s / k",
    (router) => {
      const answer = singleServers(poisson(0.6, { replicas: 3 }), { router, replicas: 3 });
      expect(Math.abs(answer.result.busyShare / 0.6 - 1)).toBeLessThan(0.02);
    },
  );

  it("wait less where there are more of them, and where the router looks before it sends", () => {
    const load = (replicas: number) => poisson(0.8, { replicas, steps: geometric(8), meanSteps: 8 });
    const wait = (router: "round-robin" | "least-outstanding") =>
      meanWait(singleServers(load(4), { router, replicas: 4 }));
    expect(wait("least-outstanding")).toBeLessThan(0.8 * wait("round-robin"));
    expect(wait("round-robin")).toBeLessThan(meanWait(singleServers(load(1))));
  });
});

const small = fc.array(
  fc.record({
    arrival: fc.integer({ min: 0, max: 40 }),
    input: fc.constant(1),
    output: fc.integer({ min: 1, max: 6 }),
  }),
  { minLength: 1, maxLength: 40, size: "max" },
);
const sorted = (requests: readonly Request[]): Request[] => requests.toSorted((a, b) => a.arrival - b.arrival);

describe("laws that hold request by request", () => {
  it("round robin over single servers follows Lindley's recursion", () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 4 }), (unsorted, replicas) => {
        const requests = sorted(unsorted);
        const { columns } = singleServers(requests, { replicas });
        const freeAt = Array<number>(replicas).fill(0);
        requests.forEach(({ arrival, output }, i) => {
          const start = Math.max(arrival, freeAt[i % replicas] ?? 0);
          freeAt[i % replicas] = start + output * STEP;
          expect(columns.replica[i]).toBe(i % replicas);
          expect(columns.scheduled[i]).toBe(start);
          expect(columns.finish[i]).toBe(start + output * STEP);
        });
      }),
    );
  });

  it("Little: mean number being served x time = sum of the times served, counted by KV blocks", () => {
    fc.assert(
      fc.property(
        small,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 8 }),
        (unsorted, replicas, batch) => {
          // One block is enough for a whole request, so blocks held are requests served.
          const limits = {
            ...{ maxBatchedTokens: 512, maxSequences: batch, blockSize: 4096, kvBlocks: 8, watermarkBlocks: 0 },
            maxContext: Infinity,
          };
          const answer = singleServers(sorted(unsorted), { policy: "vllm", limits, replicas });
          const { columns, result } = answer;
          const served = columns.finish.reduce((sum, at, i) => sum + at - (columns.scheduled[i] ?? NaN), 0);
          // The mean begins with the first request.
          const first = Math.min(...unsorted.map(({ arrival }) => arrival));
          const time = result.simulatedSeconds - first;
          expect(result.kv.meanUse * 8 * replicas * time).toBeCloseTo(served, 6);
          expect(result.replicas.seconds).toBeCloseTo(replicas * result.simulatedSeconds, 6);
        },
      ),
    );
  });

  it("static: twice as many sequences in a batch never lower the throughput of a full queue", () => {
    const lengths = fc.array(
      fc.record({ input: fc.integer({ min: 1, max: 50 }), output: fc.integer({ min: 1, max: 50 }) }),
      { minLength: 1, maxLength: 30 },
    );
    const stepTime = linearStepTime({
      base: 0.02,
      perPrefillToken: 1e-4,
      perDecodeSequence: 1e-3,
      perKvToken: 1e-5,
      prefillStep: 0.01,
    });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 8 }), (list, batch) => {
        const throughput = (maxSequences: number) => {
          const limits = {
            ...{ maxBatchedTokens: 512, maxSequences, blockSize: 16, kvBlocks: 1000 },
            watermarkBlocks: 0,
            maxContext: Infinity,
          };
          const requests = list.map((lengths) => ({ arrival: 0, ...lengths }));
          return singleServers(requests, { limits, stepTime }).result.throughput.requestsPerSecond;
        };
        expect(throughput(2 * batch)).toBeGreaterThanOrEqual(throughput(batch) * (1 - 1e-9));
      }),
    );
  });
});
