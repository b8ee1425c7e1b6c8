/** An Application as Argo CD's API shows it; texts are the Application's own words. */
export interface ApplicationState {
  readonly name: string;
  /** `Synced`, `OutOfSync`, `Unknown`. */
  readonly sync: string;
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing`, `Unknown`. */
  readonly health: string;
  /** Phase of the last operation: `Running`, `Succeeded`, `Failed`, `Error`, `Terminating`; null before the first. */
  readonly phase: string | null;
  /** What the last operation said. */
  readonly message: string;
  /** Commit that was synced last; early failures leave it empty, then it is the one that was to be synced. */
  readonly revision: string | null;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Argo CD's API, read only. The address and the token are the operator's. */
export interface ArgoCd {
  /** Null: no such Application, or it is out of reach for the token. */
  application(name: string, namespace: string): Promise<ApplicationState | null>;
}
