import type { Mistake } from "../ports/failure.ts";

const preparedOnly = "a template that prints prepared values only";
const compare = "Compare it with the template that loadline ships.";

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
  /** `reason` is the parser's own. */
  unreadable: (reason: string): Mistake => ({
    found: reason,
    wanted: preparedOnly,
    advice: "Close every block and every {{.",
  }),
  notOneValue: (name: string, helper: string): Mistake => ({
    found: `{{${name}}}`,
    wanted: preparedOnly,
    advice: `Print one prepared value: {{${helper} name}}.`,
  }),
  otherBlock: (name: string): Mistake => ({
    found: `{{#${name}}}`,
    wanted: preparedOnly,
    advice: "Only {{#if name}}, {{#unless name}} and {{#each name}} are blocks here.",
  }),
  foreignName: (name: string): Mistake => ({
    found: name,
    wanted: preparedOnly,
    advice: "Name a value of the template's own data.",
  }),
  computed: (name: string): Mistake => ({
    found: `(${name} ...)`,
    wanted: preparedOnly,
    advice: "Name one of the values that templates/README.md lists: they are worked out before.",
  }),
  partial: (found: string): Mistake => ({
    found,
    wanted: preparedOnly,
    advice: "Partials are not available: write the text here.",
  }),
  decorator: (found: string): Mistake => ({
    found,
    wanted: preparedOnly,
    advice: "Decorators are not available: remove it.",
  }),
  /** `found` names what is not there. */
  missingName: (found: string): Mistake => ({
    found,
    wanted: preparedOnly,
    advice: "See templates/README.md for the names.",
  }),
  endless: (most: number): Mistake => ({
    found: `what repeats more than ${most} times`,
    wanted: "as many repetitions as a manifest has parts",
    advice: "Nest {{#each}} less deep.",
  }),
  /** `reason` says which value it is. */
  notPrinted: (reason: string): Mistake => ({
    found: reason,
    wanted: preparedOnly,
    advice: "See templates/README.md for the names, and for what may be printed where.",
  }),
  missing: {
    found: "no such template",
    wanted: "a template by this name",
    advice: "Install loadline again: it ships one.",
  },
  noYaml: (found: string): Mistake => ({ found, wanted: "YAML that every reader reads alike", advice: compare }),
  noManifest: (documents: number): Mistake => ({
    found: documents === 1 ? "a document that is no mapping" : `${documents} documents`,
    wanted: "exactly one manifest",
    advice: compare,
  }),
  /** Both as JSON. */
  otherManifest: (printed: string, wanted: string): Mistake => ({
    found: `it prints ${printed}`,
    wanted,
    advice: compare,
  }),
  noWorkflow: {
    found: "no `on` and `jobs`, or more than a workflow has",
    wanted: "a workflow",
    advice: compare,
  },
  otherInstructions: (printed: string, wanted: string): Mistake => ({
    found: `it prints the instructions ${printed}`,
    wanted: `those of the template: ${wanted}`,
    advice: compare,
  }),
  /** `line` of what it prints. */
  dockerfileFault: (line: number, message: string): Mistake => ({
    found: `line ${line}: ${message}`,
    wanted: "a Dockerfile that builds the same again",
    advice: compare,
  }),
  danger: (found: string): Mistake => ({
    found,
    wanted: "a manifest that stays inside its namespace and its containers",
    advice: "loadline does not write this; apply it by hand if you mean it.",
  }),
} as const;
