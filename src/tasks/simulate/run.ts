import {
  type Coverage,
  drawLoad,
  expectedRequests,
  hardwareByName,
  linearStepTime,
  type ReplicaLimits,
  refusedLimits,
  type Simulation,
  type SimulationAnswer,
  type SimulationResult,
  type StepTime,
  scaledStepTime,
  simulate,
  type Workload,
  Z95,
} from "../../../planner/index.ts";
import type { Scenario } from "../../config/index.ts";
import { fleetOf } from "./fleet.ts";

/** The answer to one scenario, or why there is none. */
export type ScenarioAnswer =
  | {
      readonly kind: "answered";
      readonly result: SimulationResult;
      readonly columns: Extract<SimulationAnswer, { kind: "simulated" }>["columns"];
      readonly coverage: Coverage;
      readonly interval90: { readonly [metric in "ttft" | "tpot" | "e2e"]: readonly [number, number] | null };
      readonly wallSeconds: number;
    }
  | { readonly kind: "refused"; readonly message: string }
  | Contradiction;

/** Parts of a scenario that do not go together; `at` is the one to change. */
export interface Contradiction {
  readonly kind: "invalid";
  readonly at: readonly string[];
  readonly message: string;
  readonly advice: string;
}

/** What a scenario does not say itself. */
export interface RunOptions {
  readonly seed: number;
  /** Requests from a file; they take the place of `load`. */
  readonly requests: Workload | null;
  readonly keepRequests: boolean;
  /** Step times read from the scenario's tables; null where it names none. */
  readonly tables: StepTime | null;
  /** Seconds of a clock that only goes forward; measures `wallSeconds`. */
  readonly stopwatch: () => number;
}

/** Runs one scenario. Where the step time is a prediction, the run is repeated at both ends of its 90 % interval. */
export function runScenario(scenario: Scenario, options: RunOptions): ScenarioAnswer {
  const engine = engineOf(scenario, options.tables);
  if (engine.kind !== "known") return engine;
  const wrong = refusedLimits(engine.policy, engine.limits);
  if (wrong !== null) {
    const at = ["spec", "scheduler", "maxBatchedTokens"];
    return { kind: "invalid", at, message: wrong, advice: `Raise it to ${engine.limits.maxSequences} or more.` };
  }
  if (scenario.load === null && options.requests === null) {
    const message = "nothing in spec.load, and no --requests FILE is given";
    return { kind: "invalid", at: ["spec"], message, advice: "Add a load, or name the requests to replay." };
  }
  const tooMany = refusedSize(scenario, options);
  if (tooMany !== null) return { kind: "refused", message: tooMany };
  const question = questionOf(scenario, engine, options);
  const started = options.stopwatch();
  const answer = simulate(question);
  if (answer.kind === "notSimulated") return { kind: "refused", message: answer.message };
  const wallSeconds = options.stopwatch() - started;
  const { result, columns } = answer;
  return {
    kind: "answered",
    result,
    columns,
    coverage: engine.coverage,
    interval90: intervals(question, engine, result),
    wallSeconds,
  };
}

/** Requests are drawn before the first one is simulated and kept in memory, about 100 bytes each. */
const MOST_REQUESTS = 20_000_000;

function refusedSize({ load }: Scenario, { requests }: RunOptions): string | null {
  const expected = load === null || requests !== null ? 0 : expectedRequests(load);
  if (expected <= MOST_REQUESTS) return null;
  return `spec.load brings about ${expected.toLocaleString("en-US", { maximumFractionDigits: 0 })} requests; at most ${MOST_REQUESTS.toLocaleString("en-US")} are simulated`;
}

interface KnownEngine {
  readonly kind: "known";
  readonly policy: Simulation["policy"];
  readonly limits: ReplicaLimits;
  readonly stepTime: StepTime;
  /** One standard deviation of log(true / predicted); 0 where the scenario states the step time itself. */
  readonly relativeError: number;
  readonly coverage: Coverage;
}

