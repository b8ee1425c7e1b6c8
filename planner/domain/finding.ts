export type Severity = "notice" | "warning" | "blocking";

/** One thing a policy or the forecast noticed. `path` is where in the ModelDeployment; src turns it into file and line. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What to do about it; never empty. */
  readonly action: string;
}

export type Verdict = "pass" | "warn" | "block" | "unknown";
