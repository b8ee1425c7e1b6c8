import { visible, visibleLines } from "./visible.ts";

/** Invisible, and enough to keep GitHub from seeing a mention, a reference or a link. */
const BREAK = "&#8203;";

/** Text from a file or a policy inside GitHub Markdown: shown as it stands, never markup, mention, reference or link. */
export function plain(text: string, longest?: number): string {
  return visible(text, longest)
    .replace(/[&<>"]/g, entity)
    .replace(/[`*[\]|~\\]/g, entity)
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, entity)
    .replace(/\$(?!\d)/g, entity)
    .replace(/(?<![A-Za-z0-9])@(?=[A-Za-z0-9])/g, `@${BREAK}`)
    .replace(/(?<!&)#(?=\d)/g, `#${BREAK}`)
    .replace(/gh-(?=\d)/gi, (start) => `${start}${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/www(?=\.)/gi, (start) => `${start}${BREAK}`);
}

const entity = (character: string): string => `&#${character.codePointAt(0)};`;

/** A name in code letters. Names of ordinary letters use backticks; everything else is escaped first. */
export function code(text: string, longest = 120): string {
  const shown = visible(text, longest);
  if (/^[A-Za-z0-9][\w./:-]*$/.test(shown)) return `\`${shown}\``;
  return `<code>${plain(shown, longest)}</code>`;
}

/** A block that nothing inside can end: its fence is longer than any run of backticks in the text. */
export function fence(text: string, language: string): string {
  const shown = visibleLines(text).replace(/\n+$/, "");
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${shown}\n${ticks}`;
}

/** A folded part. Summary and body are Markdown already. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table of cells that are Markdown already; columns in `right` hold numbers; columns without any text are left out. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
): string {
  const used = head.map((_, column) => column).filter((column) => rows.some((row) => (row[column] ?? "") !== ""));
  const line = (cells: readonly string[]) => `| ${used.map((column) => cells[column] ?? "").join(" | ")} |`;
  const rule = `|${used.map((column) => (right.includes(column) ? "---:" : "---")).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}