function engineOf(
  scenario: Scenario,
  tables: StepTime | null,
): KnownEngine | { readonly kind: "refused"; readonly message: string } {
  if (scenario.kind === "hardware") return hardwareEngine(scenario);
  const { stepTime, scheduler } = scenario;
  const given = stepTime.kind === "linear" ? linearStepTime(stepTime) : tables;
  if (given === null) return { kind: "refused", message: "the tables of stepTime were not read" };
  const { policy, maxBatchedTokens, maxContext, ...limits } = scheduler;
  return {
    kind: "known",
    policy,
    limits: {
      ...limits,
      maxBatchedTokens: maxBatchedTokens ?? Infinity,
      maxContext: policy === "orca" ? maxContext : Infinity,
    },
    stepTime: given,
    relativeError: 0,
    coverage: { status: "measured", why: "the scenario states the step time itself; nothing was predicted" },
  };
}

function hardwareEngine(scenario: Extract<Scenario, { kind: "hardware" }>): ReturnType<typeof engineOf> {
  const { stepTime, scheduler } = scenario;
  const answer = hardwareByName({
    ...stepTime,
    engine: stepTime.engine.name,
    version: stepTime.engine.version,
    utilization: stepTime.gpuMemoryUtilization,
    maxSequences: scheduler.maxSequences ?? null,
    maxBatchedTokens: scheduler.maxBatchedTokens ?? null,
    maxContext: scheduler.maxContext ?? null,
  });
  if (answer.kind === "refused") return answer;
  const { kvBlocks, blockSize, watermarkBlocks } = scheduler;
  const policy = scheduler.policy ?? answer.engine.policy;
  return {
    kind: "known",
    policy,
    limits: {
      ...answer.limits,
      kvBlocks: kvBlocks ?? answer.limits.kvBlocks,
      blockSize: blockSize ?? answer.limits.blockSize,
      watermarkBlocks: watermarkBlocks ?? 0,
      // On unless switched off, as the engine has it; other policies' caches are not simulated.
      prefixCaching: scheduler.prefixCaching ?? policy === "vllm",
    },
    stepTime: answer.hardware.stepTime,
    relativeError: answer.hardware.relativeError,
    coverage: answer.hardware.coverage,
  };
}

function questionOf(scenario: Scenario, engine: KnownEngine, options: RunOptions): Simulation {
  const load = options.requests === null && scenario.load !== null ? drawLoad(scenario.load, options.seed) : null;
  return {
    load: load ?? { kind: "open", workload: options.requests ?? NOTHING },
    policy: engine.policy,
    limits: engine.limits,
    stepTime: engine.stepTime,
    ...fleetOf(scenario),
    seed: options.seed,
    measureFrom: 0,
    measureUntil: Infinity,
    keepRequests: options.keepRequests,
  };
}

const NOTHING: Workload = {
  arrivals: new Float64Array(0),
  inputTokens: new Int32Array(0),
  outputTokens: new Int32Array(0),
  prefixIds: null,
  prefixTokens: null,
};

function intervals(question: Simulation, engine: KnownEngine, result: SimulationResult) {
  const at = (z: number): SimulationResult => {
    if (engine.relativeError === 0) return result;
    const stepTime = scaledStepTime(engine.stepTime, Math.exp(z * engine.relativeError));
    const answer = simulate({ ...question, stepTime, keepRequests: false });
    return answer.kind === "simulated" ? answer.result : result;
  };
  // A 90 % interval leaves 5 % on either side.
  const [fast, slow] = [at(-Z95), at(Z95)];
  const between = (metric: "ttft" | "tpot" | "e2e"): readonly [number, number] | null => {
    const ends = [fast[metric].mean, result[metric].mean, slow[metric].mean].filter((value) => value !== null);
    return ends.length < 3 ? null : [Math.min(...ends), Math.max(...ends)];
  };
  return { ttft: between("ttft"), tpot: between("tpot"), e2e: between("e2e") };
}
