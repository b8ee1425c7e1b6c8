/** How a piece of work ended. `again`: it waits for something; the queue brings it back after so many seconds. */
export type WorkOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly afterSeconds: number; readonly why: string };

export const DONE: WorkOutcome = { kind: "done" };
