import type { SchedulerPolicy, Workload } from "../domain/index.ts";
import { stream } from "../domain/index.ts";
import type { StepTime } from "../steps/step-time.ts";
import type { Autoscaler } from "./autoscaler.ts";
import { Fleet, type FleetParts } from "./fleet.ts";
import { closedLoad, type Load, openLoad, StreamedLoad } from "./load.ts";
import { Loop } from "./loop.ts";
import type { Life } from "./member.ts";
import { Recorder } from "./recorder.ts";
import type { ReplicaLimits } from "./replica-limits.ts";
import type { Retries } from "./retries.ts";
import { type RouterName, routerNamed } from "./router.ts";
import type { RequestColumns } from "./row-buffer.ts";
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
  /** Left out: requests that find no replica ready wait for one. */
  readonly refusesUnready?: boolean;
  readonly timeout: number | null;
  /** Left out: clients do not try again, the way is no distance, replicas may take their time to go, nothing goes wrong. */
  readonly retries?: Retries | null;
  readonly meshSeconds?: FleetParts["meshSeconds"];
  readonly gracePeriod?: number | null;
  readonly upkeep?: Omit<UpkeepParts, "chance" | "measureFrom">;
  readonly seed: number;
  /** The simulation goes on until then, whether requests come or not. Left out: until the last request has left. */
  readonly lastsUntil?: number;
  /** Requests that arrive earlier only fill the queues; they are in no percentile and no count, nor is what befalls
   *  replicas before. */
  readonly measureFrom: number;
  /** End of the stretch over which replica time is counted; Infinity = until the last request has left. */
  readonly measureUntil: number;
  /** Keep every request's times (for a results file). */
  readonly keepRequests: boolean;
  /** Exact percentiles of inter-token times, which take memory. Left out: within 0.05 %. */
  readonly exactGaps?: boolean;
}

/** What the simulator cannot do yet, as a value. */
export interface NotSimulated {
  readonly kind: "notSimulated";
  readonly message: string;
}

export type SimulationAnswer =
  | {
      readonly kind: "simulated";
      readonly result: SimulationResult;
      readonly columns: RequestColumns | null;
      /** Of all replicas, in no order that matters. */
      readonly lives: readonly Life[];
    }
  | NotSimulated;

/** Runs one simulation to its end. Same input and seed, same result. */
export function simulate(question: Simulation): SimulationAnswer {
  const refused = refusalOf(question);
  if (refused !== null) return refused;
  const { load } = question;
  const rows = load.kind === "open" ? load.workload.arrivals.length : load.input.length;
  const run = assemble(question, loadOf(load), { rows, exactUpTo: Infinity });
  run.loop.run();
  const result = run.end();
  return { kind: "simulated", result, columns: run.recorder.rows?.all(rows) ?? null, lives: run.fleet.lives() };
}

/** Completed requests up to which a streamed simulation's percentiles are exact: 16 MiB for each of the three. */
const EXACT_UP_TO = 2 ** 21;

/** Series of inter-token times up to which these are exact: 128 MiB, some 900,000 requests. */
const EXACT_GAPS_UP_TO = 2 ** 22;

/** A simulation whose requests come piece by piece. Memory follows the requests in flight, not those that were: pieces are
 *  forgotten, rows are taken out as they become known, and percentiles of more than 2 million requests come from a sketch
 *  (within 0.05 % of a true sample). Whatever the pieces, the answer is that of `simulate` on all of them. */
export class StreamedSimulation {
  private readonly load = new StreamedLoad();
  private readonly run: Run;

  /** Throws where `refusalOf` has something to say. */
  constructor(question: Omit<Simulation, "load">) {
    const refused = refusalOf(question);
    if (refused !== null) throw new Error(refused.message);
    this.run = assemble(question, this.load, { rows: 4096, exactUpTo: EXACT_UP_TO });
  }

  /** Goes as far as these requests allow. */
  feed(piece: Workload): void {
    this.load.offer(piece);
    this.run.loop.run();
  }

  /** No more requests will come: runs to the end. */
  finish(): SimulationResult {
    this.load.close();
    this.run.loop.run();
    return this.run.end();
  }

  /** What happened to the next requests in input order, as far as that is known; null where rows are not kept. */
  takeRows(): RequestColumns | null {
    return this.run.recorder.rows?.takeWhole() ?? null;
  }
}

/** What the simulator cannot do, as a value. */
export function refusalOf({ limits, policy }: Pick<Simulation, "limits" | "policy">): NotSimulated | null {
  if (limits.prefixCaching !== true || policy === "vllm") return null;
  const message = `The prefix cache is simulated for the policy vllm, not for ${policy}; leave prefixCaching out.`;
  return { kind: "notSimulated", message };
}

interface Run {
  readonly fleet: Fleet;
  readonly loop: Loop;
  readonly recorder: Recorder;
  readonly end: () => SimulationResult;
}

function assemble(
  question: Omit<Simulation, "load">,
  load: Load,
  { rows, exactUpTo }: { readonly rows: number; readonly exactUpTo: number },
): Run {
  const slots = new Slots();
  const exactGapsUpTo = question.exactGaps === true ? EXACT_GAPS_UP_TO : 0;
  const keep = question.keepRequests ? { rows } : null;
  const recorder = new Recorder(slots, { keep, measureFrom: question.measureFrom, exactUpTo, exactGapsUpTo });
  const scheduler = SCHEDULERS[question.policy];
  const fleet = new Fleet({ ...partsOf(question), scheduler, load, slots, recorder });
  const { seed, measureFrom, lastsUntil = 0 } = question;
  const upkeep = new Upkeep(fleet, { ...(question.upkeep ?? NO_UPKEEP), chance: stream(seed, "faults"), measureFrom });
  const end = () => {
    fleet.gateway.leaveUnserved();
    // What is computed for clients that have hung up ends with the simulation.
    for (const { run } of fleet.alive) run.stop(Math.max(recorder.lastEvent, lastsUntil));
    takeBackUnfinished(fleet, slots);
    return summarize({ fleet, upkeep }, { ...question, lastsUntil });
  };
  return { fleet, loop: new Loop(fleet, upkeep, lastsUntil), recorder, end };
}

/** Answers that are still being made when everything ends. */
function takeBackUnfinished({ members }: Fleet, slots: Slots): void {
  for (const slot of slots.inUse(() => true))
    members.get(slots.replica[slot] ?? -1)?.run.replica.answers.takeBack(slot);
}

const NO_UPKEEP = { faults: [], restartEvery: null, restartStrategy: "rolling", secondsToOutOfMemory: null } as const;

type Built = "slots" | "recorder" | "load" | "scheduler";

function partsOf(question: Omit<Simulation, "load">): Omit<FleetParts, Built> {
  return {
    limits: question.limits,
    router: routerNamed(question.router),
    stepTime: question.stepTime,
    initialReplicas: question.replicas,
    autoscaler: question.autoscaler,
    startupSeconds: question.startupSeconds,
    random: stream(question.seed, "startup"),
    queueLimit: question.queueLimit,
    refusesUnready: question.refusesUnready ?? false,
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
