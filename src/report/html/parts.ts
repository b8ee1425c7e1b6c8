import type { DeploymentForecast, Verdict } from "../../../planner/index.ts";
import type { Rows } from "../advice-rows.ts";
import type { Standing } from "../figures.ts";
import type { Headline } from "../headline.ts";
import { type Locator, placeOf } from "../locate.ts";
import type { OwnedFinding } from "../review-facts.ts";
import { LATENCY_HEAD, latencyRows, WINDOW_HEAD, windowRows } from "../simulated-rows.ts";
import { SEVERITY_MARK, VERDICT_MARK, VERDICT_WORD } from "../wording.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { table } from "./table.ts";

/** Mark and word in a frame of the verdict's colour: reads without it. */
export const badge = (verdict: Verdict): Markup =>
  html`<span class="badge">${VERDICT_MARK[verdict]} ${VERDICT_WORD[verdict]}</span>`;

/** The sentence of a deployment, its name in code letters. */
export const sentence = ({ name, rest }: Headline): Markup => html`<code>${name}</code> ${rest}`;

/** A sentence in the frame of its verdict; a name of nothing is left out. */
export function headlineBlock(headline: Headline, level: 1 | 2): Markup {
  const { verdict, name, rest } = headline;
  const text = name === "" ? html`${rest}` : sentence(headline);
  const title = level === 1 ? html`<h1>${text}</h1>` : html`<h2>${text}</h2>`;
  return html`<div class="verdict ${verdict}">${badge(verdict)}${title}</div>`;
}

/** A table of plain text, short cells on one line; nothing where it has no rows. */
export function plainTable(caption: string, { head, rows, right }: Rows): Markup {
  if (rows.length === 0) return NOTHING;
  const cells = rows.map(([first = "", ...rest]) => [valueCell(first, null, false), ...rest.map(plainCell)]);
  return table(caption, { head, rows: cells, right });
}

const SHORT = 24;

/** Short text stays on one line. */
export function plainCell(text: string): Markup {
  if (text === "") return NOTHING;
  return text.length <= SHORT ? html`<span class="short">${text}</span>` : html`${text}`;
}

export function standingCell(standing: Standing): Markup {
  if (standing === null) return NOTHING;
  const text = { met: "✓ met", close: "⚠ just met", missed: "✗ missed", unchecked: "? not checked" }[standing];
  return html`<span class="standing ${standing}">${text}</span>`;
}

const STANDING_MARK = { close: "⚠", missed: "✗", unchecked: "?" } as const;

/** `4.1 GiB (4 full contexts)`: what stands in brackets may go to a line of its own. A mark leads, so that the number
 *  says by itself that it misses. */
export function valueCell(value: string, standing: Standing, isStrong: boolean): Markup {
  const [, main = value, note = ""] = /^(.*?) (\(.*\))$/.exec(value) ?? [];
  const shown = isStrong ? html`<b>${main}</b>` : html`${main}`;
  const noted = note === "" ? shown : html`${shown} <span class="note">${note}</span>`;
  if (standing === null || standing === "met") return noted;
  return html`<span class="standing ${standing}" aria-hidden="true">${STANDING_MARK[standing]}</span> ${noted}`;
}

/** A heading of some level. */
export const heading = (level: 2 | 3, text: string): Markup =>
  level === 2 ? html`<h2>${text}</h2>` : html`<h3>${text}</h3>`;

/** A folded part. */
export const folded = (summary: Markup, body: Markup): Markup =>
  html`<details><summary>${summary}</summary><div>${body}</div></details>`;

export function findingList(found: readonly OwnedFinding[], locate: Locator): Markup {
  if (found.length === 0) return html`<p class="muted">Nothing was found.</p>`;
  const items = found.map(({ finding, deployment }) => {
    const place = placeOf(locate, deployment, finding);
    const at = place === "" ? NOTHING : html` <code class="muted">${place}</code>`;
    return html`<li><b class="${finding.severity}">${SEVERITY_MARK[finding.severity]} ${finding.severity}</b> <code>${finding.id}</code>${at}
<p>${finding.message}</p><p class="muted">→ ${finding.action}</p></li>
`;
  });
  return html`<ul class="findings">
${items}</ul>`;
}

/** Windows of the horizon; p95 beyond the target is marked in words and weight. */
export function windowTable({ windows, slo }: DeploymentForecast): Markup {
  const limit = slo.find(({ metric, percentile }) => metric === "ttft" && percentile === "p95")?.target ?? Infinity;
  const rows = windowRows(windows).map((cells, index) =>
    cells.map((text, column) => {
      const isSlow = column === 4 && (windows[index]?.ttftMs.p95 ?? 0) > limit;
      return isSlow ? html`<span class="standing missed">✗ ${text}</span>` : html`${text}`;
    }),
  );
  return table("Windows of the horizon", { head: ["Hours", ...WINDOW_HEAD.slice(1)], rows, right: [1, 2, 3, 4, 5, 6] });
}

export function latencyTable(forecast: DeploymentForecast): Markup {
  const rows = latencyRows(forecast).map((cells) => cells.map((text) => html`${text}`));
  if (rows.length === 0) return NOTHING;
  return table("Latency over all requests", { head: LATENCY_HEAD, rows, right: [1, 2, 3, 4, 5] });
}

export function assumptionTable({ assumptions }: DeploymentForecast): Markup {
  const rows = assumptions.map(({ text, basis, source, date }) => [
    html`${text}`,
    ...[basis, source, date ?? ""].map(plainCell),
  ]);
  return table("Assumptions", { head: ["Assumption", "Basis", "Source", "Date"], rows, right: [] });
}
