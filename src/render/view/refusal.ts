import { InputError } from "../../ports/failure.ts";
import type { RenderInput } from "../input.ts";

/** A ModelDeployment whose manifests cannot be written: where, what stands there, what was wanted, what to do. */
export function notRenderable(
  { deployment }: RenderInput,
  problem: { readonly at: string; readonly found: string; readonly wanted: string; readonly advice: string },
): InputError {
  const file = `ModelDeployment ${deployment.name}`;
  return new InputError([{ file, line: null, column: null, ...problem }]);
}
