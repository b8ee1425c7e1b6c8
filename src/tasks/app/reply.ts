import type { CodeHost, Comment } from "../../ports/code-host.ts";
import { COMMENT_LIMIT } from "../../report/index.ts";

const markerOf = ({ id }: Comment): string => `<!-- loadline:answer ${id} -->`;
/** Of a comment that stands where the answer will. */
const placeOf = ({ id }: Comment): string => `<!-- loadline:answer-later ${id} -->`;

/** Whether a command has its answer: then it was performed, and is not performed again. */
export const answeredBefore = (comments: readonly Comment[], command: Comment): boolean =>
  comments.some(({ isOwn, body }) => isOwn && body.startsWith(markerOf(command)));

interface Reply {
  readonly to: Comment;
  readonly body: string;
}

/** Answers a command in a comment of its own, addressed to nobody: a mention would write mail. */
export async function reply(host: CodeHost, number: number, { to, body }: Reply): Promise<void> {
  const whole = `${markerOf(to)}\n${body}`;
  const text =
    whole.length <= COMMENT_LIMIT
      ? whole
      : `${markerOf(to)}\nThe answer is too long for a comment. Ask on the command line.`;
  const place = await placeFor(host, number, to);
  if (place === null) await host.writeComment(number, text);
  else await host.updateComment(place, text);
}

/** Says why the answer is not there yet, once; the answer takes its place. */
export async function replyForNow(host: CodeHost, number: number, { to, body }: Reply): Promise<void> {
  if ((await placeFor(host, number, to)) === null) await host.writeComment(number, `${placeOf(to)}\n${body}`);
}

/** Where the answer is seen elsewhere, nothing is waited for any more. */
export async function takeBackReply(host: CodeHost, number: number, to: Comment): Promise<void> {
  const place = await placeFor(host, number, to);
  if (place !== null) await host.deleteComment(place);
}

async function placeFor(host: CodeHost, number: number, to: Comment): Promise<number | null> {
  const comments = await host.comments(number);
  return comments.find(({ isOwn, body }) => isOwn && body.startsWith(placeOf(to)))?.id ?? null;
}
