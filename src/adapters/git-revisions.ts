import { posix } from "node:path";
import { GITOPS } from "../mistakes/gitops.ts";
import { commandLineError } from "../ports/failure.ts";
import type { SourceTree } from "../ports/revisions.ts";
import { LARGEST_FILE, tooLarge } from "./directory-tree.ts";
import { ask, type Git, type GitSettings, gitFailure, gitIn } from "./git/command.ts";
import { parseEntries, readBlobs, type StoredEntry } from "./git/tree.ts";

/** Links to links that are followed before we call it a circle. */
const MOST_HOPS = 8;

/** One revision of the repository that `folder` stands in; the tree's root is that folder, as it was in the revision. */
export async function gitTree(folder: string, revision: string, settings: GitSettings): Promise<SourceTree> {
  const git = gitIn(folder, settings);
  const commit = await resolveRevision(git, folder, revision);
  const entries = parseEntries(await ask(git, ["ls-tree", "-r", "-l", "-z", commit]));
  const stored = new Map(entries.map((entry) => [entry.path, entry]));
  const isFile = ({ kind }: StoredEntry): boolean => kind === "file" || kind === "executable";
  return {
    description: `${revision} (${commit.slice(0, 12)})`,
    commit,
    list: async () => [...entries.filter(isFile), ...(await linkedFiles(git, stored))].map(({ path }) => path).sort(),
    read: async (path) => {
      const entry = await throughLinks(git, stored, path);
      if (entry === null || !isFile(entry)) return null;
      if ((entry.size ?? 0) > LARGEST_FILE) throw tooLarge(`${revision}:${path}`, entry.size ?? 0);
      return (await readBlobs(git, [entry.id])).get(entry.id) ?? null;
    },
  };
}

async function resolveRevision(git: Git, folder: string, revision: string): Promise<string> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const answer = revision === "" ? null : await git(args);
  if (answer?.code === 0) return answer.stdout.toString("utf8").trim();
  const said = answer?.stderr ?? "";
  if (/dubious ownership/.test(said)) throw gitFailure(args, said);
  const isRepository = (await git(["rev-parse", "--git-dir"])).code === 0;
  const found = JSON.stringify(revision);
  throw commandLineError("", isRepository ? GITOPS.noRevision(found) : GITOPS.revisionWithoutRepository(found, folder));
}

/** Symbolic links that end at a file of the same tree. */
async function linkedFiles(git: Git, stored: ReadonlyMap<string, StoredEntry>): Promise<StoredEntry[]> {
  const links = [...stored.values()].filter(({ kind }) => kind === "symlink");
  const ends = await Promise.all(links.map(({ path }) => throughLinks(git, stored, path)));
  return links.filter((_, index) => ends[index] !== null);
}

/** The file at a path; a link is followed while it stays inside the tree, as `directoryTree` does. */
async function throughLinks(
  git: Git,
  stored: ReadonlyMap<string, StoredEntry>,
  path: string,
): Promise<StoredEntry | null> {
  let at = path;
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const entry = stored.get(at);
    if (entry === undefined || entry.kind !== "symlink") return entry ?? null;
    const target = Buffer.from((await readBlobs(git, [entry.id])).get(entry.id) ?? []).toString("utf8");
    at = posix.normalize(posix.join(posix.dirname(at), target));
    if (target.startsWith("/") || at.startsWith("..")) return null;
  }
  return null;
}
