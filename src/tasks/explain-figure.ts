import { type ExplainedFigure, explainedFigures } from "../../planner/index.ts";
import { didYouMean } from "../config/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError, type InputError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import { explainJson, explainText, figuresJson, figuresText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import type { ForecastOptions } from "./forecast-deployments.ts";
import { type JudgingWorld, judgeDeployments } from "./judge-deployments.ts";
import { loadDeployments } from "./load-deployments.ts";
import { isRefusal } from "./plan-deployments.ts";
import { withOwnTemplates } from "./template-overrides.ts";

/** What to explain: a ModelDeployment, and one of its figures or all by name. */
export interface ExplainRequest {
  readonly file: string;
  readonly figure: string | null;
}

/** `explain`: how a number of the plan came about, from facts and traffic. */
export async function explainFigure(
  { file, figure }: ExplainRequest,
  world: JudgingWorld & Pick<World, "sources">,
  options: ForecastOptions,
): Promise<Answer> {
  const loaded = await loadDeployments([file], world.sources);
  if (loaded.length > 1) throw several(file, loaded.length);
  const located = await judgeDeployments(loaded, withOwnTemplates(world, loaded), options);
  const forecast = located[0]?.forecast;
  if (forecast === undefined) throw several(file, 0);
  const figures = explainedFigures(forecast);
  const { name } = forecast;
  const code = isRefusal(forecast) && figures.length === 0 ? 1 : 0;
  if (figure === null || figures.length === 0) {
    return { code, document: () => figuresJson(forecast, figures), text: (style) => figuresText(name, figures, style) };
  }
  const one = figureNamed(figures, figure);
  return { code, document: () => explainJson(name, one), text: (style) => explainText(name, one, style) };
}

function several(file: string, count: number): InputError {
  return commandLineError("FILE", COMMAND_LINE.severalDeployments(file, count));
}

/** By its place in the plan's JSON, or by one of the short names. */
function figureNamed(figures: readonly ExplainedFigure[], asked: string): ExplainedFigure {
  const wanted = asked.toLowerCase();
  const names = ({ figure, aliases }: ExplainedFigure) => [figure, ...aliases].map((name) => name.toLowerCase());
  const found = figures.find((one) => names(one).includes(wanted));
  if (found !== undefined) return found;
  const known = figures.flatMap(({ figure, aliases }) => [figure, ...aliases]);
  const some = figures.flatMap(({ aliases }) => aliases.slice(0, 1));
  throw commandLineError("FIGURE", COMMAND_LINE.noFigure(asked, didYouMean(asked, known), some));
}
