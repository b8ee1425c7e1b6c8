import type { SchedulerPolicy, Workload } from "../domain/index.ts";
import { stream } from "../domain/index.ts";
import type { StepTime } from "../steps/step-time.ts";
import type { Autoscaler } from "./autoscaler.ts";
import { Fleet, type FleetParts } from "./fleet.ts";
import type { Retries } from "./gateway.ts";
import { closedLoad, type Load, openLoad } from "./load.ts";
import { Loop } from "./loop.ts";
import { Recorder, type RequestColumns } from "./recorder.ts";
import type { ReplicaLimits } from "./replica.ts";
import { type RouterName, routerNamed } from "./router.ts";
import type { Scheduler } from "./scheduler.ts";
import { orca } from "./schedulers/orca.ts";
import { sarathi } from "./schedulers/sarathi.ts";
import { sglang } from "./schedulers/sglang.ts";
import { staticBatches } from "./schedulers/static.ts";
import { tgi } from "./schedulers/tgi.ts";
import { vllm } from "./schedulers/vllm.ts";
import { vllmV0 } from "./schedulers/vllm-v0.ts";
import { Slots } from "./slots.ts";
import { type SimulationResult, summarize } from "./summary.ts";
import { Upkeep, type UpkeepParts } from "./upkeep.ts";

const SCHEDULERS: Readonly<Record<SchedulerPolicy, Scheduler>> = {
  vllm,
  tgi,
  sglang,
  static: staticBatches,
  sarathi,
  "vllm-v0": vllmV0,
  orca,
};

/** Policies the simulator can follow. */
export const SIMULATED_POLICIES = Object.keys(SCHEDULERS) as readonly SchedulerPolicy[];

export type LoadSpec =
  | { readonly kind: "open"; readonly workload: Workload }
  | { readonly kind: "closed"; readonly concurrency: number; readonly input: Int32Array; readonly output: Int32Array };

/** One question to the simulator. Times in seconds on the load's own clock. */
export interface Simulation {
  readonly load: LoadSpec;
  readonly policy: SchedulerPolicy;
  readonly limits: ReplicaLimits;
  readonly stepTime: StepTime;
  readonly router: RouterName;
  readonly replicas: number;
  readonly autoscaler: Autoscaler | null;
  readonly startupSeconds: FleetParts["startupSeconds"];
  readonly queueLimit: number | null;
  readonly timeout: number | null;
  /** Left out: clients do not try again, the way is no distance, replicas may take their time to go, nothing goes wrong. */
  readonly retries?: Retries | null;
  readonly meshSeconds?: FleetParts["meshSeconds"];
  readonly gracePeriod?: number | null;
  readonly upkeep?: Omit<UpkeepParts, "chance">;
  readonly seed: number;
  /** Requests that arrive earlier only fill the queues; they are in no percentile. */
  readonly measureFrom: number;
  /** End of the stretch over which replica time is counted; Infinity = until the last request has left. */
  readonly measureUntil: number;
  /** Keep every request's times (for a results file). */
  readonly keepRequests: boolean;
}

/** What the simulator cannot do yet, as a value. */
export interface NotSimulated {
  readonly kind: "notSimulated";
  readonly message: string;
}

export type SimulationAnswer =
  | { readonly kind: "simulated"; readonly result: SimulationResult; readonly columns: RequestColumns | null }
  | NotSimulated;

/** Runs one simulation to its end. Same input and seed, same result. */
export function simulate(question: Simulation): SimulationAnswer {
  const scheduler = SCHEDULERS[question.policy];
  if (question.limits.prefixCaching === true && question.policy !== "vllm") {
    return {
      kind: "notSimulated",
      message: `The prefix cache is simulated for the policy vllm, not for ${question.policy}; leave prefixCaching out.`,
    };
  }
  const slots = new Slots();
  const size = question.load.kind === "open" ? question.load.workload.arrivals.length : question.load.input.length;
  const recorder = new Recorder(slots, {
    keep: question.keepRequests ? size : null,
    measureFrom: question.measureFrom,
  });
  const fleet = new Fleet({ ...partsOf(question, scheduler), router: routerNamed(question.router), slots, recorder });
  const upkeep = new Upkeep(fleet, { ...(question.upkeep ?? NO_UPKEEP), chance: stream(question.seed, "faults") });
  new Loop(fleet, upkeep).run();
  fleet.gateway.leaveUnserved();
  return { kind: "simulated", result: summarize({ fleet, upkeep }, question), columns: recorder.columns };
}

const NO_UPKEEP = { faults: [], restartEvery: null, restartStrategy: "rolling", secondsToOutOfMemory: null } as const;

function partsOf(question: Simulation, scheduler: Scheduler): Omit<FleetParts, "slots" | "recorder" | "router"> {
  return {
    load: loadOf(question.load),
    limits: question.limits,
    scheduler,
    stepTime: question.stepTime,
    initialReplicas: question.replicas,
    autoscaler: question.autoscaler,
    startupSeconds: question.startupSeconds,
    random: stream(question.seed, "startup"),
    queueLimit: question.queueLimit,
    timeout: question.timeout,
    retries: question.retries ?? null,
    meshSeconds: question.meshSeconds ?? null,
    gracePeriod: question.gracePeriod ?? null,
    chance: { retries: stream(question.seed, "retries"), mesh: stream(question.seed, "mesh") },
  };
}

function loadOf(load: LoadSpec): Load {
  if (load.kind === "open") return openLoad(load.workload);
  return closedLoad(load.concurrency, { input: load.input, output: load.output });
}
