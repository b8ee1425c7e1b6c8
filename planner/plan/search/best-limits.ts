import type { Resolved } from "../resolve.ts";

/** A combination with what its engine limits come to. */
interface Limited {
  readonly resolved: Resolved;
  /** Requests per second that a replica carries within the target on the time per token. */
  readonly score: number;
  readonly changes: number;
}

/** Other limits and KV formats go on, so many for each machine, split and weights, if they carry so much more. */
const OTHERS_KEPT = 2;
const NOTICEABLE = 0.05;

/** For each split and weights the file's own limits and KV format, and the best others, if they carry noticeably more within the
 *  target on the time per token. */
export function bestLimits<One extends Limited>(judged: readonly One[]): readonly One[] {
  const groups = Map.groupBy(judged, ({ resolved: { plan } }) => `${plan.gpusPerReplica} ${plan.weights}`);
  return [...groups.values()].flatMap((group) => {
    const [own, ...others] = group;
    if (own === undefined) return [];
    const better = others.filter(({ score }) => score > own.score * (1 + NOTICEABLE));
    return [own, ...better.sort((a, b) => b.score - a.score || a.changes - b.changes).slice(0, OTHERS_KEPT)];
  });
}
