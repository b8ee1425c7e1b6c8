import type { World } from "../ports/world.ts";
import type { InvalidEntry } from "../render/validate.ts";
import { findingJson, notRenderedText, renderText, validateText } from "../report/index.ts";
import type { Answer, TextStyle } from "./answer.ts";
import { type ForecastOptions, type LocatedForecast, locateIn } from "./forecast-deployments.ts";
import { judgeDeployments } from "./judge-deployments.ts";
import { loadDeployments } from "./load-deployments.ts";
import { areWhole, renderDifference } from "./render-difference.ts";
import { renderInputs, withoutPlan } from "./render-inputs.ts";
import { listingOf, renderDeployments } from "./render-manifests.ts";
import { withOwnTemplates } from "./template-overrides.ts";
import { DEFAULT_KUBERNETES } from "./validate-manifests.ts";

/** A folder to write into, one to show the change against, or both; without the first nothing is written. */
export interface RenderTarget {
  readonly out?: string;
  readonly against?: string;
}

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
  const { templates } = withOwnTemplates(world, loaded);
  const located = await judgeDeployments(loaded, { ...world, templates }, options);
  if (withoutPlan(located).length > 0) return nothingRendered(located);
  const inputs = await renderInputs(located, world);
  const ports = { templates, schemas: world.schemas };
  const { files, invalid } = await renderDeployments(inputs, ports, { kubernetes: DEFAULT_KUBERNETES });
  if (invalid.length > 0) return invalidManifests(files.size, invalid);
  const listing = listingOf(files);
  const findings = located.flatMap(({ forecast }) =>
    forecast.findings
      .filter(({ resource }) => resource !== undefined)
      .map((finding) => ({ deployment: forecast.name, finding })),
  );
  const locate = locateIn(located);
  const document = () => ({
    ...{ schema: "loadline.render/v1", files: listing },
    findings: findings.map(({ deployment, finding }) => findingJson(finding, deployment, locate)),
  });
  const { out, against } = request.target;
  const isWhole = () => areWhole(request.named, world.sources);
  const rendered = { files, places: inputs, isWhole };
  const changes = against === undefined ? [] : await renderDifference(against, rendered, world.files);
  if (out !== undefined) await world.files.write(out, files);
  const diffs = changes.map(({ diff }) => diff);
  const written = (style: TextStyle) =>
    out === undefined ? [] : [renderText({ out, files: listing, findings }, style)];
  return { code: 0, document, text: (style) => [...diffs, ...written(style)].join("\n") };
}

/** Nobody can say what to render for a model, an engine or a place that is not known: nothing is written, not even for the others. */
function nothingRendered(located: readonly LocatedForecast[]): Answer {
  const locate = locateIn(located);
  const findings = withoutPlan(located).flatMap(({ forecast: { name, findings: all } }) =>
    all.map((finding) => ({ deployment: name, finding })),
  );
  return {
    code: 1,
    document: () => ({
      ...{ schema: "loadline.render/v1", files: [] },
      findings: findings.map(({ deployment, finding }) => findingJson(finding, deployment, locate)),
    }),
    text: (style) => notRenderedText(findings, { ...style, locate }),
  };
}

/** The answer when a rendered manifest would not be accepted: a mistake in a template or a value it cannot carry. */
export function invalidManifests(files: number, invalid: readonly InvalidEntry[]): Answer {
  const result = { files, documents: files, invalid, skipped: [], findings: [] };
  return {
    code: 1,
    document: () => ({ schema: "loadline.validate/v1", ...result }),
    text: () => validateText(result),
  };
}
