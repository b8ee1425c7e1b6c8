import { type ApplicationState, type ApplicationStatus, applicationState } from "../../ports/argocd.ts";
import type { Memory } from "../../ports/work-queue.ts";

/** Where the last event of an Application is kept, for whoever cannot ask Argo CD itself. */
export const argoCdEventKey = (namespace: string, application: string): string =>
  `argocd-event/${namespace}/${application}`;

/** An Argo CD callback. CONTRACT.md section 8. */
type ArgoCdEvent = Omit<ApplicationStatus, "name"> & { readonly app: string };

/** What the callbacks said last: a hint, and all there is where the API cannot be asked. */
export async function lastEvent(memory: Memory, namespace: string, name: string): Promise<ApplicationState | null> {
  const event = await memory.read<ArgoCdEvent>(argoCdEventKey(namespace, name));
  return event === null ? null : applicationState({ ...event, name: event.app });
}
