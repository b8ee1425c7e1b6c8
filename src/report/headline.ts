import {
  type DeploymentChange,
  type DeploymentForecast,
  oddsOf,
  type Slo,
  type SloForecast,
  type Verdict,
} from "../../planner/index.ts";
import { money } from "./money.ts";
import { chance, contrast, duration, gibibytes, share, target as targetText } from "./quantities.ts";
import { counted, targetName, worstVerdict } from "./wording.ts";

/** One sentence about one deployment. `rest` goes on after the name; both may hold text from a file: escape them. */
export interface Headline {
  readonly verdict: Verdict;
  readonly name: string;
  readonly rest: string;
  /** It leaves with the change: no forecast of it is left to be fine. */
  readonly isRemoved?: boolean;
}

/** The verdict in a sentence: what is wrong if anything is, what it costs if nothing is. */
export function headlineOf(forecast: DeploymentForecast): Headline {
  return { verdict: forecast.verdict, name: forecast.name, rest: restOf(forecast) };
}

/** The sentence of a change is its head's; one that is removed says what goes with it. */
export function changeHeadline({ name, change, base, head }: DeploymentChange): Headline {
  if (head === null) {
    const bill = base?.cost.monthlyUsd ?? null;
    const saved = bill === null ? "" : `; it costs ${money(bill.p50)} a month today`;
    return { verdict: "pass", name, rest: `is removed${saved}`, isRemoved: true };
  }
  const headline = headlineOf(head);
  if (change === "renamed" && base !== null && base.name !== name) {
    return { ...headline, rest: `(was ${base.name}) ${headline.rest}` };
  }
  return headline;
}

/** One sentence for several: how many of which verdict. */
export function summaryOf(headlines: readonly Headline[]): { readonly verdict: Verdict; readonly text: string } {
  if (headlines.length === 0) return { verdict: "pass", text: "no forecast changes" };
  const verdict = worstVerdict(headlines.map((headline) => headline.verdict));
  const stay = headlines.filter(({ isRemoved = false }) => !isRemoved);
  const many = (wanted: Verdict) => stay.filter((headline) => headline.verdict === wanted).length;
  const parts = [
    { n: many("block"), text: "blocked" },
    { n: many("unknown"), text: "without an answer" },
    { n: many("warn"), text: "with warnings" },
    { n: many("pass"), text: "fine" },
    { n: headlines.length - stay.length, text: "removed" },
  ].filter(({ n }) => n > 0);
  const list = parts.map(({ n, text }) => `${n} ${text}`).join(", ");
  return { verdict, text: `${counted(headlines.length, "deployment")}: ${list}` };
}

function restOf(forecast: DeploymentForecast): string {
  switch (forecast.verdict) {
    case "block":
      return blocked(forecast);
    case "unknown":
      return `has no answer: ${firstMessage(forecast, "blocking") ?? forecast.coverage.why}`;
    case "warn":
      return warned(forecast);
    case "pass":
      return `${holds(forecast)}${bill(forecast)}`;
  }
}

function blocked(forecast: DeploymentForecast): string {
  const { plan, slo } = forecast;
  if (plan !== null && !plan.memory.fits) {
    const { missingBytes, binding } = plan.memory;
    const why = missingBytes > 0 ? `${gibibytes(missingBytes)} a GPU are missing` : binding;
    return `does not fit its GPU memory: ${why}`;
  }
  const missed = slo.filter(({ met }) => met === false).toSorted((a, b) => excess(b) - excess(a));
  const [worst] = missed;
  if (worst !== undefined) {
    const more = missed.length > 1 ? `, and ${counted(missed.length - 1, "more target")}` : "";
    return `${missesText(worst, forecast.deployment.slo)}${more}`;
  }
  return `is blocked: ${firstMessage(forecast, "blocking") ?? "a policy refuses it"}`;
}

/** A target may be missed although the forecast keeps it: not surely enough. */
function missesText(target: SloForecast, { confidence }: Slo): string {
  const odds = chance(oddsOf(target));
  const name = targetName(target);
  if (target.forecast === null || target.forecast > target.target)
    return `misses its ${name}: ${against(target)} (met with probability ${odds})`;
  return `is not sure enough of its ${name}: ${against(target)}, met with probability ${odds} where ${share(confidence)} is wanted`;
}

function warned(forecast: DeploymentForecast): string {
  const { slo, cost, findings } = forecast;
  const has = (id: string) => findings.some((finding) => finding.id === id);
  if (has("over-budget") && cost.monthlyUsd !== null && cost.budgetUsd !== null) {
    return `${holds(forecast)}, but costs ${money(cost.monthlyUsd.p50)} a month of a budget of ${money(cost.budgetUsd)}`;
  }
  const [closest] = slo.toSorted((a, b) => oddsOf(a) - oddsOf(b));
  if (has("target-close") && closest !== undefined) {
    return `only just holds its ${targetName(closest)}: ${against(closest)} (met with probability ${chance(oddsOf(closest))})`;
  }
  const message = firstMessage(forecast, "warning");
  return message === null ? `${holds(forecast)}${bill(forecast)}` : `${holds(forecast)}, with a warning: ${message}`;
}

/** How far beyond its limit a target is; what has no forecast counts as furthest. */
const excess = ({ forecast, target }: SloForecast): number =>
  forecast === null ? Infinity : forecast / Math.max(target, 1e-9);

/** `2.8 s against 1.5 s`. */
function against({ forecast, target, unit }: SloForecast): string {
  if (forecast === null) return `no forecast against ${unit === "ms" ? targetText(target) : share(target)}`;
  if (unit === "fraction") return `${share(forecast)} against ${share(target)}`;
  const limit = targetText(target);
  const value = contrast(forecast, target);
  return `${value === limit ? duration(forecast, 4) : value} against ${limit}`;
}

function holds({ slo, plan }: DeploymentForecast): string {
  if (slo.length > 0) return slo.length === 1 ? "holds its target" : `holds its ${slo.length} targets`;
  return plan === null ? "was checked" : "fits its GPUs";
}

function bill({ cost }: DeploymentForecast): string {
  return cost.monthlyUsd === null ? "" : ` for ${money(cost.monthlyUsd.p50)} a month`;
}

function firstMessage({ findings }: DeploymentForecast, severity: "blocking" | "warning"): string | null {
  return findings.find((finding) => finding.severity === severity)?.message ?? null;
}
