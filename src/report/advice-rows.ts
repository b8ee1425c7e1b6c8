import type { Advice, DeploymentForecast, FrontierPoint, MissedPlan, Verdict } from "../../planner/index.ts";
import { figuresOf } from "./figures.ts";
import { money, moneyChange } from "./money.ts";
import { count, decimal, duration } from "./quantities.ts";
import { counted } from "./wording.ts";

/** How sure a proposal is as a verdict: what holds passes; what nobody can meet blocks. */
export function adviceVerdict({
  feasible,
  recommendation,
}: Pick<Advice, "recommendation"> & { feasible: boolean }): Verdict {
  if (!feasible || recommendation === null) return "block";
  return recommendation.forecast.verdict;
}

/** The sentence on top; the name goes before it. */
export function adviceSentence({ current, recommendation, nearestMiss }: Advice): string {
  if (recommendation === null) {
    return nearestMiss === null
      ? "has no plan that holds on this platform: nothing with a known price could be looked at"
      : `has no plan that holds on this platform; nearest: ${nearestMiss.text}, ${nearestMiss.failsOn}`;
  }
  const cost = recommendation.forecast.cost.monthlyUsd?.p50 ?? null;
  const now = current.cost.monthlyUsd?.p50 ?? null;
  const change = cost === null || now === null ? "" : ` (now ${money(now)}, ${moneyChange(cost - now)})`;
  return `holds cheapest on ${recommendation.text}: ${money(cost)} a month${change}`;
}

export const COMPARED_HEAD = ["", "as it is", "recommended", "target"];

/** The file's own plan beside the recommended one, line by line. */
export function comparedRows({ current, recommendation }: Advice): readonly (readonly string[])[] {
  if (recommendation === null) return [];
  const now = new Map(figuresOf(current).map((figure) => [figure.key, figure]));
  return figuresOf(recommendation.forecast).map(({ key, label, value, target }) => [
    label,
    now.get(key)?.value ?? "–",
    value,
    target,
  ]);
}

/** What to know about a recommendation, a sentence each. */
export function adviceSentences({ recommendation, nextCheaper, deployment }: Advice): readonly string[] {
  if (recommendation === null) return [];
  const { binding, headroom, remarks } = recommendation;
  const more = headroom.isMore ? "at least " : "";
  return [
    `Binding: ${binding}.`,
    `Headroom: it carries ${more}${decimal(headroom.trafficFactor, 3)} times the forecast traffic before a target is missed as forecast.`,
    ...(nextCheaper === null ? [] : [`Next cheaper, and not enough: ${missedText(nextCheaper)}.`]),
    ...remarks.map((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`),
    ...(deployment.slo.latency.length === 0 ? [NO_TARGETS] : []),
  ];
}

const NO_TARGETS =
  "No latency target is set, so the cheapest plan is one whose replicas keep up; set spec.slo to say how fast it has to be.";

const missedText = ({ text, monthlyUsd, failsOn }: MissedPlan): string =>
  `${text} for ${money(monthlyUsd)}; ${failsOn}`;

export const RUNNER_UP_HEAD = ["Runners-up", "a month", "p95 TTFT", "p95 TPOT", "verdict"];

export const runnerUpRows = ({ runnersUp }: Advice): readonly (readonly string[])[] =>
  runnersUp.map(({ text, forecast }) => [text, monthly(forecast), ...latencies(forecast), forecast.verdict]);

export const FRONTIER_HEAD = ["Cost against latency", "a month", "p95 TTFT", "p95 TPOT", "holds"];

export const frontierRows = ({ frontier }: Advice): readonly (readonly string[])[] =>
  frontier.map(({ text, monthlyUsd, ttftP95Ms, tpotP95Ms, holds }: FrontierPoint) => [
    text,
    money(monthlyUsd),
    duration(ttftP95Ms),
    duration(tpotP95Ms),
    holds ? "yes" : "no",
  ]);

const monthly = ({ cost }: DeploymentForecast): string => money(cost.monthlyUsd?.p50 ?? null);
const latencies = ({ latency }: DeploymentForecast): readonly string[] => [
  duration(latency.ttftMs.p95),
  duration(latency.tpotMs.p95),
];

/** How many candidates there were and what became of them. */
export function candidatesText({ candidates }: Advice): string {
  const { considered, discarded, simulated } = candidates;
  const { memory, throughput, price } = discarded;
  return `${counted(considered, "candidate")}: ${count(memory)} do not fit, ${count(throughput)} carry too little or are too slow, ${count(price)} cost more, ${count(simulated)} simulated.`;
}

/** What nobody could look at. */
export const unknownTexts = ({ unknown }: Advice): readonly string[] =>
  unknown.map((text) => `Not looked at: ${text}.`);
