import { createHash } from "node:crypto";
import { RENDERING } from "../mistakes/rendering.ts";
import { InputError } from "../ports/failure.ts";
import type { ManifestSchemas } from "../ports/manifest-schemas.ts";
import type { Templates } from "../ports/templates.ts";
import type { RenderInput } from "../render/input.ts";
import { renderManifests } from "../render/manifests.ts";
import { type InvalidEntry, validateTexts } from "../render/validate.ts";

/** What rendering a set of deployments gives. Files are only written when nothing is invalid. */
export interface RenderedManifests {
  /** Path to text, sorted by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly invalid: readonly InvalidEntry[];
}

export interface RenderPorts {
  readonly templates: Templates;
  readonly schemas: ManifestSchemas;
}

/** Renders deployments whatever their verdict, and validates every file. Deployments may share files, if they agree. */
export async function renderDeployments(
  inputs: readonly RenderInput[],
  { templates, schemas }: RenderPorts,
  options: { readonly kubernetes: string },
): Promise<RenderedManifests> {
  const texts = await templates.read();
  const files = new Map<string, string>();
  for (const input of inputs) {
    for (const [path, text] of renderManifests(input, texts)) {
      if ((files.get(path) ?? text) !== text) throw clash(path, input);
      files.set(path, text);
    }
  }
  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const { invalid, skipped } = await validateTexts(sorted, schemas, options);
  // Our own templates write known kinds only: what nobody checked must not reach a cluster.
  const unchecked = skipped.map(({ reason, ...place }) => ({ ...place, path: "apiVersion", message: reason }));
  return { files: sorted, invalid: [...invalid, ...unchecked] };
}

/** The `files` of `loadline.render/v1`. */
export function listingOf(files: ReadonlyMap<string, string>): readonly { path: string; sha256: string }[] {
  return [...files].map(([path, text]) => ({ path, sha256: createHash("sha256").update(text, "utf8").digest("hex") }));
}

function clash(path: string, { deployment }: RenderInput): InputError {
  const words = RENDERING.sameFile(`${deployment.namespace}/${deployment.name}`, path);
  return new InputError([{ file: path, line: null, column: null, at: "metadata.name", ...words }]);
}
