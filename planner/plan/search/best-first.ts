import { HOURS_PER_MONTH } from "../../units/index.ts";
import type { Line } from "./fleets.ts";
import type { Trial, Trials } from "./trial.ts";

/** A plan that was tried: its line, the place in it, what came out. */
export interface Tried {
  readonly line: Line;
  readonly step: number;
  readonly trial: Trial;
  /** US dollars a month: as forecast where there is a forecast, else what it costs at least. */
  readonly cost: number;
}

export interface SearchResult {
  /** Plans that hold, the cheapest first. */
  readonly holding: readonly Tried[];
  /** Plans that do not. */
  readonly failing: readonly Tried[];
  /** Lines of which at least one plan was simulated. */
  readonly simulated: number;
  /** Lines that may hold something cheaper and were not tried, because the trials ended; of none of them any plan was simulated. */
  readonly untried: number;
  /** That end, where it was what stopped the search; else null. */
  readonly endedAfter: number | null;
}

/** How much is tried at most, and how many lines at least, so that there is something to compare the winner with. */
export interface Effort {
  readonly trials: number;
  readonly lines: number;
  readonly holding: number;
  /** Plans at most that are tried in stage three; left out: none. */
  readonly tuning?: number;
  /** Called after each trial with the share that is likely done, 0..1: it only grows. */
  readonly progress?: (share: number) => void;
}

/** Goes through all plans in the order of the least they can cost, so that the first that holds is the cheapest, up to plans whose
 *  forecast costs more than that least. Goes on from there for plans to compare it with. */
export function bestFirst(lines: readonly Line[], trials: Trials, effort: Effort): SearchResult {
  return new Search(lines, trials, effort).run();
}

/** What the cheapest that holds costs; Infinity where nothing does. */
export const bestCostOf = (holding: readonly Tried[]): number =>
  holding.reduce((least, { cost }) => Math.min(least, cost), Infinity);

/** One fleet of a line, tried. A month that costs `mostUsd` is of no interest. */
export function triedOnce(
  line: Line,
  trials: Trials,
  { step, mostUsd }: { readonly step: number; readonly mostUsd: number },
): Tried {
  const fleet = line.fleets[step];
  if (fleet === undefined) throw new Error(`a line of ${line.fleets.length} fleets has none at ${step}`);
  const trial = trials.try(line.arm, fleet, mostUsd);
  return { line, step, trial, cost: trial.outpriced ? Infinity : (costOf(line, trial) ?? fleet.bound) };
}

/** Cheapest first; of two that cost the same what changes less. */
export const cheapestFirst = (a: Tried, b: Tried): number => order(asNext(a), asNext(b));

/** A fleet to try. `bound`: what the cheapest fleet of its line costs at least that may still hold, which may be one before it. */
interface Next {
  readonly line: Line;
  readonly step: number;
  readonly bound: number;
}

/** Trials of a usual search. */
const USUAL = 40;

/** Bills that differ by less are the same. */
const SAME = 1e-9;

class Search {
  private readonly queue: Next[];
  private readonly trials: Trials;
  private readonly effort: Effort;
  private readonly holding: Tried[] = [];
  private readonly failing: Tried[] = [];
  private readonly seen = new Set<Line>();
  private done = 0;
  private shown = 0;

  constructor(lines: readonly Line[], trials: Trials, effort: Effort) {
    this.queue = lines.flatMap((line) => next(line, { from: 0, at: 0 })).sort(order);
    this.trials = trials;
    this.effort = effort;
  }

  run(): SearchResult {
    for (let [head] = this.queue; head !== undefined && !this.isDone(head); [head] = this.queue) {
      this.queue.shift();
      this.take(head);
      this.effort.progress?.(this.likelyDone());
    }
    const holding = this.holding.toSorted(cheapestFirst);
    const isCut = this.done >= this.effort.trials;
    const cheaper = this.queue
      .filter(({ bound }) => isCut && bound < this.bestCost() * (1 - SAME))
      .map(({ line }) => line);
    return {
      ...{ holding, failing: this.failing, simulated: this.seen.size },
      untried: new Set(cheaper.filter((line) => !this.seen.has(line))).size,
      endedAfter: cheaper.length > 0 ? this.effort.trials : null,
    };
  }

  /** Nobody knows when the search ends: most end soon after something holds, a long one has come nearer to its end with each trial. */
  private likelyDone(): number {
    const { lines, holding } = this.effort;
    const compared = Math.min(this.seen.size / lines, 1) + Math.min(this.holding.length / holding, 1);
    const tried = 1 - Math.exp(-this.done / USUAL);
    this.shown = Math.max(this.shown, Math.min(0.99, 0.35 * compared + 0.3 * tried));
    return this.shown;
  }

  private take({ line, step, bound }: Next): void {
    const fleet = line.fleets[step];
    if (fleet === undefined || this.holding.some((held) => saysNoMore(line, bound, held))) return;
    if (this.isSettled(line, step)) return;
    const tried = triedOnce(line, this.trials, { step, mostUsd: this.mostUsd(line) });
    const { trial } = tried;
    this.done++;
    this.seen.add(line);
    (trial.holds ? this.holding : this.failing).push(tried);
    if (trial.outpriced) return;
    const held = this.heldStep(line);
    const failures = this.failing.filter((tried) => tried.line === line).length;
    const leapt = { from: step + 1, at: leap(line, step, Math.max(strideAfter(trial.ratio), 2 ** (failures - 1))) };
    this.push(held === null ? next(line, leapt) : this.between(line, held));
  }

