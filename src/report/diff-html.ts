import type { DeploymentChange, Review, Verdict } from "../../planner/index.ts";
import { type DiffRow, diffRows } from "./diff-rows.ts";
import { changeHeadline, summaryOf } from "./headline.ts";
import type { Side } from "./html/deployment.ts";
import { manifestPart } from "./html/manifests.ts";
import { html, type Markup, NOTHING } from "./html/markup.ts";
import { findingList, heading, plainTable, standingCell, valueCell } from "./html/parts.ts";
import { reportPage } from "./html/report-page.ts";
import { table } from "./html/table.ts";
import { type Locator, nowhere } from "./locate.ts";
import { findingsOf } from "./review-facts.ts";
import { removalsOf, SETTINGS_HEAD, settingRows, settingsTitle } from "./whole-change.ts";

/** `diff --format html`: one self-contained page. */
export function diffHtml(review: Review, locate: Locator = nowhere): Promise<string> {
  return reportPage({
    kind: "review",
    about: `${short(review.base)} → ${short(review.head)}`,
    entries: review.deployments.map((change) => ({
      headline: changeHeadline(change),
      sides: sidesOf(change),
      figures: changeTable(change),
    })),
    locate,
    whole: wholeOf(review),
    before: wholePart(review),
    after: html`${otherFindings(review, locate)}${manifestPart(review.manifests)}`,
  });
}

function wholeOf(review: Review): { readonly verdict: Verdict; readonly text: string } {
  const { text } = summaryOf(review.deployments.map(changeHeadline));
  const settings = review.deployments.length === 0 ? settingsTitle([review]) : "";
  return { verdict: review.verdict, text: settings === "" ? text : settings };
}

/** What the merge takes away, and what it grants. */
function wholePart(review: Review): Markup {
  const removals = removalsOf(review).map(
    ({ name, takes }) => html`<p>Merging takes <code>${name}</code> away: ${takes}.</p>\n`,
  );
  const rows = settingRows(review);
  if (rows.length === 0) return html`${removals}`;
  return html`${removals}${heading(2, "Settings")}${plainTable("Settings before and after", { head: [...SETTINGS_HEAD], rows, right: [] })}`;
}

const short = (revision: string): string => (/^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision);

function sidesOf({ base, head }: DeploymentChange): readonly Side[] {
  const now = base === null ? [] : [{ label: "now", forecast: base }];
  return head === null ? now : [...now, { label: "after", forecast: head }];
}

function changeTable(change: DeploymentChange): Markup {
  const head = ["", "Now", "After", "Target", "Met with", ""];
  return table(`Figures of ${change.name}, now and after`, {
    head,
    rows: diffRows(change).map(cells),
    right: [1, 2, 3, 4],
  });
}

function cells(row: DiffRow): readonly Markup[] {
  const after = row.change === "" ? row.after : `${row.after} (${row.change})`;
  return [
    html`${row.label}`,
    valueCell(row.now, null, false),
    valueCell(after, row.standing, row.isChanged),
    html`${row.target}`,
    html`${row.probability}`,
    standingCell(row.standing),
  ];
}

function otherFindings(review: Review, locate: Locator): Markup {
  const others = findingsOf(review).filter(({ deployment }) => deployment === "");
  if (others.length === 0) return NOTHING;
  return html`${heading(2, "About the whole change")}${findingList(others, locate)}`;
}
