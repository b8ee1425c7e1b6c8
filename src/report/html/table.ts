import { html, type Markup, NOTHING, raw } from "./markup.ts";

/** A table in a scroller of its own, so that the page never scrolls sideways. Cells are markup; `right` columns hold numbers. A wide
 *  one that is not of numbers alone becomes a list on a phone, each cell after its column's name; roles keep it a table for who hears it. */
export function table(
  caption: string,
  content: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly Markup[])[];
    readonly right: readonly number[];
  },
): Markup {
  const { head, rows, right } = content;
  const used = head
    .map((_, column) => column)
    .filter((column) => rows.some((row) => (row[column] ?? NOTHING).markup !== ""));
  const stacks = used.length > MOST_ABREAST && used.slice(1).some((column) => !right.includes(column));
  const kinds = `scroll${stacks ? " stacks" : ""}${used.length > MOST_SPACIOUS ? " many" : ""}`;
  const titles = used.map(
    (column) =>
      html`<th scope="col"${role(stacks, "columnheader")}${numeric(right, column)}>${title(head, column)}</th>`,
  );
  const lines = rows.map(
    (row) => html`<tr${role(stacks, "row")}>${used.map((column, at) => {
      const content = row[column] ?? NOTHING;
      if (at === 0) return html`<th scope="row"${role(stacks, "rowheader")}>${content}</th>`;
      const name =
        stacks && head[column] !== "" && content.markup !== "" ? html` data-of="${head[column] ?? ""}"` : NOTHING;
      return html`<td${role(stacks, "cell")}${name}${numeric(right, column)}>${content}</td>`;
    })}</tr>
`,
  );
  const group = role(stacks, "rowgroup");
  return html`<div class="${raw(kinds)}" tabindex="0" role="region" aria-label="${caption}"><table${role(stacks, "table")}>
<thead${group}><tr${role(stacks, "row")}>${titles}</tr></thead>
<tbody${group}>
${lines}</tbody></table></div>`;
}

/** Columns that a phone shows beside each other. */
const MOST_ABREAST = 3;
/** Columns that a page shows in letters of full size. */
const MOST_SPACIOUS = 7;

const role = (isNeeded: boolean, name: string): Markup => (isNeeded ? html` role="${name}"` : NOTHING);

/** A heading that nobody needs to see is there for who hears it. */
function title(head: readonly string[], column: number): Markup {
  const text = head[column] ?? "";
  return text === "" ? html`<span class="unseen">${column === 0 ? "What" : "Verdict"}</span>` : html`${text}`;
}

const numeric = (right: readonly number[], column: number): Markup =>
  right.includes(column) ? html` class="n"` : NOTHING;
