export type Severity = "notice" | "warning" | "blocking";

/** Keys and indices from the top of a document. */
export type Path = readonly (string | number)[];

/** The manifest that a finding is about, and the line of the place in it. */
export interface Resource {
  readonly kind: string;
  readonly name: string | null;
  readonly file: string;
  readonly line: number | null;
}

/** One thing a policy or the forecast noticed. `path` is where in the ModelDeployment, whose file and line src knows, or,
 *  with a resource, where in that manifest. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly path: Path;
  readonly message: string;
  /** What to do about it; never empty. */
  readonly action: string;
  readonly resource?: Resource;
}

export type Verdict = "pass" | "warn" | "block" | "unknown";
