import type { Environment } from "../ports/environment.ts";
import type { Answer } from "../tasks/answer.ts";
import { reviewOnce } from "../tasks/app/review-once.ts";
import { unwrittenReview } from "../tasks/app/unwritten-review.ts";
import { oneRepository } from "../world.ts";

/** `review`: one pull request of the workflow's repository, with the workflow's token. */
export async function review(environment: Environment, number: number): Promise<Answer> {
  const { app, host, unwritten, tell, close } = await oneRepository(environment);
  try {
    const answer = await reviewOnce(app, host, number);
    const left = unwrittenReview(unwritten());
    if (left !== null) await tell(left);
    return answer;
  } finally {
    await close();
  }
}
