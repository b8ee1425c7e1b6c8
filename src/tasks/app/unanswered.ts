import { FAILED_WORK } from "../../mistakes/failed-work.ts";
import { LimitedError } from "../../ports/failure.ts";
import type { Asked } from "./asked.ts";
import { type Failing, givenUp, isGivenUp, isStillQuiet, reasonOf, sayIfPossible } from "./failing.ts";
import { reply, replyForNow } from "./reply.ts";

/** Tells whoever gave a command why there is no answer: once while it is tried again, and at the end. */
export async function tellUnanswered({ host, pull, comment }: Asked, failing: Failing): Promise<void> {
  if (failing.error instanceof LimitedError) return;
  await sayIfPossible(async () => {
    if (isGivenUp(failing)) {
      const next = givenUp(failing, { asking: FAILED_WORK.askCommand, isSwept: false });
      await reply(host, pull.number, { to: comment, body: `${reasonOf(failing)}\n\n${next}` });
      await host.react(comment.id, "confused");
    } else if (!isStillQuiet(failing)) {
      const body = `${reasonOf(failing)}\n\n${FAILED_WORK.triedAgain}`;
      await replyForNow(host, pull.number, { to: comment, body });
    }
  });
}
