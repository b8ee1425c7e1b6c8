import type { Advice, FrontierPoint, ProposedPlan } from "../../planner/index.ts";
import { isAsItStands } from "./advice-sentence.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { money } from "./money.ts";
import { type PlanNames, planNames } from "./plan-names.ts";
import { count, duration } from "./quantities.ts";
import { unknownReasons } from "./unknown-reasons.ts";
import { counted } from "./wording.ts";

/** Rows under a head; columns without text are left out of every form. */
export interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly right: readonly number[];
}

/** The file's own plan beside the one to take, line by line; once where it is the same. */
export function comparedRows({ current, recommendation, deployment }: Advice, taken: ProposedPlan | null): Rows {
  const plan = taken ?? recommendation;
  const isSame = plan !== null && isAsItStands(deployment, plan);
  const now = new Map(figuresOf(current).map((figure) => [figure.key, figure]));
  const rows = (plan === null ? [] : figuresOf(plan.forecast)).map((figure) => [
    figure.label,
    isSame ? "" : marked(now.get(figure.key)),
    marked(figure),
    figure.target,
  ]);
  return { head: ["", "as it is", isSame ? "as it is" : "recommended", "target"], rows, right: [1, 2, 3] };
}

const marked = (figure: Figure | undefined): string =>
  figure === undefined ? "–" : figure.standing === "missed" ? `✗ ${figure.value}` : figure.value;

const PLANS = { head: ["Plans that were simulated", "a month", "p95 TTFT", "p95 TPOT", ""], right: [1, 2, 3] };

/** Plans in a table, and what is said once of all of them. */
export interface PlanRows extends Rows {
  readonly note: string;
}

/** The recommended plan, its runners-up, and what is fastest for its price, the cheapest first. */
export function planRows(advice: Advice): PlanRows {
  const plans = plansOf(advice);
  if (plans.length < 2) return { ...PLANS, rows: [], note: "" };
  const names = planNames(plans.map(({ text }) => text));
  const rows = plans.map(({ text, monthlyUsd, ttftP95Ms, tpotP95Ms, remark }) => [
    names.shortOf(text),
    money(monthlyUsd),
    duration(ttftP95Ms),
    duration(tpotP95Ms),
    remark,
  ]);
  return { ...PLANS, rows, note: usualNote(names) };
}

/** Said once for all plans of a table. */
export const usualNote = ({ usual }: PlanNames): string =>
  usual === "" ? "" : `Where a plan says no other: ${usual}.`;

interface ShownPlan {
  readonly text: string;
  readonly monthlyUsd: number | null;
  readonly ttftP95Ms: number | null;
  readonly tpotP95Ms: number | null;
  readonly remark: string;
}

function plansOf({ recommendation, runnersUp, frontier }: Advice): readonly ShownPlan[] {
  const fastest = new Set(frontier.filter(({ holds }) => holds).map(({ text }) => text));
  const first = recommendation === null ? [] : [recommendation];
  const proposed = [...first, ...runnersUp].map((plan) => shownPlan(plan, remarksOn(plan, recommendation, fastest)));
  const known = new Set(proposed.map(({ text }) => text));
  const others = frontier.filter(({ text }) => !known.has(text)).map(shownPoint);
  return [...proposed, ...others].toSorted((a, b) => (a.monthlyUsd ?? Infinity) - (b.monthlyUsd ?? Infinity));
}

const FASTEST = "fastest for its price";

/** What sets a plan apart from the others of its table. */
function remarksOn(plan: ProposedPlan, best: ProposedPlan | null, fastest: ReadonlySet<string>): readonly string[] {
  const isSurer = plan.forecast.verdict === "pass" && best?.forecast.verdict === "warn";
  return [
    ...(plan === best ? ["recommended"] : []),
    ...(fastest.has(plan.text) ? [FASTEST] : []),
    ...(isSurer ? ["no warning"] : []),
  ];
}

const shownPlan = ({ text, forecast: { cost, latency } }: ProposedPlan, remarks: readonly string[]): ShownPlan => ({
  text,
  monthlyUsd: cost.monthlyUsd?.p50 ?? null,
  ttftP95Ms: latency.ttftMs.p95,
  tpotP95Ms: latency.tpotMs.p95,
  remark: remarks.join(", "),
});

const shownPoint = ({ holds, ...point }: FrontierPoint): ShownPlan => ({
  ...point,
  remark: holds ? FASTEST : "✗ does not hold",
});

/** How many candidates there were and what became of them; what nobody could look at. */
export const notesOf = (advice: Advice): readonly string[] => [
  ...(advice.candidates.considered === 0 ? [] : [candidatesText(advice)]),
  ...(advice.endedAfter === null ? [] : [endText(advice)]),
  ...unknownReasons(advice.unknown.filter(({ kind }) => kind !== "target")).map((text) => `Not looked at: ${text}.`),
];

const endText = ({ endedAfter, candidates: { discarded } }: Advice): string =>
  `The search ended after ${count(endedAfter ?? 0)} trials: ${counted(discarded.untried, "candidate")} that may be cheaper ${discarded.untried === 1 ? "was" : "were"} not tried.`;

function candidatesText({ candidates }: Advice): string {
  const { considered, discarded, simulated } = candidates;
  const { memory, throughput, price, unknown } = discarded;
  const unmeasured = unknown === 0 ? "" : ` ${count(unknown)} nobody can judge (see below),`;
  return `Of ${counted(considered, "candidate")} ${count(memory)} do not fit, ${count(throughput)} carry too little or are too slow,${unmeasured} ${count(price)} cost more or have no price; ${count(simulated)} were simulated.`;
}
