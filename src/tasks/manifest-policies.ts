import { join } from "node:path";
import { type Finding, manifestFindings, type Settings } from "../../planner/index.ts";
import type { ConfigSources } from "../ports/config-source.ts";
import { manifestsOf } from "../render/documents.ts";
import type { InvalidEntry } from "../render/validate.ts";
import { loadSettings, SETTINGS_FILE } from "./load-deployments.ts";

/** Files that one path of the command line led to, and the Settings that hold there. */
export interface NamedTexts {
  readonly texts: ReadonlyMap<string, string>;
  readonly settings: Settings;
}

/** The Settings of the nearest `loadline.yaml` at or above a path; what holds without any where there is none. */
export async function settingsAbove(path: string, sources: ConfigSources): Promise<Settings> {
  const root = await sources.rootOf((await sources.isFolder(path)) ? join(path, SETTINGS_FILE) : path);
  return loadSettings(await sources.folder(root), (inside) => join(root, inside));
}

/** What policies say about manifests that somebody wrote. They are looked at together, for a budget or an autoscaler may stand
 *  in another file than its workload; a line that is invalid is a mistake already. */
export function policyFindings(
  named: readonly NamedTexts[],
  invalid: readonly Pick<InvalidEntry, "file" | "line">[],
): readonly Finding[] {
  const manifests = manifestsOf(new Map(named.flatMap(({ texts }) => [...texts])));
  const mistakes = new Set(invalid.map(({ file, line }) => `${file}:${line}`));
  const settings = (file: string) => named.findLast(({ texts }) => texts.has(file))?.settings ?? null;
  const bySettings = Map.groupBy(manifests, ({ file }) => settings(file));
  return [...bySettings.keys()]
    .flatMap((own) =>
      manifestFindings({ manifests, forecast: null }, own).filter(
        ({ resource }) => settings(resource?.file ?? "") === own,
      ),
    )
    .filter(({ resource }) => !mistakes.has(`${resource?.file}:${resource?.line}`))
    .sort(byPlace);
}

function byPlace({ resource: a }: Finding, { resource: b }: Finding): number {
  const [first = "", second = ""] = [a?.file, b?.file];
  if (first !== second) return first < second ? -1 : 1;
  return (a?.line ?? 0) - (b?.line ?? 0);
}
