import type { AppWorld } from "../../ports/app-world.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Memory, Work } from "../../ports/work-queue.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { readInPages } from "./read-in-pages.ts";
import { LEAVING, ROLLOUTS } from "./rollout-memory.ts";

/** Work that was under way with the old name may still have written by it; so much later it has not. */
const ONCE_MORE_SECONDS = 120;
/** A name that led to another and that to a third. */
const MOST_NAMES = 10;

const movedKey = (repository: RepositoryName): string => `moved/${repository}`;

/**
 * `named`: a repository has this name now, and had another `before`. What is remembered of it follows, also where other
 * repositories commit to it; from then on work that still waits under the old name is done under the new one.
 */
export async function followName(
  { memory, queue }: Pick<AppWorld, "memory" | "queue">,
  { repository, before }: { readonly repository: RepositoryName; readonly before: RepositoryName | null },
): Promise<WorkOutcome> {
  // Whatever had this name before, the name leads to this repository now.
  await memory.remove(movedKey(repository));
  if (before === null || before === repository) return DONE;
  await memory.write(movedKey(before), repository);
  const moved = await moveKeys(memory, before, repository);
  await renameWithin(memory, before, repository);
  await queue.add(moved.flatMap((key) => lookAgain(key, repository)));
  if (moved.length === 0) return DONE;
  return { kind: "again", afterSeconds: ONCE_MORE_SECONDS, why: "what was under way may have used the old name" };
}

/** The name that a repository has by now. */
export async function currentName(
  memory: Memory,
  repository: RepositoryName,
  left = MOST_NAMES,
): Promise<RepositoryName> {
  const next = left === 0 ? null : await memory.read<RepositoryName>(movedKey(repository));
  return next === null ? repository : currentName(memory, next, left - 1);
}

/** Each key is `kind/owner/name#…` or `kind/owner/name/…`. What was written under the new name already is newer and stays. */
async function moveKeys(memory: Memory, from: RepositoryName, to: RepositoryName): Promise<readonly string[]> {
  const moved: string[] = [];
  for (const key of await memory.keys("")) {
    const kind = key.slice(0, key.indexOf("/") + 1);
    const about = key.slice(kind.length);
    if (!about.startsWith(`${from}#`) && !about.startsWith(`${from}/`)) continue;
    const next = `${kind}${to}${about.slice(from.length)}`;
    await memory.replace(next, null, await memory.read(key));
    await memory.remove(key);
    moved.push(next);
  }
  return moved;
}

/** What names a repository inside of what is remembered: whose merge it is, and where its manifests lie. */
async function renameWithin(memory: Memory, from: RepositoryName, to: RepositoryName): Promise<void> {
  const kinds = [ROLLOUTS, LEAVING, "application/"];
  const keys = (await Promise.all(kinds.map((kind) => memory.keys(kind)))).flat();
  for await (const [key, value] of readInPages(memory, keys)) {
    const renamed = JSON.parse(JSON.stringify(value), (property: string, one: unknown) =>
      (property === "repository" || property === "gitops") && one === from ? to : one,
    ) as unknown;
    if (JSON.stringify(renamed) !== JSON.stringify(value)) await memory.write(key, renamed);
  }
}

/** An approval counts again once somebody looks; a rollout is followed on. */
function lookAgain(key: string, repository: RepositoryName): readonly Work[] {
  const [, kind, digits] = /^(approval|rollout|leaving)\/[^#]*#(\d+)$/.exec(key) ?? [];
  if (kind === undefined) return [];
  return [{ kind: kind === "approval" ? "review" : "deploy", repository, number: Number(digits) }];
}
