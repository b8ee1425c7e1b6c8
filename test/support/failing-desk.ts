import { expect } from "vitest";
import { OUTSIDE } from "../../src/mistakes/outside.ts";
import { OutsideError } from "../../src/ports/failure.ts";
import type { Work } from "../../src/ports/work-queue.ts";
import { attemptAt } from "../fakes/app-world.ts";
import { sha, type Tree } from "../fakes/code-host.ts";
import { BASE, MODEL_FIXED, pushTo, type ReviewDesk, reviewDesk, withSettings } from "./review-desk.ts";

export const DOWN = new OutsideError(
  "Prometheus main",
  OUTSIDE.prometheusUnreachable("connect ECONNREFUSED 10.1.2.3:9090"),
  true,
);
export const REFUSES = new OutsideError("Prometheus main", OUTSIDE.prometheusAnswers(401, "no"), false);
export const BUG = new TypeError("s3cret is not a function");

const METRICS = "prometheus: { main: {} }";
const MEASURED = MODEL_FIXED.replace(
  /traffic: \{.*\}/,
  "traffic: { prometheus: { server: main, rate: 'sum(x)', window: 14d } }",
);
/** The same without any traffic of a Prometheus. */
export const UNMEASURED: Tree = withSettings(BASE, METRICS);

interface FailingDesk extends ReviewDesk {
  /** Whoever asks the Prometheus gets this. */
  readonly failing: (error: Error) => void;
  /** Attempts as the queue makes them, up to this one: all of them fail. */
  readonly attempts: (work: Work, last: number) => Promise<void>;
}

/** A change whose traffic is in a Prometheus: the pull request's head `d`, and a merge group `e`. */
export function failingDesk(): FailingDesk {
  const { host, app } = reviewDesk();
  const head = { ...UNMEASURED, "models/chat.yaml": MEASURED };
  host.commits.set(sha("a"), UNMEASURED);
  host.commits.set(sha("e"), head);
  pushTo(host, "d", head);
  return {
    host,
    app,
    failing: (error) => void Object.assign(app.world, { metrics: () => Promise.reject(error) }),
    attempts: async (work, last) => {
      for (let number = 1; number <= last; number++) {
        await expect(app.perform(work, attemptAt(number))).rejects.toThrow();
      }
    },
  };
}
