import type { JobWithMetadata } from "pg-boss";
import type { Attempt } from "../../ports/app-store.ts";

type Tried = Pick<JobWithMetadata, "id" | "retryCount" | "retryLimit" | "retryDelay" | "retryDelayMax">;

/** pg-boss doubles the delay with each attempt, and waits for a random moment of its second half. */
export function attemptOf({ id, retryCount, retryLimit, retryDelay, retryDelayMax }: Tried): Attempt {
  const delay = retryDelay * 2 ** (retryCount + 1);
  const againInSeconds = retryCount >= retryLimit ? null : Math.min(delay, retryDelayMax ?? delay);
  return { id, number: retryCount + 1, againInSeconds };
}
