import type { RateForecast } from "../../planner/index.ts";
import { periodTable } from "./forecast-periods.ts";
import { aheadOf, historyOf, intervalsOf, modelOf, remarksOf, TRIAL_HEAD, trialRows } from "./forecast-sentences.ts";
import { figure } from "./html/chart.ts";
import { html, type Markup, NOTHING } from "./html/markup.ts";
import { page } from "./html/page.ts";
import { rateChart } from "./html/rate-chart.ts";
import { table } from "./html/table.ts";
import { visible } from "./visible.ts";

const MOST_REMARKS = 200;

/** `forecast --format html`: one self-contained page. */
export async function forecastHtml(forecast: RateForecast): Promise<string> {
  const ahead = aheadOf(forecast);
  const chart = rateChart(forecast);
  const drawing = chart === null ? NOTHING : await figure(chart);
  return page(`${visible(ahead, 120)} · loadline`, {
    head: html`<div class="brand"><span><b>loadline</b> forecast</span></div>
<div class="verdict"><h1>${ahead}</h1></div>
<p class="sub">${historyOf(forecast)}</p>`,
    main: html`<h2>Traffic ahead</h2>
${drawing}
${textTable("The horizon", periodTable(forecast), [1, 2, 3, 4, 5])}
${trust(forecast)}
${remarks(forecast)}`,
    foot: html`<p>Intervals hold the rate of one window, not of a whole day. What it means for a fleet: <code>loadline plan</code>.</p>`,
  });
}

function trust(forecast: RateForecast): Markup {
  const trial = textTable("The trial on the history", { head: TRIAL_HEAD, rows: trialRows(forecast) }, [1, 2]);
  return html`<h2>How far to trust it</h2>
<p>${modelOf(forecast)}</p>
${trial}
<p>${intervalsOf(forecast)}</p>`;
}

function remarks(forecast: RateForecast): Markup {
  const found = remarksOf(forecast);
  if (found.length === 0) return NOTHING;
  const items = found.slice(0, MOST_REMARKS).map(
    (text) => html`<li>${text}</li>
`,
  );
  return html`<h2>What to know about the history</h2>
<ul class="plain">
${items}</ul>`;
}

function textTable(
  caption: string,
  { head, rows }: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] },
  right: readonly number[],
): Markup {
  if (rows.length === 0) return NOTHING;
  return table(caption, { head, rows: rows.map((row) => row.map((cell) => html`${cell}`)), right });
}
