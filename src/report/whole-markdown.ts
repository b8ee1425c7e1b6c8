import type { Review } from "../../planner/index.ts";
import { code, markdownTable, plain } from "./markdown.ts";
import { COMMENT_LIMIT, fixed, type Section } from "./sections.ts";
import { removalsOf, SETTINGS_HEAD, settingRows } from "./whole-change.ts";

const MOST_SETTINGS = 40;
const MOST_REMOVALS = 20;

/** What stands right below the verdict, unfolded: what the merge takes away, and what it grants. */
export const wholeSections = (review: Review): readonly Section[] => [
  ...removalSection(review),
  ...settingsSection(review),
];

function removalSection(review: Review): readonly Section[] {
  const removals = removalsOf(review);
  if (removals.length === 0) return [];
  const lines = removals
    .slice(0, MOST_REMOVALS)
    .map(({ name, takes }) => `- 🗑️ Merging takes ${code(name, 160)} away: ${plain(takes, 300)}.`);
  return [fixed("what is removed", 0.1, [...lines, ...moreThan(removals.length, MOST_REMOVALS)].join("\n"))];
}

function settingsSection(review: Review): readonly Section[] {
  const rows = settingRows(review).map(([key = "", before = "", after = "", counts = ""]) => [
    code(key, 80),
    plain(before, 200),
    plain(after, 200),
    counts,
  ]);
  if (rows.length === 0) return [];
  const table = markdownTable(SETTINGS_HEAD, rows.slice(0, MOST_SETTINGS), []);
  const more = moreThan(rows.length, MOST_SETTINGS).map((line) => `\n\n${line}`);
  const text = `**Settings** of \`loadline.yaml\`\n\n${table}${more.join("")}`;
  // Somebody may name a thousand users: the table then shows what there is room for, and is never left out.
  return [fixed("the Settings", 0.2, text.length < COMMENT_LIMIT / 2 ? text : `**Settings:** ${rows.length} changes`)];
}

const moreThan = (all: number, most: number): readonly string[] => (all > most ? [`…and ${all - most} more.`] : []);
