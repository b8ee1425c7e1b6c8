import type { ResolvedPlan, SchedulerPolicy, Workload } from "../domain/index.ts";
import { stream } from "../domain/index.ts";
import { ONE_REPLICA } from "../simulate/one-replica.ts";
import { simulate } from "../simulate/simulate.ts";
import type { StepTime } from "../steps/step-time.ts";
import { replicaLimits, withinContext } from "./windows.ts";

/** One replica, and the traffic whose requests it is given. */
export interface CapacityQuestion {
  readonly plan: ResolvedPlan;
  readonly policy: SchedulerPolicy;
  readonly stepTime: StepTime;
  readonly workload: Workload;
  readonly seed: number;
}

/** Requests drawn from the traffic: enough for the mean of skewed lengths, and for many turns of a full batch. */
const DRAWN = { least: 2000, turns: 12, most: 50_000 };

/** Requests per second that one replica finishes while its queue never empties, by simulation: with preemptions, with what a
 *  step wastes, with the lengths that really come. Counted over the middle half of the answers, where the batch is full; 0
 *  when it can serve none of them. */
export function requestsPerSecondPerReplica(question: CapacityQuestion): number {
  const { plan, policy, stepTime, seed } = question;
  const answer = simulate({
    ...ONE_REPLICA,
    ...{ load: { kind: "open", workload: drawn(question) }, policy, stepTime, limits: replicaLimits(plan), seed },
    keepRequests: true,
  });
  if (answer.kind === "notSimulated" || answer.columns === null) return 0;
  const { finish, status } = answer.columns;
  const done = finish.filter((_, i) => status[i] === 0).sort();
  const at = (share: number) => Math.floor(share * (done.length - 1));
  const seconds = (done[at(0.75)] ?? 0) - (done[at(0.25)] ?? 0);
  if (seconds <= 0) return done.length === 0 ? 0 : done.length / (done.at(-1) ?? 1);
  // What is refused on arrival costs nothing, so traffic may bring that much more.
  return ((at(0.75) - at(0.25)) / seconds) * (finish.length / done.length);
}

/** Requests as the traffic has them, in any order, all waiting from the beginning. */
function drawn({ plan, workload, seed }: CapacityQuestion): Workload {
  const random = stream(seed, "capacity");
  const size = workload.arrivals.length;
  const batch = Math.min(plan.limits.maxSequences, plan.memory.kvBlocks);
  const length = Math.min(DRAWN.most, Math.max(DRAWN.least, DRAWN.turns * batch));
  const picks = new Uint32Array(length).map(() => Math.floor(random.next() * size));
  const of = (tokens: Int32Array) => new Int32Array(length).map((_, i) => tokens[picks[i] ?? 0] ?? 0);
  return withinContext(
    {
      arrivals: new Float64Array(picks.length),
      inputTokens: of(workload.inputTokens),
      outputTokens: of(workload.outputTokens),
      prefixIds: null,
      prefixTokens: null,
    },
    plan.maxContext,
  );
}
