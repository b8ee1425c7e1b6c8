import type { Ask } from "../emulator.ts";
import { forward } from "../forward.ts";
import { type Place, repositoryOf } from "../gap.ts";
import type { Call, Json, Reply } from "../message.ts";
import type { State } from "../state.ts";
import { tipOf } from "./pull-view.ts";

interface Copy {
  readonly from: string;
  readonly to: string;
  readonly branch: string;
  /** As whom to write; left out: the double itself. */
  readonly write?: Ask;
}

/** Copies a branch's commits with the trees and blobs they name; ids are of content, so they stay the same. */
export async function copyHistory(state: State, copy: Copy): Promise<string | null> {
  const tip = await tipOf(state, copy.from, copy.branch);
  if (tip !== null) await copyCommit(state, copy, tip);
  return tip;
}

async function copyCommit(state: State, copy: Copy, sha: string): Promise<void> {
  if (await stands(state, `/repos/${copy.to}/git/commits/${sha}`)) return;
  const commit = await state.upstream.ask(`/repos/${copy.from}/git/commits/${sha}`);
  for (const parent of commit.parents) await copyCommit(state, copy, parent.sha);
  await copyTree(state, copy, commit.tree.sha);
  const { message, author, committer } = commit;
  const parents = commit.parents.map((parent: Json) => parent.sha);
  const body = { message, author, committer, parents, tree: commit.tree.sha };
  const written = await writing(state, copy)(`/repos/${copy.to}/git/commits`, "POST", body);
  if (written.sha !== sha) throw new Error(`commit ${sha} of ${copy.from} became ${written.sha} in ${copy.to}`);
}

async function copyTree(state: State, copy: Copy, sha: string): Promise<void> {
  if (await stands(state, `/repos/${copy.to}/git/trees/${sha}`)) return;
  const { tree } = await state.upstream.ask(`/repos/${copy.from}/git/trees/${sha}`);
  for (const entry of tree as Json[]) {
    if (entry.type === "tree") await copyTree(state, copy, entry.sha);
    if (entry.type === "blob") await copyBlob(state, copy, entry.sha);
  }
  const entries = (tree as Json[]).map(({ path, mode, type, sha: of }) => ({ path, mode, type, sha: of }));
  await writing(state, copy)(`/repos/${copy.to}/git/trees`, "POST", { tree: entries });
}

async function copyBlob(state: State, copy: Copy, sha: string): Promise<void> {
  const { from, to } = copy;
  const { content, encoding } = await state.upstream.ask(`/repos/${from}/git/blobs/${sha}`);
  await writing(state, copy)(`/repos/${to}/git/blobs`, "POST", { content, encoding });
}

const stands = (state: State, path: string): Promise<boolean> =>
  state.upstream.ask(path).then(
    () => true,
    () => false,
  );

const writing = (state: State, { write }: Copy): Ask => write ?? state.upstream.ask;

/** A copy that begins where the original stands; the emulator begins it anew. */
export async function forkRepository(call: Call, place: Place, state: State): Promise<Reply> {
  const answer = await forward(state, call);
  if (answer.status !== 202) return answer;
  const { full_name: to, default_branch: branch } = answer.body as Json;
  state.forks.set(to, repositoryOf(place));
  const write = state.upstream.as(call.token ?? "");
  const tip = await copyHistory(state, { from: repositoryOf(place), to, branch, write });
  await write(`/repos/${to}/git/refs/heads/${branch}`, "PATCH", { sha: tip, force: true });
  return answer;
}
