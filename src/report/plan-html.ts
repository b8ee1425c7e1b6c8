import type { DeploymentForecast } from "../../planner/index.ts";
import { figuresOf } from "./figures.ts";
import { headlineOf } from "./headline.ts";
import { html, type Markup } from "./html/markup.ts";
import { standingCell, valueCell } from "./html/parts.ts";
import { reportPage } from "./html/report-page.ts";
import { table } from "./html/table.ts";
import { type Locator, nowhere } from "./locate.ts";

/** `plan --format html`: one self-contained page. */
export function planHtml(forecasts: readonly DeploymentForecast[], locate: Locator = nowhere): Promise<string> {
  return reportPage({
    kind: "plan",
    about: "",
    entries: forecasts.map((forecast) => ({
      headline: headlineOf(forecast),
      sides: [{ label: "forecast", forecast }],
      figures: figureTable(forecast),
    })),
    locate,
    after: html``,
  });
}

function figureTable(forecast: DeploymentForecast): Markup {
  const rows = figuresOf(forecast).map(({ label, value, range, target, probability, standing }) => [
    html`${label}`,
    valueCell(value, standing, true),
    html`${range === value ? "" : range}`,
    html`${target}`,
    html`${probability}`,
    standingCell(standing),
  ]);
  const head = ["", "Forecast", "P10 – P90", "Target", "Met with", ""];
  return table(`Figures of ${forecast.name}`, { head, rows, right: [1, 2, 3, 4] });
}
