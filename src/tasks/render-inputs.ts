import { type Engine, engines } from "../../planner/index.ts";
import { RENDERING } from "../mistakes/rendering.ts";
import { InputError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import { figuresOf } from "../render/forecast-figures.ts";
import { summariseForecast } from "../render/forecast-summary.ts";
import type { RenderInput } from "../render/input.ts";
import type { LocatedForecast } from "./forecast-deployments.ts";

/** What the templates need of each forecast: who asked, with which plan, from which repository. */
export async function renderInputs(
  located: readonly LocatedForecast[],
  world: Pick<World, "provenance">,
): Promise<readonly RenderInput[]> {
  const inputs: RenderInput[] = [];
  for (const { forecast, loaded } of located) {
    const { plan, deployment } = forecast;
    const engine = engineNamed(deployment.engine.name);
    if (plan === null || engine === null) throw notPlanned(forecast.findings[0]?.message ?? "unknown", loaded.located);
    inputs.push({
      deployment,
      plan,
      engine,
      settings: loaded.settings,
      forecast: summariseForecast(forecast),
      figures: figuresOf(forecast),
      source: await world.provenance(loaded.source.description),
      stands: (at) => ({ file: loaded.located.file, ...loaded.located.locate(stepsOf(at)) }),
    });
  }
  return inputs;
}

/** "spec.access.secrets[0].key", step by step. */
const stepsOf = (at: string): (string | number)[] =>
  at.split(/[.[\]]+/).flatMap((step) => (step === "" ? [] : [/^\d+$/.test(step) ? Number(step) : step]));

const engineNamed = (name: string): Engine | null => Object.entries(engines).find(([id]) => id === name)?.[1] ?? null;

function notPlanned(message: string, located: LocatedForecast["loaded"]["located"]): InputError {
  const { line, column } = located.locate(["spec", "platform"]);
  return new InputError([{ file: located.file, line, column, at: "spec", ...RENDERING.notPlanned(message) }]);
}
