import {
  type Coverage,
  coverageOfLoad,
  drawLengths,
  drawStages,
  expectedRequests,
  type NotSimulated,
  type RequestColumns,
  refusalOf,
  refusedLimits,
  type Simulation,
  type SimulationResult,
  StreamedSimulation,
  scaledStepTime,
  simulate,
  type Workload,
  Z95,
} from "../../../planner/index.ts";
import type { Scenario } from "../../config/index.ts";
import { SIMULATION } from "../../mistakes/simulation.ts";
import type { Mistake } from "../../ports/failure.ts";
import { engineOf, type KnownEngine, type ScenarioFiles } from "./engine.ts";
import { fleetOf } from "./fleet.ts";
import { type LatencyIntervals, latencyIntervals } from "./intervals.ts";

/** The answer to one scenario, or why there is none. */
export type ScenarioAnswer = Answered | Refused | Contradiction;

export interface Answered {
  readonly kind: "answered";
  readonly result: SimulationResult;
  /** What happened to the requests whose rows were not taken before; null where they are not kept. */
  readonly rows: RequestColumns | null;
  readonly coverage: Coverage;
  readonly interval90: LatencyIntervals;
  readonly wallSeconds: number;
}

interface Refused {
  readonly kind: "refused";
  readonly message: string;
}

/** Parts of a scenario that do not go together; `at` is the one to change. */
export interface Contradiction {
  readonly kind: "invalid";
  readonly at: readonly string[];
  readonly words: Mistake;
}

/** What a scenario does not say itself. */
export interface RunOptions extends ScenarioFiles {
  readonly seed: number;
  readonly keepRequests: boolean;
  /** Seconds of a clock that only goes forward; measures `wallSeconds`. */
  readonly stopwatch: () => number;
  /** How far the work is: a share of it, 0 where that is not known, and what was done. */
  readonly progress: (share: number, what: string) => void;
}

/** Runs a scenario on its own load, or on requests that take its place. */
export function runScenario(scenario: Scenario, options: RunOptions, requests: Workload | null): ScenarioAnswer {
  const run = prepareRun(scenario, options);
  if (run.kind !== "run") return run;
  const { load } = scenario;
  if (requests !== null) run.feed(requests);
  else if (load === null) return { kind: "invalid", at: ["spec"], words: SIMULATION.nothingToDo };
  else if (expectedRequests(load) > mostRequests(load.kind, options)) return tooMany(load, options);
  else if (load.kind === "closedLoop") return run.closedLoop(load.concurrency, drawLengths(load, options.seed));
  else for (const piece of drawStages(load.stages, options.seed)) run.feed(piece, expectedRequests(load));
  return run.finish();
}

/** Seconds that a load lasts whatever comes of it; 0 where it ends with its requests. */
function durationOf(load: Scenario["load"]): number {
  if (load?.kind !== "stages") return 0;
  const durations = load.stages.map(({ end }) => ("duration" in end ? end.duration : null));
  return durations.reduce<number>(
    (total, duration) => total + (duration ?? 0),
    durations.includes(null) ? -Infinity : 0,
  );
}

/** A closed loop's lengths and every request's row are kept in memory; other stages are drawn as they are needed, and only
 *  take time. */
const MOST_REQUESTS = { kept: 20_000_000, drawn: 200_000_000 } as const;

type Load = NonNullable<Scenario["load"]>;

const mostRequests = (kind: Load["kind"], { keepRequests }: RunOptions): number =>
  kind === "closedLoop" || keepRequests ? MOST_REQUESTS.kept : MOST_REQUESTS.drawn;

function tooMany(load: Load, options: RunOptions): Refused {
  const [about = "", most = ""] = [expectedRequests(load), mostRequests(load.kind, options)].map((n) =>
    n.toLocaleString("en-US", { maximumFractionDigits: 0 }),
  );
  return { kind: "refused", message: SIMULATION.tooManyRequests(about, most) };
}

/** A scenario made ready to take requests, or why it cannot be. */
export function prepareRun(scenario: Scenario, options: RunOptions): ScenarioRun | Refused | Contradiction {
  const engine = engineOf(scenario, options);
  if (engine.kind === "mismatch") return otherCalibration(engine.message);
  if (engine.kind !== "known") return engine;
  const wrong = refusedLimits(engine.policy, engine.limits);
  if (wrong !== null) {
    return { kind: "invalid", at: ["spec", "scheduler", "maxBatchedTokens"], words: refusedTokens(wrong, engine) };
  }
  const refused: NotSimulated | null = refusalOf(engine);
  if (refused !== null) return { kind: "refused", message: refused.message };
  return new ScenarioRun(scenario, engine, options);
}

function otherCalibration(found: string): Contradiction {
  return { kind: "invalid", at: ["spec", "stepTime", "calibration"], words: SIMULATION.otherCalibration(found) };
}

