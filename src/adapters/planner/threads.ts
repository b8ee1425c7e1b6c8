import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Piscina } from "piscina";
import type { PlanRequest } from "../../../planner/index.ts";
import type { Planner } from "../../ports/planner.ts";
import type { Question } from "./thread.ts";

/** A thread that has nothing to do ends after so long. */
const IDLE_MS = 60_000;
/** Forecasts and webhooks come before searches on a machine that is busy. */
const SEARCH_NICE = 10;

export interface PlannerThreads {
  readonly planner: Planner;
  /** Resolves when the first thread has loaded all that it needs to answer. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The planner in threads of its own: a simulation takes seconds of computing, in which a server that does it itself would hear
 * nothing.
 */
export function plannerThreads(most = availableParallelism()): PlannerThreads {
  // The sources run as they are, the package compiled: a thread is what this file is.
  const filename = new URL(`./thread${extname(import.meta.url)}`, import.meta.url).href;
  const settings = { filename, name: "answer", idleTimeout: IDLE_MS };
  const forecasts = new Piscina({ ...settings, minThreads: 1, maxThreads: most });
  // A search takes a minute where a forecast takes seconds: it has a thread of its own, and nobody waits behind it.
  const searches = new Piscina({ ...settings, minThreads: 0, maxThreads: 1, niceIncrement: SEARCH_NICE });
  return {
    planner: {
      forecast: (request) => ask(forecasts, { kind: "forecast", request: withoutProgress(request) }),
      advise: (request, space) => ask(searches, { kind: "advise", request: withoutProgress(request), space }),
      compare: (request, quota) => ask(searches, { kind: "compare", request: withoutProgress(request), quota }),
      observe: (question) =>
        ask(forecasts, { kind: "observe", question: { ...question, request: withoutProgress(question.request) } }),
    },
    ready: () => ask(forecasts, { kind: "nothing" }),
    close: async () => {
      await Promise.all([forecasts.destroy(), searches.destroy()]);
    },
  };
}

const ask = <Answer>(pool: Piscina, question: Question): Promise<Answer> => pool.run(question);

/** Functions cannot cross. */
function withoutProgress({ progress: _progress, remembered: _remembered, ...request }: PlanRequest): PlanRequest {
  return request;
}
