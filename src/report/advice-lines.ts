import type { Advice, DeploymentForecast, MissedPlan, ProposedPlan, Recommendation } from "../../planner/index.ts";
import { CENT, isAsItStands, type Measure, savedUsd } from "./advice-sentence.ts";
import { basisOf } from "./basis.ts";
import { headlineOf } from "./headline.ts";
import { money } from "./money.ts";
import { decimal, share } from "./quantities.ts";
import { specChanges } from "./spec-changes.ts";
import { counted } from "./wording.ts";

/** One thing to know about an advice. It may hold text from a file: escape it. */
export interface AdviceLine {
  readonly label: string;
  readonly text: string;
}

/** What to do, what it saves, why not less, what it asks of people. `taken` is what is taken together with other deployments. */
export function adviceLines(
  advice: Advice,
  taken: ProposedPlan | null,
  measure: Measure = "now",
): readonly AdviceLine[] {
  const { recommendation } = advice;
  const lines = recommendation === null ? missedLines(advice) : foundLines(advice, recommendation, taken);
  return lines
    .filter(({ text }) => text !== "")
    .map(({ label, text }) => ({
      label: measure === "now" ? label : (IN_A_CHANGE[label] ?? label),
      text: sentence(text),
    }));
}

/** In a pull request the file as it stands is not what runs now. */
const IN_A_CHANGE: Readonly<Record<string, string>> = { Now: "This change", Saves: "Saves, against this change" };

function foundLines(advice: Advice, best: Recommendation, taken: ProposedPlan | null): readonly AdviceLine[] {
  const { deployment, current } = advice;
  const plan = taken ?? best;
  const asIt = isAsItStands(deployment, plan);
  const changes = specChanges(deployment, plan.deployment).join(", ");
  const isOther = plan.text !== best.text;
  return [
    { label: "Together", text: isOther ? `takes ${plan.text}, so that all of them hold within quota and budget` : "" },
    { label: "Do", text: asIt ? "nothing: the file says so already" : `change ${changes}` },
    { label: "Saves", text: asIt ? "" : savedText(plan, current) },
    { label: "Now", text: holds(current) ? "" : `it ${headlineOf(current).rest}` },
    ...(isOther ? [] : whyThis(advice, best)),
    ...asksOf(advice, plan, isOther ? [] : [...unpricedText(advice), ...best.remarks]).map((text) => ({
      label: "Asks of you",
      text,
    })),
    { label: "Rests on", text: restsOn(plan.forecast) },
  ];
}

const whyThis = ({ nextCheaper }: Advice, best: Recommendation): readonly AdviceLine[] => [
  { label: "Not cheaper", text: bindingText(best) },
  { label: "Next cheaper", text: nextCheaper === null ? "" : missedText(nextCheaper) },
  { label: "Headroom", text: headroomText(best) },
];

/** Findings that say what an answer lacks. */
const MISSING = ["unknown-price", "unknown-model", "target-unchecked"];

function missedLines({ nearestMiss, current }: Advice): readonly AdviceLine[] {
  if (nearestMiss === null) {
    const known = current.findings.find(({ id }) => MISSING.includes(id))?.action;
    return [{ label: "Do", text: known ?? "take a region or a capacity whose prices are known" }];
  }
  return [
    { label: "Nearest", text: `${nearestMiss.text}: at least ${money(nearestMiss.monthlyUsd)} a month` },
    { label: "Do", text: "loosen what it misses, or see what other platforms do: loadline compare" },
    { label: "Now", text: `it ${headlineOf(current).rest}` },
  ];
}

const holds = ({ verdict }: DeploymentForecast): boolean => verdict === "pass" || verdict === "warn";

function savedText(plan: ProposedPlan, current: DeploymentForecast): string {
  const saved = savedUsd(plan, current);
  const now = current.cost.monthlyUsd?.p50 ?? null;
  if (saved === null || now === null) return "not known: what it replaces has no price";
  if (Math.abs(saved) < CENT) return "nothing: it costs the same";
  if (saved < 0) return `nothing: it costs ${money(-saved)} a month more`;
  return `${money(saved)} of ${money(now)} a month (${share(saved / now)})`;
}

const missedText = ({ text, monthlyUsd, failsOn }: MissedPlan): string =>
  `${text} for ${money(monthlyUsd)} a month does not hold; ${failsOn}`;

function bindingText({ binding, forecast }: Recommendation): string {
  const isClose = forecast.findings.some(({ id }) => id === "target-close");
  const wanted = forecast.deployment.slo.confidence;
  return isClose ? `${binding}, hardly more than the ${share(wanted)} that are wanted` : binding;
}

const headroomText = ({ headroom }: Recommendation): string =>
  `${headroom.isMore ? "at least " : ""}${decimal(headroom.trafficFactor, 3)} times the forecast traffic until a target is missed as forecast`;

/** Said elsewhere: what the numbers rest on, the budget, the target that binds. */
const SAID = [
  ...["extrapolated-memory", "extrapolated-speed", "over-budget", "over-shared-budget"],
  ...["stale-price", "target-close"],
];

function asksOf({ deployment }: Advice, { forecast }: ProposedPlan, remarks: readonly string[]): readonly string[] {
  const warnings = forecast.findings.filter(({ id, severity }) => severity === "warning" && !SAID.includes(id));
  return [
    ...remarks,
    ...warnings.map(({ message, action }) => `${message}. ${action}`),
    ...(deployment.slo.latency.length === 0 ? [NO_TARGETS] : []),
  ];
}

/** Where few machines have a price of that kind, what holds cheapest of them may cost more than the same on demand. */
function unpricedText({ unknown, deployment: { platform } }: Advice): readonly string[] {
  const { capacity } = platform;
  const unpriced = unknown.filter(({ kind }) => kind === "price").length;
  if (capacity === "on-demand" || unpriced === 0) return [];
  return [
    `no ${capacity} price of ${counted(unpriced, "machine")} is known, and one of them may cost less: ask for capacity: on-demand as well and take the cheaper`,
  ];
}

const NO_TARGETS =
  "no latency target is set, so the cheapest plan is one whose replicas keep up: say in spec.slo how fast it has to be";

function restsOn(forecast: DeploymentForecast): string {
  const stale = forecast.findings.find(({ id }) => id === "stale-price");
  const warned = stale === undefined ? "" : "; ⚠ check them against the provider's page";
  return `${basisOf(forecast).join(" · ")}${warned}`;
}

/** Begins large, unless with a name such as awq-int4, and ends with one full stop. */
function sentence(text: string): string {
  const [word = ""] = text.split(" ");
  const begin = /[\dA-Z/]/.test(word) ? text.charAt(0) : text.charAt(0).toUpperCase();
  return `${begin}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;
}