const refusedTokens = (found: string, { policy, limits: { blockSize, maxSequences } }: KnownEngine): Mistake =>
  policy === "sglang"
    ? SIMULATION.unevenChunks(found, blockSize)
    : SIMULATION.fewerTokensThanSequences(found, maxSequences);

type Question = Omit<Simulation, "load">;

/** One scenario under way. Where its step time is a prediction, the run is made at both ends of its 90 % interval as well. */
export class ScenarioRun {
  readonly kind = "run";
  private readonly engine: KnownEngine;
  private readonly options: RunOptions;
  private readonly question: Question;
  private readonly questions: readonly Question[];
  private readonly main: StreamedSimulation;
  private readonly ends: readonly StreamedSimulation[];
  private wallSeconds = 0;
  private fed = 0;
  private promptTokens = 0;

  constructor(scenario: Scenario, engine: KnownEngine, options: RunOptions) {
    this.engine = engine;
    this.options = options;
    const { seed, keepRequests } = options;
    const { policy, limits, stepTime } = engine;
    // Autoscalers and routers have a memory: each simulation gets its own.
    const fresh = (): Question => ({
      ...{ policy, limits, stepTime, seed, keepRequests, measureFrom: 0, measureUntil: Infinity },
      lastsUntil: durationOf(scenario.load),
      ...fleetOf(scenario, engine.requestSeconds),
    });
    this.question = { ...fresh(), exactGaps: true };
    this.main = new StreamedSimulation(this.question);
    this.questions = this.slownesses().map((slowness) => ({
      ...fresh(),
      keepRequests: false,
      stepTime: scaledStepTime(stepTime, slowness),
    }));
    this.ends = this.questions.map((question) => new StreamedSimulation(question));
  }

  /** Goes as far as these requests allow. Pieces follow one another in order of arrival. */
  feed(piece: Workload, expected: number | null = null): void {
    this.timed(() => this.main.feed(piece));
    for (const end of this.ends) end.feed(piece);
    this.count(piece.inputTokens);
    const share = expected === null ? 0 : Math.min(1, this.fed / expected);
    this.options.progress(share, `${this.fed.toLocaleString("en-US")} requests`);
  }

  /** What happened to the next requests in input order, as far as it is known. */
  takeRows(): RequestColumns | null {
    return this.main.takeRows();
  }

  /** No more requests will come. */
  finish(): Answered {
    const result = this.timed(() => this.main.finish());
    const rows = this.main.takeRows();
    return this.answer(
      result,
      rows,
      this.ends.map((end) => end.finish()),
    );
  }

  /** Clients that wait for their answers, in place of pieces. */
  closedLoop(
    concurrency: number,
    lengths: { readonly input: Int32Array; readonly output: Int32Array },
  ): ScenarioAnswer {
    const load = { kind: "closed", concurrency, ...lengths } as const;
    this.count(lengths.input);
    const answer = this.timed(() => simulate({ ...this.question, load }));
    if (answer.kind === "notSimulated") return { kind: "refused", message: answer.message };
    const ends = this.questions.map((question) => simulate({ ...question, load }));
    const results = ends.flatMap((end) => (end.kind === "simulated" ? [end.result] : []));
    return this.answer(answer.result, answer.columns, results);
  }

  private answer(result: SimulationResult, rows: RequestColumns | null, ends: readonly SimulationResult[]): Answered {
    const { wallSeconds } = this;
    const firstTokenError = this.engine.firstTokenError(result.ttft.mean ?? Infinity);
    const interval90 = latencyIntervals({ result, ends, firstTokenError });
    return { kind: "answered", result, rows, coverage: this.coverage(result), interval90, wallSeconds };
  }

  private count(inputTokens: Int32Array): void {
    this.fed += inputTokens.length;
    for (const tokens of inputTokens) this.promptTokens += tokens;
  }

  /** A calibration speaks for loads like those it was measured on; what was carried shows at the end (Little's law). */
  private coverage({ throughput, e2e, replicas }: SimulationResult): Coverage {
    const { calibration, coverage } = this.engine;
    if (calibration === null) return coverage;
    const { requestsPerSecond, outputTokensPerSecond } = throughput;
    return coverageOfLoad(calibration, {
      concurrency: (requestsPerSecond * (e2e.mean ?? 0)) / Math.max(1e-9, replicas.mean),
      inputTokens: this.promptTokens / Math.max(1, this.fed),
      outputTokens: outputTokensPerSecond / Math.max(1e-9, requestsPerSecond),
    });
  }

  /** A 90 % interval leaves 5 % on either side. */
  private slownesses(): readonly number[] {
    const { relativeError } = this.engine;
    return relativeError === 0 ? [] : [-Z95, Z95].map((z) => Math.exp(z * relativeError));
  }

  private timed<T>(work: () => T): T {
    const { stopwatch } = this.options;
    const started = stopwatch();
    const done = work();
    this.wallSeconds += stopwatch() - started;
    return done;
  }
}
