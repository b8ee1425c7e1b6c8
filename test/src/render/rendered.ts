import { load } from "js-yaml";
import { isDockerfile } from "../../../src/render/dockerfile.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";

/** The rendered files that are manifests: what builds an image is none. */
export const manifestFiles = (
  input: RenderInput,
  templates: ReadonlyMap<string, string>,
): readonly (readonly [path: string, text: string])[] =>
  [...renderManifests(input, templates)].filter(([path]) => !path.includes("/_build/"));

/** What a deployment is rendered to, by the name of each file; files of the cluster and of Argo CD included. */
export function renderedFiles(
  input: RenderInput,
  templates: ReadonlyMap<string, string>,
): ReadonlyMap<string, unknown> {
  return new Map(
    [...renderManifests(input, templates)].map(([path, text]) => [
      path.slice(path.lastIndexOf("/") + 1),
      isDockerfile(path) ? text : load(text),
    ]),
  );
}
