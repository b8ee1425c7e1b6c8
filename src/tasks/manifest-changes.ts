import type { ManifestChange } from "../../planner/index.ts";
import { isWithin } from "../ports/repository-path.ts";
import type { Templates } from "../ports/templates.ts";
import type { RenderInput } from "../render/input.ts";
import { applicationPathOf, sharedFoldersOf } from "../render/layout/paths.ts";
import { manifestDiff } from "../render/manifest-diff.ts";
import { renderManifests } from "../render/manifests.ts";
import type { Pair } from "./changed-pairs.ts";
import type { LocatedForecast } from "./forecast-deployments.ts";
import { renderInputs } from "./render-inputs.ts";

interface Forecasts {
  readonly base: readonly LocatedForecast[];
  readonly head: readonly LocatedForecast[];
}

/** What a merge would change of the manifests. Both sides are rendered with the templates of the base: a template is code, and what a
 *  change brings is data until it is merged. */
export async function manifestChanges(
  changed: readonly Pair[],
  { base, head }: Forecasts,
  trusted: Templates,
): Promise<readonly ManifestChange[]> {
  const templates = await trusted.read();
  const before = await inputsOf(base.filter((one) => !staysAsItIs(one, changed, head)));
  const after = rendered(await inputsOf(head), templates);
  return manifestDiff(leaving(before, rendered(before, templates), after), after);
}

/** A deployment whose plan is unknown after the change is not deployed: what runs of it is not touched. Its findings say why. */
function staysAsItIs({ loaded }: LocatedForecast, changed: readonly Pair[], head: readonly LocatedForecast[]): boolean {
  const next = changed.find(({ base }) => base === loaded)?.head ?? null;
  return next !== null && head.some((one) => one.loaded === next && one.forecast.plan === null);
}

/** Where a change comes from is the same on both sides of a review; only what it changes is shown. */
const inputsOf = (located: readonly LocatedForecast[]): Promise<readonly RenderInput[]> =>
  renderInputs(
    located.filter(({ forecast }) => forecast.plan !== null),
    { provenance: async () => ({ repository: null, revision: null }) },
  );

const rendered = (inputs: readonly RenderInput[], templates: ReadonlyMap<string, string>): Files =>
  new Map(inputs.flatMap((input) => [...renderManifests(input, templates)]));

type Files = ReadonlyMap<string, string>;

/** What deployments of a cluster share stays where one of them goes: a merge takes its own folders and its Application. */
function leaving(inputs: readonly RenderInput[], before: Files, after: Files): Files {
  const shared = inputs.flatMap(sharedFoldersOf);
  const own = new Set(inputs.map(applicationPathOf));
  const isShared = (path: string) => !own.has(path) && shared.some((folder) => isWithin(path, folder));
  return new Map([...before].filter(([path]) => after.has(path) || !isShared(path)));
}
