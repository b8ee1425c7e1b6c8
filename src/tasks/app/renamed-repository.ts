import type { AppWorld } from "../../ports/app-world.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Memory, Work } from "../../ports/work-queue.ts";
import { GIVEN_UP } from "./given-up.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { readInPages } from "./read-in-pages.ts";
import { isOpen, type Leaving, type Rollout } from "./rollout.ts";
import { LEAVING, PLACES, ROLLOUTS } from "./rollout-memory.ts";

/** Work that was under way with the old name may still have written by it; so much later it has not. */
const ONCE_MORE_SECONDS = 120;
/** A name that led to another and that to a third. */
const MOST_NAMES = 10;

const MOVED = "moved/";
const movedKey = (repository: RepositoryName): string => `${MOVED}${repository}`;
/** Keys of what is remembered that hold the name of a repository; the empty one is the value itself. */
const NAMES = ["repository", "gitops", ""];
/** Kept by other names than those of repositories. */
const ELSEWHERE = /^(application|argocd-event|moved)\//;

/**
 * `named`: a repository has this name now, and had another `before`. What is remembered of it follows, also where other
 * repositories commit to it; from then on work that still waits under the old name is done under the new one.
 */
export async function followName(
  { memory, queue }: Pick<AppWorld, "memory" | "queue">,
  { repository, before, isRepeat = false }: Omit<Extract<Work, { kind: "named" }>, "kind">,
): Promise<WorkOutcome> {
  // By now the old name may be somebody else's, or this repository's once more.
  if (isRepeat && before !== null && (await memory.read(movedKey(before))) !== repository) return DONE;
  // Whatever had this name before, the name leads to this repository now.
  if (!isRepeat) await memory.remove(movedKey(repository));
  if (before === null || before === repository) return DONE;
  if (!isRepeat) await memory.write(movedKey(before), repository);
  const moved = await moveKeys(memory, before, repository);
  await renameWithin(memory, before, repository);
  await queue.add(await lookAgain(memory, moved, repository));
  // What was under way may still write by the old name.
  if (!isRepeat) await queue.add([{ kind: "named", repository, before, isRepeat: true }], ONCE_MORE_SECONDS);
  return DONE;
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

/** Each key is `kind/owner/name`, `kind/owner/name#…` or `kind/owner/name/…`. What was written under the new name already is newer and stays. */
async function moveKeys(memory: Memory, from: RepositoryName, to: RepositoryName): Promise<readonly string[]> {
  const moved: string[] = [];
  for (const key of await memory.keys("")) {
    const kind = key.slice(0, key.indexOf("/") + 1);
    const about = key.slice(kind.length);
    const isOurs = about === from || about.startsWith(`${from}#`) || about.startsWith(`${from}/`);
    if (!isOurs || ELSEWHERE.test(key)) continue;
    const next = `${kind}${to}${about.slice(from.length)}`;
    await memory.replace(next, null, await memory.read(key));
    await memory.remove(key);
    moved.push(next);
  }
  return moved;
}

/** What names a repository inside of what is remembered: whose merge it is, and where its manifests lie. */
async function renameWithin(memory: Memory, from: RepositoryName, to: RepositoryName): Promise<void> {
  const kinds = [ROLLOUTS, LEAVING, GIVEN_UP, PLACES, "application/"];
  const keys = (await Promise.all(kinds.map((kind) => memory.keys(kind)))).flat();
  for await (const [key, value] of readInPages(memory, keys)) {
    const renamed = JSON.parse(JSON.stringify(value), (property: string, one: unknown) =>
      NAMES.includes(property) && one === from ? to : one,
    ) as unknown;
    if (JSON.stringify(renamed) !== JSON.stringify(value)) await memory.write(key, renamed);
  }
}

/** An approval counts again once somebody looks; a rollout that is under way is followed on. */
async function lookAgain(memory: Memory, keys: readonly string[], repository: RepositoryName): Promise<Work[]> {
  const wanted: Work[] = [];
  for (const key of keys) {
    const [, kind, digits] = /^(approval|rollout|leaving)\/[^#]*#(\d+)$/.exec(key) ?? [];
    const number = Number(digits);
    if (kind === "approval") wanted.push({ kind: "review", repository, number });
    else if (kind !== undefined) {
      const told = (await memory.read<readonly (Rollout | Leaving)[]>(key)) ?? [];
      if (told.some(isOpen)) wanted.push({ kind: "deploy", repository, number });
    }
  }
  return wanted;
}
