import type { DeploymentChange, DeploymentForecast, Review } from "../../planner/index.ts";
import { basisNote, detailSections, findingsBody, marked } from "./deployment-markdown.ts";
import { type DiffRow, diffRows } from "./diff-rows.ts";
import { changeHeadline, summaryOf } from "./headline.ts";
import { type Locator, nowhere } from "./locate.ts";
import { manifestSection } from "./manifest-markdown.ts";
import { code, details, markdownTable, plain } from "./markdown.ts";
import { money, moneyChange } from "./money.ts";
import { headlineMarkdown } from "./plan-markdown.ts";
import { findingsOf, totalCost } from "./review-facts.ts";
import { COMMENT_LIMIT, fixed, joinSections, type Section } from "./sections.ts";
import { settingsTitle } from "./whole-change.ts";
import { wholeSections } from "./whole-markdown.ts";
import { VERDICT_EMOJI } from "./wording.ts";

/** The first line of the comment, by which it is found again. */
export const REVIEW_MARKER = "<!-- loadline:review -->";

/** The pull-request comment: verdict, table of now, this change and target, what it rests on; the rest folded. */
export const diffMarkdown = (review: Review, locate: Locator = nowhere): string =>
  joinSections(reviewSections(review, locate));

/** The parts of that comment; the first holds marker and verdict. */
export function reviewSections(review: Review, locate: Locator): readonly Section[] {
  return [
    ...titleSections(review),
    ...wholeSections(review),
    ...review.deployments.flatMap((change) => changeSections(change, review, locate)),
    ...otherFindings(review, locate),
    ...manifestSection(review.manifests),
    ...(review.deployments.length === 1 ? [] : [fixed("the revisions", 2, `<sub>${revisionsOf(review)}</sub>`)]),
  ];
}

function titleSections(review: Review): readonly Section[] {
  const [only] = review.deployments;
  const title = (text: string) => [fixed("the verdict", 0, `${REVIEW_MARKER}\n${text}`)];
  if (only === undefined) {
    const text = settingsTitle([review]) || "no forecast changes";
    return title(`### ${VERDICT_EMOJI[review.verdict]} loadline: ${text}`);
  }
  // What is about the whole change may be graver than each of its deployments.
  if (review.deployments.length === 1)
    return title(headlineMarkdown({ ...changeHeadline(only), verdict: review.verdict }, 3));
  const summary = summaryOf(review.deployments.map(changeHeadline));
  return [
    ...title(`### ${VERDICT_EMOJI[review.verdict]} loadline: ${summary.text}`),
    overviewSection(review.deployments),
    fixed("the total", 0, totalLine(review)),
  ];
}

/** One row a deployment, the gravest first; as many as half a comment holds. */
function overviewSection(changes: readonly DeploymentChange[]): Section {
  const order = ["block", "unknown", "warn", "pass"];
  const rows = changes
    .map((change) => ({ change, headline: changeHeadline(change) }))
    .toSorted((a, b) => order.indexOf(a.headline.verdict) - order.indexOf(b.headline.verdict))
    .map(({ change: { base, head }, headline: { verdict, name, rest } }) => [
      `${VERDICT_EMOJI[verdict]} ${code(name, 80)}`,
      plain(rest, 200),
      bill(base),
      bill(head),
    ]);
  const lengths = rows.map((row) => row.join(" | ").length + 5);
  const shown = rows.filter((_, index) => sum(lengths.slice(0, index + 1)) < COMMENT_LIMIT / 2);
  const more = rows.length > shown.length ? `\n\n…and ${rows.length - shown.length} more.` : "";
  const table = markdownTable(["deployment", "verdict", "a month now", "this PR"], shown, [2, 3]);
  return fixed("the overview", 0, `${table}${more}`);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const bill = (forecast: DeploymentForecast | null): string =>
  forecast === null ? "–" : money(forecast.cost.monthlyUsd?.p50 ?? null);

function totalLine(review: Review): string {
  const now = totalCost(review, "base");
  const after = totalCost(review, "head");
  if (now === null || after === null) return "**All of them:** the month's bill is unknown, as a price is missing.";
  return `**All of them:** ${money(now.p50)} a month now, **${money(after.p50)}** with this PR (${moneyChange(after.p50 - now.p50)}).`;
}

function changeSections(change: DeploymentChange, review: Review, locate: Locator): readonly Section[] {
  const isAlone = review.deployments.length === 1;
  const shown = change.head ?? change.base;
  const parts = [
    ...(isAlone ? [] : [headlineMarkdown(changeHeadline(change), 4)]),
    changeTable(change),
    ...(shown === null ? [] : [basisNote(shown, isAlone ? revisionsOf(review) : "")]),
  ];
  const head = fixed(`the table of ${code(change.name, 80)}`, rankOf(change), parts.join("\n\n"));
  return [head, ...(change.head === null ? [] : detailSections(change.head, head, locate))];
}

/** The gravest tables find room first. */
function rankOf({ head }: DeploymentChange): number {
  return { block: 1, unknown: 1.1, warn: 1.2, pass: 1.3 }[head?.verdict ?? "pass"];
}

function changeTable(change: DeploymentChange): string {
  const rows = diffRows(change).map((row) => [row.label, row.now, afterCell(row, change), row.target, row.probability]);
  const head = [code(change.name, 80), "now", "this PR", "target", "met with"];
  return markdownTable(head, rows, [1, 2, 3, 4]);
}

function afterCell(row: DiffRow, { head }: DeploymentChange): string {
  if (head === null) return row.key === "cost" ? "removed" : "";
  const value = row.isChanged ? `**${row.after}**` : row.after;
  const change = row.change === "" ? "" : ` (${row.change})`;
  return marked(`${value}${change}`, row.standing);
}

function otherFindings(review: Review, locate: Locator): readonly Section[] {
  const others = findingsOf(review).filter(({ deployment }) => deployment === "");
  if (others.length === 0) return [];
  const body = findingsBody(others, locate);
  return [fixed("findings about the whole change", 3, details(`About the whole change (${others.length})`, body))];
}

/** `base → head`, commits shortened. */
function revisionsOf({ base, head }: Review): string {
  const short = (revision: string) => code(/^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision, 60);
  return `${short(base)} → ${short(head)}`;
}
