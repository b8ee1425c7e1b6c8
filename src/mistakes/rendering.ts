import type { Mistake } from "../ports/failure.ts";

/** ModelDeployments that no manifests can be written for, and manifests that must not be. */
export const RENDERING = {
  /** `found` is why there is no plan. */
  notPlanned: (found: string): Mistake => ({
    found,
    wanted: "a model, GPU, engine and platform that are known",
    advice: "Manifests follow from the plan, so there are none without it. `loadline plan` says what is missing.",
  }),
  sameFile: (name: string, path: string): Mistake => ({
    found: `${name} writes ${path}, as another ModelDeployment does`,
    wanted: "one ModelDeployment for each name and namespace",
    advice: "Rename one of the two.",
  }),
} as const;
