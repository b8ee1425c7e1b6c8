import type { AppWorld } from "../../ports/app-world.ts";
import type { Comment } from "../../ports/code-host.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import { readInPages } from "./read-in-pages.ts";

/** A command that was not performed: who asked, for what, and why not. */
export interface RefusedCommand {
  readonly by: string;
  readonly line: string;
  readonly why: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export const REFUSED_COMMANDS = "refused-command/";
const LONGEST = 200;
/** Refusals are kept for 90 days. */
export const KEPT_MS = 90 * 86_400_000;

interface About {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly comment: Comment;
}

/** Keeps a refusal; the same comment is refused once. */
export async function recordRefusal(
  { memory, world }: AppWorld,
  { repository, number, comment }: About,
  why: string,
): Promise<void> {
  const line = (comment.body.split("\n", 1)[0] ?? "").slice(0, LONGEST);
  const refused: RefusedCommand = { by: comment.author.login, line, why, at: world.clock.now().getTime() };
  await memory.replace(`${REFUSED_COMMANDS}${repository}#${number}/${comment.id}`, null, refused);
}

/** Forgets refusals that are older than they are kept. */
export async function forgetRefusals({ memory, world }: AppWorld): Promise<void> {
  const now = world.clock.now().getTime();
  const all = readInPages<RefusedCommand>(memory, await memory.keys(REFUSED_COMMANDS));
  for await (const [key, { at }] of all) if (now - at > KEPT_MS) await memory.remove(key);
}
