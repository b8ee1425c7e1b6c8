import type { DeploymentForecast } from "../../planner/index.ts";
import { basisNote, detailSections, marked } from "./deployment-markdown.ts";
import { figuresOf } from "./figures.ts";
import { type Headline, headlineOf, summaryOf } from "./headline.ts";
import { type Locator, nowhere } from "./locate.ts";
import { code, markdownTable, plain } from "./markdown.ts";
import { fixed, joinSections, type Section } from "./sections.ts";
import { VERDICT_EMOJI } from "./wording.ts";

/** `plan --format markdown`: verdict, table, what it rests on; the rest folded. Fits a GitHub comment. */
export function planMarkdown(forecasts: readonly DeploymentForecast[], locate: Locator = nowhere): string {
  const isAlone = forecasts.length === 1;
  return joinSections([
    ...titleSections(forecasts),
    ...forecasts.flatMap((forecast) => sectionsOf(forecast, isAlone, locate)),
  ]);
}

/** The verdict as a heading of some level. */
export function headlineMarkdown({ verdict, name, rest }: Headline, level: 3 | 4): string {
  const brand = level === 3 ? "loadline: " : "";
  return `${"#".repeat(level)} ${VERDICT_EMOJI[verdict]} ${brand}${code(name, 80)} ${plain(rest, 300)}`;
}

function titleSections(forecasts: readonly DeploymentForecast[]): readonly Section[] {
  const [only] = forecasts;
  if (forecasts.length === 1 && only !== undefined) {
    return [fixed("the verdict", 0, headlineMarkdown(headlineOf(only), 3))];
  }
  const summary = summaryOf(forecasts.map(headlineOf));
  return [fixed("the verdict", 0, `### ${VERDICT_EMOJI[summary.verdict]} loadline: ${summary.text}`)];
}

function sectionsOf(forecast: DeploymentForecast, isAlone: boolean, locate: Locator): readonly Section[] {
  const title = isAlone ? [] : [headlineMarkdown(headlineOf(forecast), 4)];
  const text = [...title, figureTable(forecast), basisNote(forecast, "")].join("\n\n");
  const head = fixed(`the table of ${code(forecast.name, 80)}`, 1, text);
  return [head, ...detailSections(forecast, head, locate)];
}

function figureTable(forecast: DeploymentForecast): string {
  const rows = figuresOf(forecast).map(({ label, value, range, target, probability, standing }) => [
    label,
    standing === "missed" ? `**${marked(value, standing)}**` : marked(value, standing),
    range === value ? "" : range,
    target,
    probability,
  ]);
  return markdownTable([code(forecast.name, 80), "forecast", "P10 – P90", "target", "met with"], rows, [1, 2, 3, 4]);
}
