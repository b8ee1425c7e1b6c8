import type {
  Capacity,
  Comparison,
  DeploymentForecast,
  Finding,
  ModelDeployment,
  PlatformComparison,
  ProposedPlan,
  Unknown,
  Verdict,
} from "../../planner/index.ts";
import { unknownText } from "../../planner/index.ts";
import type { Rows } from "./advice-rows.ts";
import { usualNote } from "./advice-rows.ts";
import { money, moneyRange } from "./money.ts";
import { machineOf, type PlanNames, planNames } from "./plan-names.ts";
import { priceDate, STALE_NOTE } from "./price-age.ts";
import { duration, share } from "./quantities.ts";
import { unknownReasons } from "./unknown-reasons.ts";
import { counted, VERDICT_MARK } from "./wording.ts";

/** A comparison, and the deployment that it is about as its file stands. */
export interface Compared {
  readonly comparison: Comparison;
  readonly deployment: ModelDeployment;
}

interface Holding extends PlatformComparison {
  readonly plan: ProposedPlan;
}

const isHolding = (one: PlatformComparison): one is Holding => one.plan !== null;

/** Sure where the cheapest is; without any, unknown while one of them is. */
export function comparisonVerdict({ platforms }: Comparison): Verdict {
  const [best] = platforms.filter(isHolding);
  if (best !== undefined) return best.verdict;
  return platforms.some(({ verdict }) => verdict === "unknown") ? "unknown" : "block";
}

/** The comparison in a sentence; the name goes before it. */
export function comparisonSentence({ comparison: { platforms }, deployment }: Compared): string {
  const holding = platforms.filter(isHolding);
  const [best] = holding;
  const missing = platforms.flatMap(({ unknown }) => unknown).find(isOfAll);
  if (missing !== undefined) return `has no answer: ${unknownText(missing)}`;
  if (best === undefined) return `holds on none of ${counted(platforms.length, "platform")}`;
  const where = `holds on ${holding.length} of ${counted(platforms.length, "platform")}`;
  const now = deployment.platform.name;
  const own = holding.find(({ platform }) => platform === now);
  const there =
    own === undefined ? `; not on ${now}, where it is now` : `; on ${now}, where it is now, from ${billOf(own)}`;
  return `${where}, cheapest on ${best.platform}: ${machineOf(best.plan.text)}, ${billOf(best)} a month${own === best ? "" : there}`;
}

const billOf = ({ plan }: Holding): string => money(plan.forecast.cost.monthlyUsd?.p50 ?? null);

/** A line for each platform with a plan that holds, the cheapest first; and what is said once of all of them. */
export function holdingRows({ comparison, deployment }: Compared): Rows & { readonly notes: readonly string[] } {
  const holding = comparison.platforms.filter(isHolding);
  const names = planNames(holding.map(({ plan }) => plan.text));
  const common = commonWarnings(holding);
  const rows = holding.map((one) => [
    ...holdingRow(one, names, deployment.platform),
    warningsOf(one)
      .filter((text) => !common.includes(text))
      .join(", "),
  ]);
  const isStale = holding.some(({ plan }) => priceDate(plan.forecast).startsWith("⚠"));
  const notes = [usualNote(names), isStale ? STALE_NOTE : "", quotaNote(comparison), everywhereNote(common)];
  return { head: HEAD, rows, right: [2, 3, 4, 5, 6, 7], notes: notes.filter((text) => text !== "") };
}

const quotaNote = ({ quotaOn }: Comparison): string =>
  quotaOn === null ? "" : `The quota of loadline.yaml is that of ${quotaOn} and is kept there alone.`;

const HEAD = [
  ...["Platform", "", "a month", "P10 – P90", "p95 TTFT", "finds no replica", "set up in", "price of"],
  ...["cheapest plan that holds", "capacity", "not as in the file", "warns of"],
];

/** What makes a plan that holds no more than `warn`, shortly. The age of its price stands beside the price. */
function warningsOf({ plan: { forecast } }: Holding): readonly string[] {
  const warnings = forecast.findings.filter(({ severity, id }) => severity === "warning" && id !== "stale-price");
  return [...new Set(warnings.map((finding) => shortWarning(finding, forecast)))];
}

