import type { Scaling, ScheduledMinimum } from "../../domain/index.ts";
import type { Arm } from "./arm.ts";
import { bestCostOf, cheapestFirst, type SearchResult, type Tried, triedOnce } from "./best-first.ts";
import { busyHours } from "./busy-hours.ts";
import { type Fleet, type Line, type LineQuestion, neededIn, preparedFor } from "./fleets.ts";
import { calendarEntry } from "./prescaling.ts";
import type { MeanLoad } from "./steady-state.ts";
import { type Aim, laddersFor, ownAim } from "./targets.ts";
import type { Trials } from "./trial.ts";

/** What the third stage is asked: lines of the second with what they were drawn from. */
export interface TuneQuestion {
  readonly lines: readonly Line[];
  readonly questionOf: (arm: Arm) => LineQuestion;
  readonly load: MeanLoad;
  readonly trials: Trials;
  /** Plans that are tried at most. */
  readonly most: number;
}

/** Fleets of one line that are tuned: the fewest replicas from which an autoscaler sets out. */
const FLEETS = 2;
/** What missed a target by more than this is not saved by its autoscaler. */
const HOPELESS = 10;

/** Stage three: autoscaled fleets that could cost less than what holds, with other targets and headroom and with replicas that are
 *  there before busy hours and events. What follows the load more closely costs more and serves better, so each ladder is
 *  halved; the strictest goes first, for where that fails no other holds. */
export function tune(found: SearchResult, question: TuneQuestion): SearchResult {
  return new Tuning(found, question).run();
}

/** All plans that one fleet of a line stands for in this stage. */
export function tunedFleets(
  line: Line,
  fleet: Fleet,
  question: Pick<TuneQuestion, "load" | "questionOf">,
): readonly Fleet[] {
  return laddersOf(line, fleet, question)
    .flat()
    .map((scaling) => ({ ...fleet, scaling }));
}

/** How many of them a line has: each of its fleets has as many. */
export const variantsOf = (line: Line, question: Pick<TuneQuestion, "load" | "questionOf">): number =>
  line.fleets.slice(0, 1).flatMap((fleet) => tunedFleets(line, fleet, question)).length;

/** Where a cluster scales. A fleet that sleeps has one replica or none: a target has little to say. */
const isTunable = ({ way, arm, fleets: [fewest] }: Line): boolean =>
  way === "autoscaled" &&
  arm.index >= 0 &&
  arm.resolved.platform.kind === "kubernetes" &&
  fewest?.scaling.mode !== "fixed" &&
  (fewest?.scaling.minReplicas ?? 0) > 0;

class Tuning {
  private readonly found: SearchResult;
  private readonly question: TuneQuestion;
  private readonly holding: Tried[];
  private readonly failing: Tried[];
  private done = 0;
  private simulated = 0;

  constructor(found: SearchResult, question: TuneQuestion) {
    this.found = found;
    this.question = question;
    this.holding = [...found.holding];
    this.failing = [...found.failing];
  }

  run(): SearchResult {
    const lines = this.bestOfEachKind();
    let untried = 0;
    for (const line of lines) {
      if (this.done >= this.question.most) untried += this.isOpen(line) ? variantsOf(line, this.question) : 0;
      else this.tune(line);
    }
    const { simulated, endedAfter } = this.found;
    return {
      holding: this.holding.toSorted(cheapestFirst),
      failing: this.failing,
      simulated: simulated + this.simulated,
      untried: this.found.untried + untried,
      endedAfter: endedAfter ?? (untried > 0 ? this.done : null),
    };
  }

  /** Of lines with the same machine, split and weights the one that did best; those that may cost least first. */
  private bestOfEachKind(): readonly Line[] {
    const open = this.question.lines.filter(
      (line) => isTunable(line) && this.isOpen(line) && this.rankOf(line) <= HOPELESS,
    );
    const kinds = [...Map.groupBy(open, kindOf).values()];
    const best = kinds.map((kind) => kind.toSorted((a, b) => this.rankOf(a) - this.rankOf(b))[0]);
    return best.filter((line) => line !== undefined).toSorted((a, b) => boundOf(a) - boundOf(b));
  }

