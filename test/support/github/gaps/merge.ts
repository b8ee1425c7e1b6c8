import { type Place, repositoryOf } from "../gap.ts";
import { type Call, invalid, type Json, notFound, type Reply, reply } from "../message.ts";
import { actorOf, may, type State } from "../state.ts";
import { commitsOf, filesOf, pullNow, tipOf, withInstallation } from "./pull-view.ts";

/** The emulator merges the head and base it saw when the request was opened; this merges what stands there now. */
export async function mergePull(call: Call, place: Place, state: State): Promise<Reply> {
  const repository = repositoryOf(place);
  const path = `/repos/${repository}/pulls/${place["number"]}`;
  const raw = await state.upstream.ask(path).catch(() => null);
  if (raw === null) return notFound();
  if (!may(state, call.token, ["contents", "write"]))
    return reply(403, { message: "Resource not accessible by integration" });
  const pull = await onTip(state, await pullNow(state, raw));
  const { sha, merge_method: method = "merge" } = (call.body ?? {}) as Json;
  if (pull.state !== "open" || pull.draft) return reply(405, { message: "Pull Request is not mergeable" });
  if (sha !== undefined && sha !== pull.head.sha)
    return reply(409, { message: "Head branch was modified. Review and try the merge again." });
  const conflict = await conflictOf(state, pull);
  if (conflict !== null) return reply(405, { message: `Pull Request has merge conflicts in ${conflict}` });
  const commit = await commitOf(state, pull, method);
  const by = await actorOf(state, call.token);
  const key = `${repository}#${pull.number}`;
  state.frozenHeads.set(key, pull.head.sha);
  state.merged.set(key, { sha: commit, at: new Date().toISOString(), by });
  // The emulator tells of the closing by itself; the relay shows it the merge that is recorded here.
  await state.upstream.ask(path, "PATCH", { state: "closed" });
  const after = await withInstallation(state, { repository: pull.base.repo, sender: by });
  state.relay.send("push", { ...after, ref: `refs/heads/${pull.base.ref}`, before: pull.base.sha, after: commit });
  return reply(200, { sha: commit, merged: true, message: "Pull Request successfully merged" });
}

/** What is merged into is the branch as it stands. */
async function onTip(state: State, pull: Json): Promise<Json> {
  const tip = await tipOf(state, pull.base.repo.full_name, pull.base.ref);
  return { ...pull, base: { ...pull.base, sha: tip ?? pull.base.sha } };
}

/** A file that both sides changed since they parted. */
async function conflictOf(state: State, pull: Json): Promise<string | null> {
  const repository = pull.base.repo.full_name as string;
  const [ours, theirs] = await Promise.all([
    filesOf(state, pull),
    state.upstream.ask(`/repos/${repository}/compare/${pull.head.sha}...${pull.base.sha}`),
  ]);
  const mine = new Map(ours.map((file: Json) => [file.filename, file.sha]));
  const both = (theirs.files as Json[]).find((file) => mine.has(file.filename) && mine.get(file.filename) !== file.sha);
  return both?.filename ?? null;
}

async function commitOf(state: State, pull: Json, method: string): Promise<string> {
  const repository = pull.base.repo.full_name as string;
  const base = await tipOf(state, repository, pull.base.ref);
  if (base === null) throw new Error(invalid("the base branch is gone").status.toString());
  const tree = await state.upstream.ask(`/repos/${repository}/git/commits/${base}`);
  const body = { base_tree: tree.tree.sha, tree: await entriesOf(state, pull) };
  const merged = await state.upstream.ask(`/repos/${repository}/git/trees`, "POST", body);
  const message = `Merge pull request #${pull.number} from ${pull.head.label}\n\n${pull.title}`;
  const commit =
    method === "rebase"
      ? await copies(state, pull, { base, tree: merged.sha })
      : await state.upstream.ask(`/repos/${repository}/git/commits`, "POST", {
          ...{ message, tree: merged.sha, parents: method === "merge" ? [base, pull.head.sha] : [base] },
        });
  await state.upstream.ask(`/repos/${repository}/git/refs/heads/${pull.base.ref}`, "PATCH", { sha: commit.sha });
  return commit.sha;
}

/** Each commit of the branch again, on the base, with its message and author. Only the tree of the last one is what it was. */
async function copies(state: State, pull: Json, { base, tree }: { base: string; tree: string }): Promise<Json> {
  let last: Json = { sha: base };
  for (const { message, author } of (await commitsOf(state, pull)).reverse()) {
    const copy = { message, author, tree, parents: [last.sha] };
    last = await state.upstream.ask(`/repos/${pull.base.repo.full_name}/git/commits`, "POST", copy);
  }
  return last;
}

async function entriesOf(state: State, pull: Json): Promise<Json[]> {
  const repository = pull.base.repo.full_name as string;
  const { tree } = await state.upstream.ask(`/repos/${repository}/git/trees/${pull.head.sha}?recursive=1`);
  const modes = new Map((tree as Json[]).map((entry) => [entry.path, entry]));
  return (await filesOf(state, pull)).flatMap((file: Json) => {
    const gone = file.status === "renamed" ? file.previous_filename : file.status === "removed" ? file.filename : null;
    const entry = modes.get(file.filename);
    return [
      ...(gone === null ? [] : [{ path: gone, mode: "100644", type: "blob", sha: null }]),
      ...(entry === undefined ? [] : [{ path: file.filename, mode: entry.mode, type: "blob", sha: entry.sha }]),
    ];
  });
}
