import { type Engine, engines } from "../../planner/index.ts";
import { LOADING } from "../mistakes/loading.ts";
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
    if (plan === null || engine === null) throw notPlanned({ forecast, loaded });
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

/** Manifests follow from the plan: where nothing is known to plan with, there are none. */
function notPlanned({ forecast, loaded: { located } }: LocatedForecast): InputError {
  const [finding] = forecast.findings;
  const path = finding?.path ?? ["spec"];
  const place = { file: located.file, ...located.locate(path), at: path.join(".") };
  return new InputError([
    { ...place, ...LOADING.notPlanned(finding?.message ?? "nothing is known about it", finding?.action ?? "") },
  ]);
}

/** The deployments of which nothing can be rendered, because model, engine or place are not known or not possible. */
export const withoutPlan = (located: readonly LocatedForecast[]): readonly LocatedForecast[] =>
  located.filter(({ forecast }) => forecast.plan === null);
