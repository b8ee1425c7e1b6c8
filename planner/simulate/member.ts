import type { StepRun } from "./step-run.ts";

/** One replica's life: created (and paid for), ready, draining, gone. */
export interface Member {
  readonly run: StepRun;
  readonly createdAt: number;
  readonly readyAt: number;
  goneAt: number;
  state: "starting" | "ready" | "draining" | "gone";
  /** Its next step must be formed once everything else of this instant has happened. */
  needsForming: boolean;
}
