import type { StepRun } from "./step-run.ts";

/** One replica's life: created (and paid for), ready, draining, gone. A process that starts again is a new member. */
export interface Member {
  readonly run: StepRun;
  readonly createdAt: number;
  /** When its pod has a node with a free GPU, when its container begins, and when it answers. An outage may put them off. */
  placedAt: number;
  runsAt: number;
  readyAt: number;
  goneAt: number;
  state: "starting" | "ready" | "draining" | "gone";
  /** Its next step must be formed once everything else of this instant has happened. */
  needsForming: boolean;
  /** The member that drains once this one is ready (a rolling restart makes the new one first); else null. */
  replaces: Member | null;
  /** How often the same container was killed before, without ten good minutes between. */
  readonly crashes: number;
  /** The replica's preemptions when a request of it last finished; many more since then are a livelock. */
  preemptionsAtFinish: number;
}

/** How long a start takes, in seconds: until there is a node for the pod, until its image is there, until it answers;
 *  what is left out takes no time. */
export interface Startup {
  readonly node?: number;
  readonly image?: number;
  readonly process: number;
}

/** How the fleet's new members come to be. */
export interface Start {
  /** A container that starts again where it was needs no node and no image. */
  readonly kind: "new-pod" | "same-node";
  /** Seconds before it begins to start. */
  readonly wait?: number;
  readonly replaces?: Member;
  readonly crashes?: number;
}

/** What is remembered of a replica once it is gone. Times in seconds. */
export interface Life {
  readonly createdAt: number;
  readonly readyAt: number;
  readonly goneAt: number;
  readonly steps: number;
  readonly blockSeconds: number;
  readonly maxBlocks: number;
  readonly busySeconds: number;
  readonly computedUntil: number;
  /** Prompt tokens of admitted requests, and those of them found in the prefix cache; 0 without one. */
  readonly askedTokens: number;
  readonly hitTokens: number;
}

export function lifeOf({ createdAt, readyAt, goneAt, run }: Member): Life {
  const { steps, blockSeconds, maxBlocks, busySeconds, computedUntil } = run;
  const { askedTokens = 0, hitTokens = 0 } = run.replica.cache ?? {};
  return {
    createdAt,
    readyAt,
    goneAt,
    steps,
    blockSeconds,
    maxBlocks,
    busySeconds,
    computedUntil,
    askedTokens,
    hitTokens,
  };
}
