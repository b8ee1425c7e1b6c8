import type { ApplicationState } from "../../ports/argocd.ts";
import type { Memory } from "../../ports/work-queue.ts";

/** An Argo CD callback: each part as it stands in the Application's status. CONTRACT.md section 8. */
export interface ArgoCdEvent {
  readonly app: string;
  readonly sync: unknown;
  readonly health: unknown;
  readonly operation: unknown;
  readonly annotations: Readonly<Record<string, string>> | null;
}

/** Where the last event of an Application is kept, for whoever cannot ask Argo CD itself. */
export const argoCdEventKey = (namespace: string, application: string): string =>
  `argocd-event/${namespace}/${application}`;

/** What the callbacks said last: a hint, and all there is where the API cannot be asked. */
export async function lastEvent(memory: Memory, namespace: string, name: string): Promise<ApplicationState | null> {
  const event = await memory.read<ArgoCdEvent>(argoCdEventKey(namespace, name));
  return event === null ? null : stateOf(event);
}

/** The state that an event tells. An operation that failed early names no commit that was synced; the one it was to sync counts. */
export function stateOf({ app, sync, health, operation, annotations }: ArgoCdEvent): ApplicationState {
  const revisions = [
    textAt(operation, ["syncResult", "revision"]),
    textAt(operation, ["operation", "sync", "revision"]),
    textAt(sync, ["revision"]),
  ];
  return {
    name: app,
    sync: textAt(sync, ["status"]) ?? "Unknown",
    health: textAt(health, ["status"]) ?? "Unknown",
    phase: textAt(operation, ["phase"]),
    message: textAt(operation, ["message"]) ?? "",
    revision: revisions.find((revision) => revision !== null) ?? null,
    annotations: annotations ?? {},
  };
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
