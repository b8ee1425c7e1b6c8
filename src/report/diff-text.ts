import type { DeploymentChange, Review } from "../../planner/index.ts";
import { type DiffRow, diffRows } from "./diff-rows.ts";
import { findingLines } from "./finding-lines.ts";
import { changeHeadline, type Headline, summaryOf } from "./headline.ts";
import { linesChanged } from "./line-counts.ts";
import { nowhere } from "./locate.ts";
import { money, moneyChange } from "./money.ts";
import { type Paint, paintFor } from "./paint.ts";
import { detailLines, headlineLines, standingText, type TextOptions } from "./plan-text.ts";
import { findingsOf, totalCost } from "./review-facts.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { removalsOf, SETTINGS_HEAD, settingRows, settingsTitle } from "./whole-change.ts";
import { CHANGE_SIGN, counted, VERDICT_MARK } from "./wording.ts";
import { wrapped } from "./wrap.ts";

/** The terminal's answer of `diff`: each changed deployment now and after, then the manifests that change. */
export function diffText(review: Review, options: TextOptions): string {
  const paint = paintFor(options.color);
  const blocks = [
    ...titleBlock(review, paint),
    ...wholeBlock(review, paint, options),
    ...review.deployments.map((change) => section(change, headlineIn(review, change), { paint, options })),
    ...otherFindings(review, paint, options),
    ...manifestBlock(review, paint),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function titleBlock(review: Review, paint: Paint): readonly (readonly string[])[] {
  const { deployments, base, head } = review;
  if (deployments.length === 0) {
    if (review.settings.length > 0)
      return [[paint.bold(`${VERDICT_MARK[review.verdict]} no forecast changes; ${settingsTitle([review])}`)]];
    return [[paint.bold(`✓ nothing that loadline forecasts changes between ${visible(base)} and ${visible(head)}`)]];
  }
  if (deployments.length === 1) return [];
  const summary = summaryOf(deployments.map(changeHeadline));
  return [[paint.bold(`${VERDICT_MARK[review.verdict]} ${summary.text}`), `  ${totalLine(review)}`]];
}

/** `All of them: $1,770 a month now, $885 after (−$885).` */
function totalLine(review: Review): string {
  const now = totalCost(review, "base");
  const after = totalCost(review, "head");
  if (now === null || after === null) return "All of them: the month's bill is unknown, as a price is missing";
  return `All of them: ${money(now.p50)} a month now, ${money(after.p50)} after (${moneyChange(after.p50 - now.p50)})`;
}

/** What the merge takes away, and what it grants. */
function wholeBlock(review: Review, paint: Paint, { width }: TextOptions): readonly (readonly string[])[] {
  const removals = removalsOf(review).flatMap(({ name, takes }) =>
    wrapped(`Merging takes ${visible(name)} away: ${visible(takes)}.`, width, { first: "  ", next: "  " }),
  );
  const rows = settingRows(review).map((row) => row.map((cell) => visible(cell, 200)));
  const table = textTable({ head: SETTINGS_HEAD, rows, right: [], indent: 2, width, keepsFirst: true });
  return [
    ...(removals.length === 0 ? [] : [removals]),
    ...(rows.length === 0 ? [] : [[paint.bold("  Settings"), ...table]]),
  ];
}

/** What is about the whole change may be graver than the only deployment of it. */
const headlineIn = (review: Review, change: DeploymentChange): Headline =>
  review.deployments.length === 1 ? { ...changeHeadline(change), verdict: review.verdict } : changeHeadline(change);

interface Form {
  readonly paint: Paint;
  readonly options: TextOptions;
}

function section(change: DeploymentChange, headline: Headline, { paint, options }: Form): readonly string[] {
  return [
    ...headlineLines(headline, paint, options.width),
    "",
    ...changeTable(diffRows(change), paint, options.width),
    ...(change.head === null ? [] : detailLines(change.head, paint, options)),
  ];
}

function changeTable(rows: readonly DiffRow[], paint: Paint, width: number): readonly string[] {
  return textTable({
    head: ["", "now", "after", "change", "target", "met with", ""],
    rows: rows.map((row) => [
      row.label,
      row.now,
      row.isChanged ? paint.bold(row.after) : row.after,
      row.change,
      row.target,
      row.probability,
      standingText(row.standing, paint),
    ]),
    right: [1, 2, 3, 4, 5],
    indent: 2,
    width,
    keepsFirst: true,
  });
}

function otherFindings(review: Review, paint: Paint, options: TextOptions): readonly (readonly string[])[] {
  const { width, locate = nowhere } = options;
  const others = findingsOf(review).filter(({ deployment }) => deployment === "");
  if (others.length === 0) return [];
  const lines = others.flatMap((owned) => findingLines(owned, { paint, width, locate }));
  return [[paint.bold("  About the whole change"), ...lines]];
}

function manifestBlock({ manifests }: Review, paint: Paint): readonly (readonly string[])[] {
  if (manifests.length === 0) return [];
  const lines = manifests.map(({ path, change, diff }) => {
    const { added, removed } = linesChanged(diff);
    return `    ${CHANGE_SIGN[change]} ${visible(path)}  ${paint.good(`+${added}`)} ${paint.bad(`−${removed}`)}`;
  });
  return [[paint.bold(`  ${counted(manifests.length, "manifest")} would change`), ...lines]];
}