  /** Once there are enough plans to compare, only cheaper ones are of interest, and what costs as much and changes less. */
  private mostUsd(line: Line): number {
    if (this.holding.length < this.effort.holding) return Infinity;
    const least = this.bestCost();
    return this.mayBeBetter({ line, bound: least }) ? least * (1 + 4 * SAME) : least;
  }

  private bestCost(): number {
    return bestCostOf(this.holding);
  }

  /** The smallest fleet of a line that is known to hold. */
  private heldStep(line: Line): number | null {
    const steps = this.holding.filter((tried) => tried.line === line).map(({ step }) => step);
    return steps.length === 0 ? null : Math.min(...steps);
  }

  /** Fleets of a line only get better: after leaping over some, half way between the last that failed and the first that holds. */
  private between(line: Line, held: number): readonly Next[] {
    const failed = this.failing.filter((tried) => tried.line === line).map(({ step }) => step);
    const last = Math.max(-1, ...failed.filter((step) => step < held));
    const middle = Math.ceil((last + held) / 2);
    return middle < held && middle > last ? next(line, { from: last + 1, at: middle }) : [];
  }

  /** A smaller fleet of the line holds, or a larger one failed. */
  private isSettled(line: Line, step: number): boolean {
    return (
      this.holding.some((tried) => tried.line === line && tried.step <= step) ||
      this.failing.some((tried) => tried.line === line && tried.step >= step)
    );
  }

  private push(entries: readonly Next[]): void {
    for (const entry of entries) {
      const at = this.queue.findIndex((other) => order(entry, other) < 0);
      this.queue.splice(at === -1 ? this.queue.length : at, 0, entry);
    }
  }

  private isDone(next: Next): boolean {
    if (this.done >= this.effort.trials) return true;
    const isCompared = this.seen.size >= this.effort.lines && this.holding.length >= this.effort.holding;
    return isCompared && !this.mayBeBetter(next);
  }

  /** It may cost less than what holds, or as little and change less in the file. */
  private mayBeBetter({ bound, line }: Pick<Next, "line" | "bound">): boolean {
    const least = this.bestCost();
    if (bound > least * (1 + SAME)) return false;
    const best = this.holding.filter(({ cost }) => cost <= least * (1 + SAME));
    return bound < least * (1 - SAME) || best.every((held) => line.changes < held.line.changes);
  }
}

/** How many fleets further to look, by how far off the last one was: the next is hardly better than ten times too slow. */
function strideAfter(ratio: number): number {
  if (ratio > 8) return 4;
  return ratio > 2 ? 2 : 1;
}

/** So many fleets further; the last of a line is not leapt over. Each failure of a line doubles the leap: where no number of
 *  replicas helps, that shows after a few. */
function leap({ fleets }: Line, step: number, stride: number): number {
  const last = fleets.length - 1;
  return step < last ? Math.min(step + stride, last) : fleets.length;
}

/** What serves like a plan that holds, cannot cost less and changes no less has nothing to tell. */
const saysNoMore = (line: Line, bound: number, held: Tried): boolean =>
  isLike(held, line) && held.cost <= bound && held.line.changes <= line.changes;

/** The same machine and weights, scaled in the same way: other limits at most. */
function isLike({ line: held }: Tried, line: Line): boolean {
  const [a, b] = [held.arm.resolved.plan, line.arm.resolved.plan];
  const sameMachine = held.arm.deployment.platform.instance === line.arm.deployment.platform.instance;
  return sameMachine && a.gpusPerReplica === b.gpusPerReplica && a.weights === b.weights && held.way === line.way;
}

/** As forecast, where nodes are the deployment's own; of shared ones its part of the nodes. */
function costOf({ arm }: Line, { forecast }: Trial): number | null {
  const whole = forecast?.cost.monthlyUsd?.p50 ?? null;
  if (!arm.sharesNodes || forecast?.replicas == null) return whole;
  return (forecast.replicas.mean / arm.perNode) * arm.nodeUsdPerHour * HOURS_PER_MONTH;
}

function next(line: Line, { from, at }: { readonly from: number; readonly at: number }): readonly Next[] {
  const first = line.fleets[from];
  return first === undefined || line.fleets[at] === undefined ? [] : [{ line, step: at, bound: first.bound }];
}

/** Sums of the same parts in another order differ in their last digits. */
const byCost = (a: number, b: number): number => (Math.abs(a - b) <= SAME * Math.max(a, b) ? 0 : a - b);

const asNext = ({ line, step, cost }: Tried): Next => ({ line, step, bound: cost });

/** Cheapest first; of two that cost the same what changes less, then what can carry more. */
function order(a: Next, b: Next): number {
  return (
    byCost(a.bound, b.bound) ||
    a.line.changes - b.line.changes ||
    b.line.arm.mostPerReplica - a.line.arm.mostPerReplica ||
    a.line.arm.index - b.line.arm.index ||
    (a.line.way < b.line.way ? -1 : 1)
  );
}
