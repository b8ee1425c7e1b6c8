import type { Comparison, PlatformComparison } from "../../planner/index.ts";
import { money, moneyRange } from "./money.ts";
import { duration, share } from "./quantities.ts";
import { counted, VERDICT_MARK } from "./wording.ts";

export const PLATFORM_HEAD = [
  "Platform",
  "",
  "a month",
  "P10 – P90",
  "p95 TTFT",
  "found no replica",
  "first deploy",
  "cheapest that holds",
];
export const PLATFORM_RIGHT = [2, 3, 4, 5, 6];

/** A line for each platform; what has no plan says why in the last column. */
export const platformRows = ({ platforms }: Comparison): readonly (readonly string[])[] => platforms.map(rowOf);

function rowOf(one: PlatformComparison): readonly string[] {
  const { platform, region, verdict, plan, reason, coldStartShare, timeToFirstDeploy } = one;
  const mark = `${VERDICT_MARK[verdict]} ${verdict}`;
  const first = duration(1000 * timeToFirstDeploy.p50);
  if (plan === null) return [`${platform} ${region}`, mark, "", "", "", "", first, reason];
  const { cost, latency } = plan.forecast;
  const range = cost.monthlyUsd;
  return [
    ...[
      `${platform} ${region}`,
      mark,
      money(range?.p50 ?? null),
      range === null ? "" : moneyRange(range.p10, range.p90),
    ],
    ...[duration(latency.ttftMs.p95), share(coldStartShare), first, reason],
  ];
}

/** The comparison in a sentence; the name goes before it. */
export function comparisonSentence({ platforms }: Comparison): string {
  const holding = platforms.filter(({ plan }) => plan !== null);
  const [best] = holding;
  if (best?.plan == null) return `holds on none of ${counted(platforms.length, "platform")}`;
  const cost = money(best.plan.forecast.cost.monthlyUsd?.p50 ?? null);
  return `holds on ${holding.length} of ${counted(platforms.length, "platform")}, cheapest on ${best.platform}: ${best.plan.text}, ${cost} a month`;
}

/** What is good about a platform, what to watch out for, where its price is from: a line each. */
export function notesOf({ goodFor, watchOut, priceSource }: PlatformComparison): readonly string[] {
  return [
    ...goodFor.map(({ text, source }) => `+ ${text} (${source})`),
    ...watchOut.map(({ text, source }) => `− ${text} (${source})`),
    priceSource === null ? "Price: unknown" : `Price: ${priceSource.source}, ${priceSource.date}`,
  ];
}
