import type { Environment } from "../ports/environment.ts";
import type { Answer } from "../tasks/answer.ts";
import { reviewOnce } from "../tasks/app/review-once.ts";
import { oneRepository } from "../world.ts";

/** `review`: one pull request of the workflow's repository, with the workflow's token. */
export async function review(environment: Environment, number: number): Promise<Answer> {
  const { app, host, close } = await oneRepository(environment);
  try {
    return await reviewOnce(app, host, number);
  } finally {
    await close();
  }
}
