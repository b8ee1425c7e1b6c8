import type { Reports } from "./reports.ts";
import type { Turns } from "./turns.ts";
import type { Memory, Work, WorkQueue } from "./work-queue.ts";

/** One webhook, as far as it matters that it came. */
export interface Arrival {
  /** X-GitHub-Delivery with a digest of what came: the same again is the same delivery. */
  readonly id: string;
  readonly event: string;
  readonly work: readonly Work[];
}

/** How the work of one process is done. */
export interface Working {
  readonly perform: (work: Work, attempt: Attempt) => Promise<Outcome>;
  /** How many pieces at once. */
  readonly concurrency: number;
  readonly failed: (failure: WorkFailure) => void;
}

/** One try at a piece of work. */
export interface Attempt {
  /** Under which the log has the work; null: there is no log but this run's own. */
  readonly id: string | null;
  /** From 1. */
  readonly number: number;
  /** If it fails, it is tried again within about so many seconds; null: this is the last attempt. */
  readonly againInSeconds: number | null;
}

export type Outcome =
  | { readonly kind: "done" }
  /** Look again later; until then it waits in the queue. */
  | { readonly kind: "again"; readonly afterSeconds: number; readonly why: string };

export interface WorkFailure {
  readonly work: Work;
  readonly id: string;
  readonly error: unknown;
  /** False: this was the last attempt, it now lies among the dead. */
  readonly triesAgain: boolean;
}

export interface DeadWork {
  readonly work: Work;
  readonly at: string;
  readonly error: string;
}

export interface QueueFigures {
  readonly waiting: number;
  /** Seconds since the longest waiting piece could have begun. */
  readonly oldestSeconds: number;
  readonly later: number;
  readonly active: number;
  readonly dead: number;
}

/** What the App keeps: its work, its memory, its reports, its turns at GitHub, and which webhooks came. On disk before anything resolves. */
export interface AppStore {
  /** "postgresql" or "pglite". */
  readonly kind: string;
  readonly queue: WorkQueue;
  readonly memory: Memory;
  readonly reports: Reports;
  readonly turns: Turns;
  /** Queues what came. False: it came before and did not fail, nothing changes. */
  arrive(arrival: Arrival): Promise<boolean>;
  /** Begins to work. May be called once. */
  work(working: Working): Promise<void>;
  figures(): Promise<QueueFigures>;
  /** The newest first. */
  dead(most: number): Promise<readonly DeadWork[]>;
  /** Throws where the database does not answer. */
  check(): Promise<void>;
  /** Takes no more work, waits so long for what runs and hands the rest back. */
  close(seconds: number): Promise<void>;
}
