import type { AppWorld } from "../../ports/app-world.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Rollout } from "./rollout.ts";

const DAY = 86_400;
const HOUR = 3600;
/** Days after which a deployment is looked at again: once it has seen a day, and once it has seen a weekend. */
const AFTER_DAYS = [1, 7] as const;
/** A window begins up to two hours after the merge, and Prometheus takes a moment more. */
const GRACE = 3 * HOUR;

interface Moved {
  readonly before: readonly Rollout[];
  readonly now: readonly Rollout[];
}

/** What has just reached its cluster is looked at a day and a week later. Queued before it is remembered: twice is once. */
export async function observeLater(
  { queue }: Pick<AppWorld, "queue">,
  repository: RepositoryName,
  { before, now }: Moved,
): Promise<void> {
  const arrived = now.find(({ state }, i) => state === "success" && before[i]?.state !== "success");
  if (arrived === undefined) return;
  const { number } = arrived;
  for (const days of AFTER_DAYS) await queue.add([{ kind: "observe", repository, number, days }], days * DAY + GRACE);
}

/** The stretch to look at, whole hours, from when everything was up; null while it is not over. */
export function stretchAfter(
  { begun }: Pick<Rollout, "begun">,
  days: number,
  now: Date,
): { from: number; to: number } | null {
  const from = (Math.ceil(begun / 1000 / HOUR) + 1) * HOUR;
  const to = from + days * DAY;
  return to > now.getTime() / 1000 ? null : { from, to };
}
