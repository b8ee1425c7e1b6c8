/** An Application as Argo CD's API shows it; texts are the Application's own words. */
export interface ApplicationState {
  readonly name: string;
  /** `Synced`, `OutOfSync`, `Unknown`. */
  readonly sync: string;
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing`, `Unknown`. */
  readonly health: string;
  /** Phase of the operation that brought `revision`: `Running`, `Succeeded`, `Failed`, `Error`, `Terminating`; null where none was needed. */
  readonly phase: string | null;
  /** What that operation said. */
  readonly message: string;
  /** Commit that the cluster has, or is to get. */
  readonly revision: string | null;
  /** When that operation began, in milliseconds since 1970; null where there was none, or it does not say. */
  readonly startedAt: number | null;
  /** That operation names no commit: `revision` is at best what Argo CD compares the cluster with by now. */
  readonly isNameless: boolean;
  /** Why Argo CD cannot compare it with its files, or take up a sync at all; null where nothing stands in the way. */
  readonly problem: string | null;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Argo CD's API, read only. The address and the token are the operator's. */
export interface ArgoCd {
  /** Null: no such Application, or it is out of reach for the token. */
  application(name: string, namespace: string): Promise<ApplicationState | null>;
}

/** Parts of an Application's status as Argo CD writes them, in its API and in its callbacks alike. */
export interface ApplicationStatus {
  readonly name: string;
  readonly sync: unknown;
  readonly health: unknown;
  readonly operation: unknown;
  /** Only its API has these. */
  readonly conditions?: unknown;
  readonly annotations: Readonly<Record<string, string>> | null;
}

/** What a status says. */
export function applicationState(status: ApplicationStatus): ApplicationState {
  const { name, sync, health, annotations } = status;
  return {
    name,
    sync: textAt(sync, ["status"]) ?? "Unknown",
    health: textAt(health, ["status"]) ?? "Unknown",
    ...lastOperation(status),
    problem: problemIn(status),
    annotations: annotations ?? {},
  };
}

/**
 * An operation that failed early names no commit that was synced; the one it was to sync counts then. A commit that changes nothing
 * in the cluster is in sync without an operation: the last one was about an earlier commit.
 */
function lastOperation({
  sync,
  operation,
}: ApplicationStatus): Pick<ApplicationState, "phase" | "message" | "revision" | "startedAt" | "isNameless"> {
  const phase = textAt(operation, ["phase"]);
  const ofOperation =
    textAt(operation, ["syncResult", "revision"]) ?? textAt(operation, ["operation", "sync", "revision"]);
  const compared = textAt(sync, ["revision"]);
  const isOver = textAt(sync, ["status"]) === "Synced" && phase !== "Running" && phase !== "Terminating";
  if (isOver && compared !== null && compared !== ofOperation) return { ...NO_OPERATION, revision: compared };
  const began = Date.parse(textAt(operation, ["startedAt"]) ?? "");
  return {
    ...{ phase, message: textAt(operation, ["message"]) ?? "", revision: ofOperation ?? compared },
    startedAt: Number.isNaN(began) ? null : began,
    isNameless: phase !== null && ofOperation === null,
  };
}

const NO_OPERATION = { phase: null, message: "", startedAt: null, isNameless: false } as const;

/** `ComparisonError`, `InvalidSpecError`, `SyncError` and their likes say why; a callback says only that it is so. */
function problemIn({ sync, conditions }: ApplicationStatus): string | null {
  const said = (Array.isArray(conditions) ? conditions : []).flatMap((condition: unknown) =>
    textAt(condition, ["type"])?.endsWith("Error") ? [textAt(condition, ["message"]) ?? "it does not say why"] : [],
  );
  const [first = null] = said;
  return first ?? (textAt(sync, ["status"]) === "Unknown" ? "no word on what would change" : null);
}

/** A text at a path; null where there is none, or an empty one. */
function textAt(value: unknown, path: readonly string[]): string | null {
  const found = path.reduce<unknown>(
    (part, key) =>
      part !== null && typeof part === "object" && Object.hasOwn(part, key) ? Reflect.get(part, key) : null,
    value,
  );
  return typeof found === "string" && found !== "" ? found : null;
}
