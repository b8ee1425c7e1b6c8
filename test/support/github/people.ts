import type { Json } from "./message.ts";

/** Files by path; null: gone. */
export type Files = Readonly<Record<string, string | null>>;

/** Somebody at GitHub, doing over the API what people do with git and a browser. */
export interface Person {
  /** Throws on anything but 2xx. */
  request(method: string, path: string, body?: unknown): Promise<Json>;
  /** Pushes a commit; the branch grows from the default branch where it is not there yet. Returns the new tip. */
  push(repository: string, branch: string, files: Files): Promise<string>;
  /** `from`: "owner:branch" for a fork. */
  open(repository: string, pull: { branch: string; base?: string; title?: string; draft?: boolean }): Promise<number>;
  comment(repository: string, number: number, body: string): Promise<number>;
  merge(repository: string, number: number, method?: "merge" | "squash" | "rebase"): Promise<string>;
  close(repository: string, number: number): Promise<void>;
  reopen(repository: string, number: number): Promise<void>;
  /** The person's own copy, with the default branch as it stands. */
  fork(repository: string): Promise<string>;
}

export function actAs(url: string, token: string): Person {
  const request = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const headers = { authorization: `token ${token}`, "content-type": "application/json" };
    const response = await fetch(`${url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await response.text();
    if (response.ok) return text === "" ? null : JSON.parse(text);
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  };
  const setState = (repository: string, number: number, state: string): Promise<Json> =>
    request("PATCH", `/repos/${repository}/pulls/${number}`, { state });
  return {
    request,
    push: (repository, branch, files) => push(request, `/repos/${repository}`, { branch, files }),
    open: async (repository, { branch, base = "main", title = `Change ${branch}`, draft = false }) =>
      (await request("POST", `/repos/${repository}/pulls`, { head: branch, base, title, draft })).number,
    comment: async (repository, number, body) =>
      (await request("POST", `/repos/${repository}/issues/${number}/comments`, { body })).id,
    merge: async (repository, number, method = "merge") =>
      (await request("PUT", `/repos/${repository}/pulls/${number}/merge`, { merge_method: method })).sha,
    close: async (repository, number) => void (await setState(repository, number, "closed")),
    reopen: async (repository, number) => void (await setState(repository, number, "open")),
    fork: async (repository) => (await request("POST", `/repos/${repository}/forks`, {})).full_name,
  };
}

type Request = (method: string, path: string, body?: unknown) => Promise<Json>;

async function push(
  request: Request,
  at: string,
  { branch, files }: { branch: string; files: Files },
): Promise<string> {
  const refs = await request("GET", `${at}/git/matching-refs/heads/${branch}`);
  const known = (refs as Json[]).find((ref) => ref.ref === `refs/heads/${branch}`);
  const trunk = (await request("GET", at)).default_branch;
  const parent = known?.object.sha ?? (await request("GET", `${at}/git/ref/heads/${trunk}`)).object.sha;
  const before = await request("GET", `${at}/git/commits/${parent}`);
  const tree = Object.entries(files).map(([path, text]) => {
    const entry = { path, mode: "100644", type: "blob" };
    return text === null ? { ...entry, sha: null } : { ...entry, content: text };
  });
  const made = await request("POST", `${at}/git/trees`, { base_tree: before.tree.sha, tree });
  const message = `Change ${Object.keys(files).join(", ")}`.slice(0, 200);
  const commit = await request("POST", `${at}/git/commits`, { message, tree: made.sha, parents: [parent] });
  if (known === undefined) await request("POST", `${at}/git/refs`, { ref: `refs/heads/${branch}`, sha: commit.sha });
  else await request("PATCH", `${at}/git/refs/heads/${branch}`, { sha: commit.sha });
  return commit.sha;
}
