import { html, type Markup, NOTHING } from "./markup.ts";

/** A table in a scroller of its own, so that the page never scrolls sideways. Cells are markup; `right` columns hold numbers. */
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
  const titles = used.map((column) => html`<th scope="col"${numeric(right, column)}>${title(head, column)}</th>`);
  const lines = rows.map(
    (row) => html`<tr>${used.map((column, at) => cell(row[column] ?? NOTHING, at, numeric(right, column)))}</tr>
`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr>${titles}</tr></thead>
<tbody>
${lines}</tbody></table></div>`;
}

/** A heading that nobody needs to see is there for who hears it. */
function title(head: readonly string[], column: number): Markup {
  const text = head[column] ?? "";
  return text === "" ? html`<span class="unseen">${column === 0 ? "What" : "Verdict"}</span>` : html`${text}`;
}

function cell(content: Markup, at: number, numericClass: Markup): Markup {
  return at === 0 ? html`<th scope="row">${content}</th>` : html`<td${numericClass}>${content}</td>`;
}

const numeric = (right: readonly number[], column: number): Markup =>
  right.includes(column) ? html` class="n"` : NOTHING;
