import type { Mistake } from "../ports/failure.ts";

/** Templates of manifests, shipped or put in the place of a shipped one. */
export const TEMPLATE = {
  /** `meant` is the question that a misspelling is answered with, if it is one. */
  unknownName: (example: string, meant: string | null): Mistake => ({
    found: "a template that takes the place of none",
    wanted: `the name of a template that loadline ships, such as ${example}`,
    advice: meant ?? "templates/README.md of loadline lists them; other files belong elsewhere.",
  }),
  tooLarge: (bytes: number): Mistake => ({
    found: `${bytes} bytes`,
    wanted: "a template of at most 256 KiB",
    advice: "Print prepared values instead of writing them out.",
  }),
  twoOwners: (first: string, second: string): Mistake => ({
    found: `two different templates, in ${first} and ${second}`,
    wanted: "deployments whose repositories agree on it",
    advice: "Render the deployments of one repository at a time.",
  }),
} as const;
