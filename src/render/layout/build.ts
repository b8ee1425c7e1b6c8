import type { RenderInput } from "../input.ts";
import { buildWorkflowView, dockerfileView } from "../view/build.ts";
import { servesBuiltImage } from "../view/built-image.ts";
import type { PlannedFile } from "./entry.ts";
import { buildFolderOf } from "./paths.ts";

/** An image with the model in it. Outside of what Argo CD syncs, and never where GitHub would run it by itself: a human
 *  copies the workflow to `.github/workflows`. */
export function buildFiles(input: RenderInput): readonly PlannedFile[] {
  // An image that stands on itself would hold the model twice: to build again, name the engine's image again.
  if (input.deployment.build === null || servesBuiltImage(input)) return [];
  const folder = buildFolderOf(input);
  return [
    {
      template: "build/Dockerfile.hbs",
      path: `${folder}/Dockerfile`,
      expects: "dockerfile",
      view: dockerfileView(input),
    },
    {
      template: "build/build-workflow.yaml.hbs",
      path: `${folder}/build-workflow.yaml`,
      expects: "workflow",
      view: buildWorkflowView(input),
    },
  ];
}
