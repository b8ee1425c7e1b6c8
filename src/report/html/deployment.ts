import type { DeploymentForecast } from "../../../planner/index.ts";
import { basisOf, leftOut } from "../basis.ts";
import { COST_HEAD, COST_RIGHT, COST_TITLE, costRows, costSentences } from "../cost-lines.ts";
import type { Locator } from "../locate.ts";
import { findingsOfForecasts } from "../review-facts.ts";
import { reasonsOf } from "../why.ts";
import { counted } from "../wording.ts";
import { budgetFigure } from "./budget-panel.ts";
import { figure } from "./chart.ts";
import { costChart } from "./cost-chart.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { memoryFigure } from "./memory-chart.ts";
import { assumptionTable, findingList, folded, heading, latencyTable, plainCell, windowTable } from "./parts.ts";
import { table } from "./table.ts";
import { latencyFigure, loadFigure } from "./week-panels.ts";
import { worstHourFigure } from "./worst-hour.ts";

/** A forecast and what it is called on the page: `now`, `this change`. The last one is what the page is about. */
export interface Side {
  readonly label: string;
  readonly forecast: DeploymentForecast;
}

export interface DeploymentPart {
  readonly sides: readonly Side[];
  readonly figures: Markup;
  readonly level: 2 | 3;
  readonly locate: Locator;
  readonly withCharts: boolean;
}

/** Everything about one deployment under its headline. */
export async function deploymentPart(part: DeploymentPart): Promise<Markup> {
  const { sides, figures, level, locate, withCharts } = part;
  const forecast = sides.at(-1)?.forecast;
  if (forecast === undefined) return NOTHING;
  const found = findingsOfForecasts([forecast]);
  return html`${figures}
<p class="sub">${basisOf(forecast).join(" · ")}</p>
${reasonBlock(forecast, level)}
${heading(level, found.length === 0 ? "Findings" : counted(found.length, "finding"))}
${findingList(found, locate)}
${withCharts ? await charts(sides, level) : html`<p class="muted">Charts are left out here to keep the page small.</p>`}
${moneyBlock(forecast, level)}
${simulated(forecast, level)}
${assumptionBlock(forecast, level)}`;
}

function reasonBlock(forecast: DeploymentForecast, level: 2 | 3): Markup {
  const reasons = reasonsOf(forecast);
  if (reasons.length === 0) return NOTHING;
  return html`${heading(level, "Why")}
<ul class="plain">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`;
}

async function charts(sides: readonly Side[], level: 2 | 3): Promise<Markup> {
  const forecast = sides.at(-1)?.forecast;
  if (forecast === undefined) return NOTHING;
  const cost = costChart(sides);
  const titled = (title: string, figures: Markup): Markup =>
    figures.markup.trim() === "" ? NOTHING : html`${heading(level, title)}${figures}`;
  return html`${titled("Latency through the week", await latencyFigure(forecast))}
${titled("Load, replicas and queue through the week", await loadFigure(forecast))}
${titled("The worst hour", await worstHourFigure(forecast))}
${titled(sides.length > 1 ? "Memory of one GPU, now and after" : "Memory of one GPU", await memoryFigure(sides))}
${titled("Cost", html`${cost === null ? NOTHING : await figure(cost)}${await budgetFigure(forecast)}`)}`;
}

function moneyBlock({ cost }: DeploymentForecast, level: 2 | 3): Markup {
  const rows = costRows(cost).map((cells) => cells.map(plainCell));
  if (rows.length === 0) return NOTHING;
  const sentences = costSentences({ cost }).map((text) => html`<li>${text}</li>`);
  return html`${heading(level, COST_TITLE)}
${table("Lines of the bill", { head: COST_HEAD, rows, right: COST_RIGHT })}
<ul class="plain">${sentences}</ul>`;
}

function simulated(forecast: DeploymentForecast, level: 2 | 3): Markup {
  if (forecast.windows.length === 0) return NOTHING;
  return html`${heading(level, "Windows of the horizon")}
${windowTable(forecast)}
${folded(html`Latency over all requests`, latencyTable(forecast))}`;
}

function assumptionBlock(forecast: DeploymentForecast, level: 2 | 3): Markup {
  const { assumptions } = forecast;
  const left = leftOut(forecast);
  const note = left === "" ? NOTHING : html`<p>${left}</p>`;
  if (assumptions.length === 0 && left === "") return NOTHING;
  const list =
    assumptions.length === 0
      ? NOTHING
      : folded(html`${counted(assumptions.length, "assumption")}`, assumptionTable(forecast));
  return html`${heading(level, "What it rests on")}
${note}
${list}`;
}
