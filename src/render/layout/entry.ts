import type { RenderInput, View } from "../input.ts";

/** One file to write: the template, where it goes, what must come out, and the data that goes in. */
export interface PlannedFile {
  readonly template: string;
  readonly path: string;
  readonly expects: ExpectedManifest | "workflow" | "dockerfile";
  readonly view: View;
}

export interface ExpectedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
}

/** One template of a deployment's own folder. The output's name is the template's: a path never comes from rendered text. */
export interface Entry {
  /** Folder and name of the template, without `.yaml.hbs`. */
  readonly template: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly view: (input: RenderInput) => View;
  /** `metadata.name` of the output, where it is not the deployment's. */
  readonly name?: (input: RenderInput) => string;
  /** Left out: always rendered. */
  readonly applies?: (input: RenderInput) => boolean;
}
