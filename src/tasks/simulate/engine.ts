import {
  type Coverage,
  calibratedByName,
  linearStepTime,
  type NamedCalibration,
  type ReplicaLimits,
  type RequestSeconds,
  type Simulation,
  type StepTime,
} from "../../../planner/index.ts";
import { defaultWatermark, type Scenario } from "../../config/index.ts";

/** What a scenario says about its engine, or what the catalogue knows of it. */
export interface KnownEngine {
  readonly kind: "known";
  readonly policy: Simulation["policy"];
  readonly limits: ReplicaLimits;
  readonly stepTime: StepTime;
  /** One standard deviation of log(true / predicted); 0 where the scenario states the step time itself. */
  readonly relativeError: number;
  /** The same of a mean time to first token that is predicted as so many seconds. */
  readonly firstTokenError: (seconds: number) => number;
  /** Seconds from a request's sending to the engine's queue, with so many in flight at its replica; null: none. */
  readonly requestSeconds: RequestSeconds | null;
  /** What corrects the predicted step time; null = nothing. */
  readonly calibration: NamedCalibration | null;
  readonly coverage: Coverage;
}

/** What a scenario's files hold; null where it names none. */
export interface ScenarioFiles {
  /** Step times read from its tables. */
  readonly tables: StepTime | null;
  readonly calibration: NamedCalibration | null;
}

/** The engine of a scenario. */
export function engineOf(
  scenario: Scenario,
  { tables, calibration }: ScenarioFiles,
): KnownEngine | Exclude<ReturnType<typeof calibratedByName>, { kind: "known" }> {
  if (scenario.kind === "hardware") return hardwareEngine(scenario, calibration);
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
    ...{ relativeError: 0, firstTokenError: () => 0, requestSeconds: null, calibration: null },
    coverage: { status: "measured", why: "the scenario states the step time itself; nothing was predicted" },
  };
}

function hardwareEngine(
  scenario: Extract<Scenario, { kind: "hardware" }>,
  calibration: NamedCalibration | null,
): ReturnType<typeof engineOf> {
  const { stepTime, scheduler } = scenario;
  const { kvBlocks, blockSize, watermarkBlocks, maxBatchedTokens, maxSequences } = scheduler;
  const asked = (budget: number | null) => {
    const question = {
      ...stepTime,
      engine: stepTime.engine.name,
      version: stepTime.engine.version,
      utilization: stepTime.gpuMemoryUtilization,
      maxSequences: maxSequences ?? null,
      maxBatchedTokens: budget,
      maxContext: scheduler.maxContext ?? null,
    };
    return calibratedByName(question, calibration);
  };
  const given = asked(maxBatchedTokens ?? null);
  const roomier = given.kind === "refused" && maxBatchedTokens !== undefined ? asked(maxSequences ?? null) : given;
  // A budget below the sequences is not the memory's fault: `prepareRun` judges it, and only for vLLM's own policy.
  const isTooSmall = roomier.kind === "known" && (maxBatchedTokens ?? Infinity) < roomier.limits.maxSequences;
  const answer = isTooSmall ? roomier : given;
  if (answer.kind !== "known") return answer;
  const policy = scheduler.policy ?? answer.engine.policy;
  const blocks = kvBlocks ?? answer.limits.kvBlocks;
  return {
    kind: "known",
    policy,
    limits: {
      ...answer.limits,
      kvBlocks: blocks,
      maxBatchedTokens: maxBatchedTokens ?? answer.limits.maxBatchedTokens,
      blockSize: blockSize ?? answer.limits.blockSize,
      watermarkBlocks: watermarkBlocks ?? defaultWatermark(policy, blocks),
      // On unless switched off, as the engine has it; other policies' caches are not simulated.
      prefixCaching: scheduler.prefixCaching ?? policy === "vllm",
    },
    stepTime: answer.hardware.stepTime,
    relativeError: answer.hardware.relativeError,
    firstTokenError: answer.hardware.firstTokenError,
    requestSeconds: answer.hardware.requestSeconds,
    calibration,
    coverage: answer.hardware.coverage,
  };
}