function shortWarning({ id, message }: Finding, { cost }: DeploymentForecast): string {
  switch (id) {
    case "over-budget":
      return `over the budget of ${money(cost.budgetUsd)}`;
    case "target-close":
      return `${message.split(":")[0]} only just met`;
    case "extrapolated-speed":
      return "speed extrapolated";
    case "extrapolated-memory":
      return "memory extrapolated";
    default:
      return message;
  }
}

/** Said of each of several plans: once below the table is enough. */
function commonWarnings(holding: readonly Holding[]): readonly string[] {
  const [first, ...others] = holding.map(warningsOf);
  if (first === undefined || others.length === 0) return [];
  return first.filter((text) => others.every((warnings) => warnings.includes(text)));
}

const everywhereNote = (common: readonly string[]): string =>
  common.length === 0 ? "" : `⚠ On each of them: ${common.join("; ")}.`;

/** Said only where not everything is rented on demand. */
function capacityText({ capacity }: PlatformComparison, wanted: Capacity): string {
  if (capacity === wanted) return wanted === "on-demand" ? "" : wanted;
  return `${capacity} (no ${wanted})`;
}

function holdingRow(one: Holding, names: PlanNames, own: ModelDeployment["platform"]): readonly string[] {
  const { platform, verdict, plan, coldStartShare, timeToFirstDeploy } = one;
  const { cost, latency } = plan.forecast;
  const range = cost.monthlyUsd;
  return [
    placeOf(one, platform === own.name),
    `${VERDICT_MARK[verdict]} ${verdict}`,
    billOf(one),
    range === null || range.p10 === range.p90 ? "" : moneyRange(range.p10, range.p90),
    duration(latency.ttftMs.p95),
    coldStartShare === null || coldStartShare === 0 ? "" : share(coldStartShare),
    duration(1000 * timeToFirstDeploy.p50),
    priceDate(plan.forecast),
    names.shortOf(plan.text),
    capacityText(one, own.capacity),
    one.remarks.join("; "),
  ];
}

/** `eks (us-east-1, now)`; a platform with one price everywhere has one region in its table. */
function placeOf({ platform, region }: PlatformComparison, isOwn: boolean): string {
  return `${platform} (${region === "all" ? "all regions" : region}${isOwn ? ", now" : ""})`;
}

/** The same everywhere, so the headline says it. */
const isOfAll = ({ kind }: Unknown): boolean => kind === "model" || kind === "target";

/** Where it does not hold, and why. */
export function refusedRows({ comparison, deployment }: Compared): Rows {
  const rows = comparison.platforms
    .filter((one) => !isHolding(one) && !one.unknown.some(isOfAll))
    .map((one) => [
      placeOf(one, one.platform === deployment.platform.name),
      `${VERDICT_MARK[one.verdict]} ${one.verdict}`,
      whyNot(one),
    ]);
  return { head: ["Not on", "", "because"], rows, right: [] };
}

function whyNot({ verdict, reason, unknown, remarks }: PlatformComparison): string {
  const why = verdict === "unknown" && unknown.length > 0 ? unknownReasons(unknown).join("; ") : reason;
  return remarks.length === 0 ? why : [why.replace(/\.$/, ""), ...remarks].join("; ");
}

/** What to know about a platform. */
export interface PlatformNote {
  readonly kind: "good" | "mind" | "price";
  readonly text: string;
  readonly source: string;
}

/** What is good about it, what to watch out for, where its price is from. */
export function notesOf({ goodFor, watchOut, priceSource, isPriceKnown }: PlatformComparison): readonly PlatformNote[] {
  return [
    ...goodFor.map(({ text, source }) => ({ kind: "good" as const, text, source })),
    ...watchOut.map(({ text, source }) => ({ kind: "mind" as const, text, source })),
    {
      kind: "price" as const,
      text: isPriceKnown ? `of ${priceSource.date}` : `not known as of ${priceSource.date}`,
      source: priceSource.source,
    },
  ];
}

export const NOTE_WORD: Readonly<Record<PlatformNote["kind"], string>> = {
  good: "Good",
  mind: "Mind",
  price: "Price",
};
