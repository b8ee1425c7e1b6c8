import { linearStepTime, type Simulation, type Workload } from "../../planner/index.ts";

interface PlainRequest {
  readonly arrival: number;
  readonly input: number;
  readonly output: number;
  readonly prefixId?: number;
  readonly prefixTokens?: number;
}

/** Requests as a workload. */
export function workloadOf(requests: readonly PlainRequest[]): Workload {
  const hasPrefixes = requests.some(({ prefixId }) => prefixId !== undefined);
  return {
    arrivals: Float64Array.from(requests.map((r) => r.arrival)),
    inputTokens: Int32Array.from(requests.map((r) => r.input)),
    outputTokens: Int32Array.from(requests.map((r) => r.output)),
    prefixIds: hasPrefixes ? Int32Array.from(requests.map((r) => r.prefixId ?? -1)) : null,
    prefixTokens: hasPrefixes ? Int32Array.from(requests.map((r) => r.prefixTokens ?? 0)) : null,
  };
}

/** The linear step model of data/vidur/FACTS.md section 8. */
export const VIDUR_STEP = {
  base: 0.016,
  perPrefillToken: 2e-5,
  perDecodeSequence: 1e-5,
  perKvToken: 7e-8,
  prefillStep: 0,
};

/** One vLLM replica with room to spare, to be changed where a test needs it. */
export function simulation(workload: Workload, changes: Partial<Simulation> = {}): Simulation {
  return {
    load: { kind: "open", workload },
    policy: "vllm",
    limits: {
      maxBatchedTokens: 512,
      maxSequences: 128,
      blockSize: 16,
      kvBlocks: 3328,
      watermarkBlocks: 0,
      maxContext: Infinity,
    },
    stepTime: linearStepTime(VIDUR_STEP),
    router: "round-robin",
    replicas: 1,
    autoscaler: null,
    startupSeconds: () => 0,
    queueLimit: null,
    timeout: null,
    seed: 1,
    measureFrom: 0,
    measureUntil: Infinity,
    keepRequests: true,
    ...changes,
  };
}
