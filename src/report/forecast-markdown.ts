import type { RateForecast } from "../../planner/index.ts";
import { busiestName, isDatedOf, periodsOf, periodTable } from "./forecast-periods.ts";
import { aheadOf, historyOf, intervalsOf, modelOf, remarksOf, TRIAL_HEAD, trialRows } from "./forecast-sentences.ts";
import { details, markdownTable, plain } from "./markdown.ts";
import { ratesMermaid } from "./mermaid.ts";
import { fixed, joinSections } from "./sections.ts";

/** `forecast --format markdown`: what is ahead, the horizon by the day, how far to trust it; the chart folded. */
export function forecastMarkdown(forecast: RateForecast): string {
  const { head, rows } = periodTable(forecast);
  const chart = chartOf(forecast);
  const remarks = remarksOf(forecast).map((text) => `- ${plain(text)}`);
  const parts: readonly (readonly [string, string])[] = [
    ["what is ahead", `### loadline: ${plain(aheadOf(forecast), 300)}`],
    ["the horizon", rows.length === 0 ? "" : markdownTable(head, rows, [1, 2, 3, 4, 5])],
    ["the history", `<sub>${plain(historyOf(forecast))}</sub>`],
    ["the trial", trialOf(forecast)],
    ["the remarks", remarks.join("\n")],
    ["the chart", chart === "" ? "" : details("Chart", chart)],
  ];
  return joinSections(parts.map(([name, text], rank) => fixed(name, rank, text)));
}

function trialOf(forecast: RateForecast): string {
  const rows = trialRows(forecast).map((row) => row.map((cell) => plain(cell, 60)));
  const table = rows.length === 0 ? "" : markdownTable(TRIAL_HEAD, rows, [1, 2]);
  return [plain(modelOf(forecast)), table, intervalsOf(forecast)].filter((text) => text !== "").join("\n\n");
}

/** Nothing where there is no line to draw. */
function chartOf(forecast: RateForecast): string {
  const periods = periodsOf(forecast);
  const [points, uppers] = [periods.map(({ busiest }) => busiest.point), periods.map(({ busiest }) => busiest.upper)];
  const all = [...points, ...uppers];
  if (periods.length < 2 || !all.every(Number.isFinite) || Math.max(...all) <= 0) return "";
  const name = busiestName(forecast);
  const chart = ratesMermaid({ what: name, labels: periods.map(({ short }) => short), lines: [points, uppers] });
  const times = isDatedOf(forecast) ? " Times are UTC." : "";
  const level = Math.round(100 * forecast.level);
  return `${chart}\n\nLower line: forecast of the ${name}; upper line: top of its ${level} % interval.${times}`;
}
