import type { Json } from "../message.ts";
import type { State } from "../state.ts";

/** A pull request as GitHub would show it now: its head moves with the branch until it is closed, its base stays behind. */
export async function pullNow(state: State, pull: Json): Promise<Json> {
  const repository = pull.base.repo.full_name as string;
  const key = `${repository}#${pull.number}`;
  const merged = state.merged.get(key);
  const sha = await headOf(state, pull);
  return {
    ...pull,
    head: { ...pull.head, sha },
    base: {
      ...pull.base,
      sha: state.frozenBases.get(key) ?? pull.base.sha,
      repo: repositoryNow(state, pull.base.repo),
    },
    locked: state.locked.has(key) || pull.locked,
    ...(merged === undefined
      ? {}
      : { merged: true, merged_at: merged.at, merge_commit_sha: merged.sha, merged_by: merged.by, state: "closed" }),
  };
}

/** GitHub looks at the base when a pull request is opened, gets another base, or its head is pushed; and at no other time. */
export async function lookAtBase(state: State, pull: Json): Promise<void> {
  const repository = pull.base.repo.full_name as string;
  const tip = await tipOf(state, repository, pull.base.ref);
  if (tip !== null) state.frozenBases.set(`${repository}#${pull.number}`, tip);
}

/** As pullNow, with the numbers of its files and commits. */
export async function wholePull(state: State, pull: Json): Promise<Json> {
  const now = await pullNow(state, pull);
  const files = (await filesOf(state, now)) as Json[];
  const sum = (name: string): number => files.reduce((total, file) => total + file[name], 0);
  const commits = (await commitsOf(state, now)).length;
  return { ...now, commits, changed_files: files.length, additions: sum("additions"), deletions: sum("deletions") };
}

/** The emulator's own comparison; binary and too large files carry no patch, as at GitHub. */
export async function filesOf(state: State, pull: Json): Promise<Json[]> {
  const repository = pull.base.repo.full_name as string;
  const compared = await state.upstream.ask(`/repos/${repository}/compare/${pull.base.sha}...${pull.head.sha}`);
  return compared.files ?? [];
}

/** The commits that a head has beyond its base, the last one first: their first parents down to where both part. */
export async function commitsOf(state: State, pull: Json): Promise<Json[]> {
  const at = `/repos/${pull.base.repo.full_name}`;
  const compared = await state.upstream.ask(`${at}/compare/${pull.base.sha}...${pull.head.sha}`);
  const found: Json[] = [];
  for (let sha = pull.head.sha; sha !== compared.merge_base_commit?.sha && found.length < 250; ) {
    const commit = await state.upstream.ask(`${at}/git/commits/${sha}`);
    found.push(commit);
    sha = commit.parents[0]?.sha;
    if (sha === undefined) break;
  }
  return found;
}

/** GitHub lists every repository with these; the emulator leaves some out. */
export const repositoryNow = (state: State, repository: Json): Json => ({
  ...repository,
  archived: state.archived.has(repository.full_name) || repository.archived,
});

export async function openPullsOf(state: State, repository: string, branch: string): Promise<Json[]> {
  const own = await state.upstream.ask(`/repos/${repository}/pulls?state=open&per_page=100`);
  const parent = state.forks.get(repository);
  const above = parent === undefined ? [] : await state.upstream.ask(`/repos/${parent}/pulls?state=open&per_page=100`);
  return [...own, ...above].filter(
    (pull: Json) => pull.head.ref === branch && pull.head.repo?.full_name === repository,
  );
}

export async function tipOf(state: State, repository: string, branch: string): Promise<string | null> {
  try {
    return (await state.upstream.ask(`/repos/${repository}/git/ref/heads/${branch}`)).object.sha;
  } catch {
    return null;
  }
}

/** Payloads of an App carry the installation through which they came. */
export async function withInstallation(state: State, payload: Json): Promise<Json> {
  const name = payload.repository.full_name as string;
  const installation = await state.upstream.ask(`/repos/${name}/installation`).catch(() => null);
  return installation === null ? payload : { ...payload, installation: { id: installation.id, node_id: "I" } };
}

async function headOf(state: State, pull: Json): Promise<string> {
  const frozen = state.frozenHeads.get(`${pull.base.repo.full_name}#${pull.number}`);
  if (frozen !== undefined && pull.state !== "open") return frozen;
  return (pull.head.repo && (await tipOf(state, pull.head.repo.full_name, pull.head.ref))) ?? pull.head.sha;
}
