import type { CodeHost, Comment } from "../../ports/code-host.ts";
import { COMMENT_LIMIT } from "../../report/index.ts";

const markerOf = ({ id }: Comment): string => `<!-- loadline:answer ${id} -->`;

/** Whether a command has its answer: then it was performed, and is not performed again. */
export const answeredBefore = (comments: readonly Comment[], command: Comment): boolean =>
  comments.some(({ isOwn, body }) => isOwn && body.startsWith(markerOf(command)));

/** Answers a command in a comment of its own, addressed to nobody: a mention would write mail. */
export async function reply(
  host: CodeHost,
  number: number,
  { to, body }: { to: Comment; body: string },
): Promise<void> {
  const text = `${markerOf(to)}\n${body}`;
  await host.writeComment(
    number,
    text.length <= COMMENT_LIMIT
      ? text
      : `${markerOf(to)}\nThe answer is too long for a comment. Ask on the command line.`,
  );
}