  /** Whether it may come out cheaper than what holds. */
  private isOpen(line: Line): boolean {
    return boundOf(line) < bestCostOf(this.holding);
  }

  /** What the same replicas missed by at best, however they were scaled; what was not tried may be anything. */
  private rankOf({ arm }: Line): number {
    const ratios = [...this.holding, ...this.failing].flatMap((one) => (one.line.arm === arm ? [one.trial.ratio] : []));
    return ratios.length === 0 ? HOPELESS : Math.min(...ratios);
  }

  private tune(line: Line): void {
    for (const fleet of line.fleets.slice(0, FLEETS)) {
      for (const ladder of laddersOf(line, fleet, this.question)) this.climb(line, fleet, ladder);
    }
  }

  /** The laxest that holds, by halves. */
  private climb(line: Line, fleet: Fleet, ladder: readonly Scaling[]): void {
    let [failed, good] = [-1, ladder.length];
    while (good - failed > 1 && this.done < this.question.most && fleet.bound < bestCostOf(this.holding)) {
      const at = good === ladder.length ? good - 1 : Math.floor((failed + good) / 2);
      const scaling = ladder[at];
      if (scaling === undefined) return;
      const isEnough = this.try(line, { ...fleet, scaling });
      if (isEnough) good = at;
      else failed = at;
    }
  }

  /** Whether it serves well enough, or better than is paid for. */
  private try(line: Line, fleet: Fleet): boolean {
    this.done++;
    this.simulated++;
    const tuned: Line = { arm: line.arm, way: line.way, changes: line.changes + 1, fleets: [fleet] };
    const tried = triedOnce(tuned, this.question.trials, { step: 0, mostUsd: bestCostOf(this.holding) });
    (tried.trial.holds ? this.holding : this.failing).push(tried);
    return tried.trial.holds || tried.trial.outpriced;
  }
}

/** The file's own target and others, each alone and with replicas that are there early. */
function laddersOf(
  line: Line,
  fleet: Fleet,
  { load, questionOf }: Pick<TuneQuestion, "load" | "questionOf">,
): readonly (readonly Scaling[])[] {
  const { scaling } = fleet;
  if (scaling.mode === "fixed" || !isTunable(line)) return [];
  const ladders = laddersFor(line.arm, load);
  const aimed = ladders.map((ladder) => ladder.map((aim) => aimedAt(scaling, aim)));
  const early = earlyEntries(questionOf(line.arm), scaling.minReplicas);
  if (early.length === 0 || scaling.mode === "hpa") return aimed;
  const schedule = [...scaling.schedule, ...early];
  const own = ownAim(scaling);
  const every2nd = ladders.map((ladder) => ladder.filter((_, rung) => rung % 2 === 0));
  const prepared = [...(own === null ? [] : [[own]]), ...every2nd];
  return [...aimed, ...prepared.map((ladder) => ladder.map((aim) => ({ ...aimedAt(scaling, aim), schedule })))];
}

const aimedAt = (scaling: Exclude<Scaling, { mode: "fixed" }>, aim: Aim) => ({ ...scaling, ...aim });

/** Replicas for the busy hours and for events before they begin, where no more are kept anyway. */
function earlyEntries(question: LineQuestion, least: number): readonly ScheduledMinimum[] {
  const busy = busyHours(question.demand.hours);
  const inside = busy === null ? 0 : neededIn(question, 1)(busy.ratesInside);
  return [
    ...(busy !== null && inside > least ? [calendarEntry(busy, inside)] : []),
    ...preparedFor(question, least, EARLY),
  ];
}

/** What is kept for an event is a little more than could just carry it. */
const EARLY = 1.15;

const boundOf = ({ fleets }: Line): number => fleets[0]?.bound ?? Infinity;

function kindOf({ arm: { deployment, resolved } }: Line): string {
  const { gpusPerReplica, weights } = resolved.plan;
  return `${deployment.platform.instance} ${gpusPerReplica} ${weights}`;
}
