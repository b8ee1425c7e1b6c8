import { type CostForecast, type DeploymentForecast, type Finding, oddsOf, type SloForecast } from "../domain/index.ts";

/** Within this much of the wanted confidence a target is met, but only just. */
const CLOSE = 0.05;
/** No confidence can be asked for above this; what reaches it is not close to anything. */
export const CERTAIN = 0.999;

/** Targets that are missed, only just met or beyond checking, and the budget. `refusesMany`: requests fail for their length. */
export function targetFindings(forecast: DeploymentForecast, refusesMany = false): readonly Finding[] {
  const missed = forecast.slo.flatMap((target) => sloFinding(target, forecast, refusesMany));
  return [...missed, ...overBudget(forecast.cost)];
}

/** Where requests are refused for their length, advice to add hardware would mislead. */
function actionFor({ metric, forecast }: SloForecast, refusesMany: boolean): string {
  if (refusesMany && (metric === "errorRate" || forecast === null)) {
    return "See `too-long`: raise maxContext or maxBatchedTokens, or shorten prompts.";
  }
  return "Add replicas or headroom, take a faster GPU, or loosen the target.";
}

function sloFinding(target: SloForecast, { deployment }: DeploymentForecast, refusesMany: boolean): Finding[] {
  const { confidence } = deployment.slo;
  const name = target.percentile === null ? "the error rate" : `${target.percentile} ${target.metric.toUpperCase()}`;
  const path =
    target.percentile === null ? ["spec", "slo", "errorRate"] : ["spec", "slo", target.metric, target.percentile];
  if (target.met === null) return [unchecked(target, name, path)];
  const [odds, wanted] = apart([oddsOf(target), confidence], percent);
  const message = `${name}: ${against(target)}; met with a probability of ${odds}, wanted ${wanted}`;
  if (!target.met) {
    const action = actionFor(target, refusesMany);
    return [{ id: "target-missed", severity: "blocking", path, message, action }];
  }
  if (oddsOf(target) >= confidence + CLOSE || oddsOf(target) >= CERTAIN) return [];
  const action = "Add a little headroom.";
  return [{ id: "target-close", severity: "warning", path, message: `${message}: hardly more`, action }];
}

/** Why nobody can say anything about a latency, or about a time per output token. */
export const NO_REQUEST = "the traffic brings no request in the hours that were simulated";
export const ONE_TOKEN = "no answer of the traffic has more than one token";

/** A target that no request can meet or miss must not pass in silence, nor be called missed. */
function unchecked(target: SloForecast, name: string, path: Finding["path"]): Finding {
  const why = target.metric === "tpot" ? ONE_TOKEN : NO_REQUEST;
  return {
    id: "target-unchecked",
    severity: "blocking",
    path,
    message: `${name} cannot be checked: ${why}`,
    action: "Remove the target, or plan with traffic that has what it is about.",
  };
}

function against(target: SloForecast): string {
  if (target.forecast === null) return "nothing completes";
  return apart([target.forecast, target.target], (value, digits) => shown(target, value, digits)).join(" against ");
}

function overBudget({ monthlyUsd, atLeastUsd, budgetUsd }: CostForecast): readonly Finding[] {
  const cost = monthlyUsd?.p50 ?? atLeastUsd;
  if (cost === null || budgetUsd === null || cost <= budgetUsd) return [];
  const least = monthlyUsd === null ? "at least " : "";
  return [
    {
      id: "over-budget",
      severity: "warning",
      path: ["spec", "budget", "monthlyUsd"],
      message: `${least}${dollars(cost)} a month is over the budget of ${dollars(budgetUsd)} by ${dollars(cost - budgetUsd)}`,
      action: "Lower the replicas, take a cheaper instance, or raise the budget.",
    },
  ];
}

/** Two numbers as text, with as many digits as tell them apart: "90 %" against a wanted "90 %" would explain nothing. */
function apart(
  [a, b]: readonly [number, number],
  text: (value: number, digits: number) => string,
): readonly [string, string] {
  for (let digits = 3; digits < 7; digits++) {
    const texts = [text(a, digits), text(b, digits)] as const;
    if (texts[0] !== texts[1]) return texts;
  }
  return [text(a, 3), text(b, 3)];
}

/** Whole percent, a decimal for each digit above three; what is hardly anything is not called nothing. */
function percent(share: number, digits: number): string {
  const rounded = Number((100 * share).toFixed(digits - 3));
  return rounded === 0 && share > 0 ? "<1 %" : `${rounded} %`;
}

/** A target's value with its unit. */
function shown({ unit }: SloForecast, value: number, digits: number): string {
  if (unit === "fraction") return `${Number((100 * value).toPrecision(digits))} %`;
  return value >= 1000 ? `${Number((value / 1000).toPrecision(digits))} s` : `${Number(value.toPrecision(digits))} ms`;
}

/** Whole dollars from ten up. */
export const dollars = (value: number): string =>
  `$${value.toFixed(value >= 10 ? 0 : 2).replace(/\B(?=(\d{3})+$)/g, ",")}`;
