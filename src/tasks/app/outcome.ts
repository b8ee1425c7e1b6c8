import type { Outcome } from "../../ports/app-store.ts";

/** How a piece of work ended. `again`: it waits for something; the queue brings it back after so many seconds. */
export type WorkOutcome = Outcome;

export const DONE: WorkOutcome = { kind: "done" };
