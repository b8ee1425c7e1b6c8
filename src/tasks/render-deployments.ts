import { join } from "node:path";
import { type Engine, engines } from "../../planner/index.ts";
import { InputError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import { summariseForecast } from "../render/forecast-summary.ts";
import type { RenderInput } from "../render/input.ts";
import { manifestDiff } from "../render/manifest-diff.ts";
import type { InvalidEntry } from "../render/validate.ts";
import { renderText, validateText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { type ForecastOptions, forecastDeployments, type LocatedForecast } from "./forecast-deployments.ts";
import { loadDeployments } from "./load-deployments.ts";
import { listingOf, renderDeployments } from "./render-manifests.ts";
import { DEFAULT_KUBERNETES } from "./validate-manifests.ts";

/** A folder to write into, or one to show the change against without writing. */
export type RenderTarget = { readonly out: string } | { readonly against: string };

/** What to render and where. */
export interface RenderRequest {
  readonly named: readonly string[];
  readonly target: RenderTarget;
}

type RenderWorld = Pick<World, "sources" | "traffic" | "metrics" | "templates" | "schemas" | "files" | "provenance">;

/** `render`: manifests into a folder. Renders whatever the verdict, but writes only when every manifest is valid. */
export async function renderToFolder(
  request: RenderRequest,
  world: RenderWorld,
  options: ForecastOptions,
): Promise<Answer> {
  const loaded = await loadDeployments(request.named, world.sources);
  const located = await forecastDeployments(loaded, world, options);
  const inputs = await renderInputs(located, world);
  const { files, invalid } = await renderDeployments(inputs, world, { kubernetes: DEFAULT_KUBERNETES });
  if (invalid.length > 0) return invalidManifests(files.size, invalid);
  const listing = listingOf(files);
  const document = () => ({ schema: "loadline.render/v1", files: listing });
  const { target } = request;
  if ("against" in target) {
    const changes = manifestDiff(await filesBelow(target.against, world.files), files);
    return { code: 0, document, text: () => changes.map(({ diff }) => diff).join("\n") };
  }
  await world.files.write(target.out, files);
  return { code: 0, document, text: () => renderText({ out: target.out, files: listing }) };
}

/** The YAML files of an earlier rendering. */
async function filesBelow(folder: string, files: World["files"]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of (await files.list(folder)) ?? []) {
    const bytes = path.endsWith(".yaml") ? await files.read(join(folder, path)) : null;
    if (bytes !== null) texts.set(path, new TextDecoder().decode(bytes));
  }
  return texts;
}

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
      source: await world.provenance(loaded.source.description),
    });
  }
  return inputs;
}

/** The answer when a rendered manifest would not be accepted: a mistake in a template or a value it cannot carry. */
export function invalidManifests(files: number, invalid: readonly InvalidEntry[]): Answer {
  const result = { files, documents: files, invalid, skipped: [] };
  return {
    code: 1,
    document: () => ({ schema: "loadline.validate/v1", ...result }),
    text: () => validateText(result),
  };
}

const engineNamed = (name: string): Engine | null => Object.entries(engines).find(([id]) => id === name)?.[1] ?? null;

function notPlanned(message: string, located: LocatedForecast["loaded"]["located"]): InputError {
  const { line, column } = located.locate(["spec", "platform"]);
  const wanted = "a model, GPU, engine and platform that are known";
  const advice = "Manifests follow from the plan, so there are none without it. `loadline plan` says what is missing.";
  return new InputError([{ file: located.file, line, column, at: "spec", found: message, wanted, advice }]);
}
