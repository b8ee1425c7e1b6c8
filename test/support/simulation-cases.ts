import fc from "fast-check";
import {
  horizontalPodAutoscaler,
  keda,
  linearStepTime,
  type Simulation,
  type SimulationAnswer,
  scheduled,
  simulate,
} from "../../planner/index.ts";
import { simulation, workloadOf } from "./simulation.ts";

export type Simulated = Extract<SimulationAnswer, { kind: "simulated" }> & {
  readonly columns: NonNullable<Extract<SimulationAnswer, { kind: "simulated" }>["columns"]>;
};

/** Simulates a question that can be answered, and keeps every request. */
export function simulated(question: Simulation): Simulated {
  const answer = simulate(question);
  if (answer.kind !== "simulated" || answer.columns === null) throw new Error("not simulated");
  return { ...answer, columns: answer.columns };
}

const BEHAVIOUR = {
  syncPeriod: 2,
  tolerance: 0.1,
  scaleUp: { stabilization: 0, rules: [{ type: "pods", value: 2, period: 2 }] },
  scaleDown: { stabilization: 6, rules: [{ type: "percent", value: 1, period: 2 }] },
  pollingInterval: 4,
  cooldown: 8,
} as const;

const settings = {
  ...{ min: 0, max: 4, headroom: 0, minimumAt: () => 0, behaviour: BEHAVIOUR },
  target: { metric: "concurrency", value: 3 },
} as const;

/** Autoscalers keep state, so every simulation needs its own. */
const AUTOSCALERS = {
  none: () => null,
  hpa: () => horizontalPodAutoscaler({ ...settings, min: 1 }),
  keda: () => keda(settings),
  scheduled: () => scheduled((now) => 1 + (Math.floor(now / 5) % 3), { min: 1, max: 4 }),
  full: () => horizontalPodAutoscaler({ ...settings, min: 1, target: { metric: "kv-use", value: 0.5 } }),
  fullest: () => keda({ ...settings, min: 1, target: { metric: "kv-use", value: 0.4 } }),
  busy: () => horizontalPodAutoscaler({ ...settings, min: 1, target: { metric: "gpu-utilization", value: 0.6 } }),
  nights: () => scheduled((now) => Math.floor(now / 7) % 2, { min: 0, max: 4 }),
} as const;

const requests = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 0.001, 0.016, 0.05, 0.3, 2, 11),
      input: fc.integer({ min: 1, max: 80 }),
      output: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 60 })),
      prefixId: fc.integer({ min: -1, max: 2 }),
    }),
    { maxLength: 40, size: "max" },
  )
  .map((list) => {
    let arrival = 0;
    return list.map(({ gap, ...request }) => {
      arrival += gap;
      return { arrival, ...request, prefixTokens: request.prefixId < 0 ? 0 : Math.ceil(0.6 * request.input) };
    });
  });

const at = fc.constantFrom(0, 0.016, 0.2, 0.9, 4, 30);
const replica = fc.constantFrom(null, 0, 1, 5);

/** Faults, restarts and leaks at the pace of such small loads. */
const upkeep = fc.record({
  faults: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("node-loss" as const), at, replica }),
      fc.record({ kind: fc.constant("spot-interruption" as const), at, replica, notice: fc.constantFrom(0, 0.1, 2) }),
      fc.record({ kind: fc.constant("device-plugin-outage" as const), at, duration: fc.constantFrom(1, 20) }),
    ),
    { maxLength: 4 },
  ),
  restartEvery: fc.constantFrom(null, null, 9, 70),
  restartStrategy: fc.constantFrom("rolling" as const, "recreate" as const),
  secondsToOutOfMemory: fc.constantFrom(null, null, 0.3, 5),
});

/** Small fleets under every kind of pressure; `build` gives the same question anew each time. */
export const fleets = fc
  .record({
    policy: fc.constantFrom("vllm", "sarathi", "vllm-v0", "static", "tgi", "sglang"),
    router: fc.constantFrom("round-robin", "least-outstanding", "least-waiting", "prefix-aware"),
    replicas: fc.integer({ min: 1, max: 4 }),
    autoscaler: fc.constantFrom("none", "none", "hpa", "keda", "scheduled", "nights", "full", "fullest", "busy"),
    queueLimit: fc.constantFrom(null, null, 0, 1, 3),
    timeout: fc.constantFrom(null, null, 0.016, 0.4, 3),
    startup: fc.constantFrom(0, 0.5, 9),
    kvBlocks: fc.integer({ min: 8, max: 80 }),
    blockSize: fc.constantFrom(1, 4, 16),
    maxSequences: fc.integer({ min: 1, max: 8 }),
    maxBatchedTokens: fc.constantFrom(8, 32, 128, 512),
    watermarkBlocks: fc.integer({ min: 0, max: 2 }),
    prefixCaching: fc.boolean(),
    /** 0: requests come when they come; else so many clients in a closed loop. */
    concurrency: fc.constantFrom(0, 0, 1, 3, 100),
    base: fc.constantFrom(0.016, 0.016, 0),
    requests,
  })
  .map(({ autoscaler, startup, concurrency, base, requests: list, ...rest }) => {
    const { kvBlocks, blockSize, maxSequences, maxBatchedTokens, watermarkBlocks, prefixCaching, ...fleet } = rest;
    const workload = workloadOf(list);
    const closed = { kind: "closed", concurrency, input: workload.inputTokens, output: workload.outputTokens } as const;
    const budget = wholeChunks(rest.policy, maxBatchedTokens, blockSize);
    const bounds = {
      ...{ kvBlocks, blockSize, maxSequences, maxBatchedTokens: budget, watermarkBlocks },
      maxContext: Infinity,
    };
    const build = (): Simulation =>
      simulation(workload, {
        ...fleet,
        load: concurrency === 0 ? { kind: "open", workload } : closed,
        limits: { ...bounds, prefixCaching: prefixCaching && rest.policy === "vllm" },
        stepTime: linearStepTime({ ...FREE, base, perPrefillToken: 1e-4, perKvToken: 1e-5 }),
        autoscaler: AUTOSCALERS[autoscaler](),
        startupSeconds: (random) => startup * (0.5 + random.next()),
      });
    return { ...rest, autoscaler, concurrency, requests: list, build };
  });

/** SGLang refuses to start with chunks that are no whole blocks. */
export const wholeChunks = (policy: string, maxBatchedTokens: number, blockSize: number): number =>
  policy === "sglang" ? Math.ceil(maxBatchedTokens / blockSize) * blockSize : maxBatchedTokens;

const FREE = { perPrefillToken: 0, perDecodeSequence: 0, perKvToken: 0, prefillStep: 0 };

const troubles = fc.record({
  retries: fc.constantFrom(0, 1, 3),
  mesh: fc.constantFrom(0, 0.02, 1),
  gracePeriod: fc.constantFrom(null, 0, 0.3),
  upkeep,
});

/** The same where things go wrong, clients try again, and the way takes time. */
export const troubledFleets = fc.record({ fleet: fleets, trouble: troubles }).map(({ fleet, trouble }) => {
  const { retries, mesh, ...rest } = trouble;
  const build = (): Simulation => ({
    ...fleet.build(),
    ...rest,
    retries: retries === 0 ? null : { most: retries, first: 0.1, longest: 0.3, jitter: 0.5 },
    meshSeconds: mesh === 0 ? null : (random) => mesh * random.next(),
  });
  return { ...fleet, ...trouble, build };
});
