import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { validateTexts } from "../../../src/render/validate.ts";

const schemas = kubernetesModels();

export const check = (files: ReadonlyMap<string, string>) => validateTexts(files, schemas, { kubernetes: "1.34" });

/** What lies in the folder of the deployment `chat` itself, path and text. */
export function ownFolder(input: RenderInput, templates: ReadonlyMap<string, string>): readonly [string, string][] {
  return [...renderManifests(input, templates)].filter(([path]) => path.startsWith("clusters/prod/ai-models/chat/"));
}
