import { GITOPS } from "../../mistakes/gitops.ts";
import { InputError, type Problem } from "../../ports/failure.ts";
import type { TreeView } from "../../ports/gitops.ts";
import { applicationPathOf, type Placed } from "../../render/layout/paths.ts";
import { isRecord } from "../../render/record.ts";
import { SOURCE_ANNOTATION } from "../../render/view/application.ts";
import { readYaml } from "../../render/yaml/read.ts";

/** Whether a name is one of the configuration repository that writes now, be it one that it had before. */
export type IsOwn = (source: string, place: Placed) => Promise<boolean>;

/** Throws where a deployment was last written from another configuration repository: its name alone must not hand it over. */
export async function refuseForeign(base: TreeView, places: readonly Placed[], isOwn: IsOwn): Promise<void> {
  const texts = await base.read(places.map(applicationPathOf));
  const problems: Problem[] = [];
  for (const place of places) {
    const path = applicationPathOf(place);
    const claimant = claimantOf(texts.get(path));
    if (claimant === null || (await isOwn(claimant, place))) continue;
    const words = GITOPS.otherSource(`${place.deployment.namespace}/${place.deployment.name}`, claimant);
    problems.push({ file: path, line: null, column: null, at: "", ...words });
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** `owner/name` of the repository that an Application says it comes from; null where it does not say one. */
function claimantOf(text: Uint8Array | undefined): string | null {
  const [document] = readYaml(new TextDecoder().decode(text)).documents;
  const metadata = isRecord(document?.value) ? document.value["metadata"] : null;
  const annotations = isRecord(metadata) ? metadata["annotations"] : null;
  const source = isRecord(annotations) ? annotations[SOURCE_ANNOTATION] : null;
  // A commit from the command line names the address of the repository it was made in.
  const [, name] = /^(?:\w+:\/\/[^/]+\/|[\w.-]+@[^:/]+:)?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(String(source)) ?? [];
  return name ?? null;
}
