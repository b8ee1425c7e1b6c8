import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";
import { badGateway } from "../../support/github/faults.ts";
import type { Json } from "../../support/github/message.ts";
import { findings } from "../../support/github/openapi.ts";

let github: GitHubDouble;
const REPO = "acme/serving";

beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

describe("the GitHub double", () => {
  it("moves a pull request's head with its branch and says so", async () => {
    const dev = github.as("dev");
    await dev.push(REPO, "one", { "models/a.yaml": "a: 1\nb: 2\n", "README.md": "# other\n" });
    const number = await dev.open(REPO, { branch: "one" });
    const sha = await dev.push(REPO, "one", { "models/a.yaml": "a: 1\nb: 3\n" });
    const pull = await dev.request("GET", `/repos/${REPO}/pulls/${number}`);
    expect(pull.head.sha).toBe(sha);
    expect(pull.changed_files).toBe(2);
    const files = await dev.request("GET", `/repos/${REPO}/pulls/${number}/files`);
    expect(files.map((file: Json) => [file.filename, file.status])).toEqual([
      ["models/a.yaml", "added"],
      ["README.md", "modified"],
    ]);
    await github.settled();
    const actions = github.deliveries
      .filter(({ event }) => event === "pull_request")
      .map(({ payload }) => payload.action);
    expect(actions).toEqual(["opened", "synchronize"]);
    const last = github.deliveries.at(-1)?.payload;
    expect(last).toMatchObject({ number, after: sha, installation: { id: 5 }, pull_request: { head: { sha } } });
  });

  it("shows the base as it stood when the head was last pushed", async () => {
    const dev = github.as("dev");
    await dev.push(REPO, "behind", { "behind.txt": "1" });
    const number = await dev.open(REPO, { branch: "behind" });
    const base = async (): Promise<string> => (await dev.request("GET", `/repos/${REPO}/pulls/${number}`)).base.sha;
    const opened = await base();
    const tip = await dev.push(REPO, "main", { "meanwhile.txt": "x" });
    expect(await base()).toBe(opened);
    await dev.push(REPO, "behind", { "behind.txt": "2" });
    expect([tip === opened, await base()]).toEqual([false, tip]);
    const sha = await dev.merge(REPO, number);
    const { tree } = await dev.request("GET", `/repos/${REPO}/git/trees/${sha}?recursive=1`);
    expect(tree.map((entry: Json) => entry.path)).toEqual(expect.arrayContaining(["meanwhile.txt", "behind.txt"]));
    expect(await base()).toBe(tip);
  });

  it("merges what stands there now and keeps what others merged", async () => {
    const dev = github.as("dev");
    await dev.push(REPO, "left", { "left.txt": "left" });
    await dev.push(REPO, "right", { "right.txt": "right" });
    const left = await dev.open(REPO, { branch: "left" });
    const right = await dev.open(REPO, { branch: "right" });
    await dev.push(REPO, "right", { "right.txt": "right again" });
    await dev.merge(REPO, left);
    const sha = await github.as("alice").merge(REPO, right);
    const { tree } = await dev.request("GET", `/repos/${REPO}/git/trees/main?recursive=1`);
    expect(tree.map((entry: Json) => entry.path)).toEqual(expect.arrayContaining(["left.txt", "right.txt"]));
    const text = await dev.request("GET", `/repos/${REPO}/contents/right.txt`);
    expect(Buffer.from(text.content, "base64").toString()).toBe("right again");
    await github.settled();
    const closed = github.deliveries.findLast(({ payload }) => payload.action === "closed")?.payload;
    expect(closed).toMatchObject({ sender: { login: "alice" }, pull_request: { merged: true, merge_commit_sha: sha } });
  });

  it("shows a fork's commits through the repository it was forked from", async () => {
    const mallory = github.as("mallory");
    const fork = await mallory.fork(REPO);
    const sha = await mallory.push(fork, "evil", { "models/evil.yaml": "x: 1\n" });
    const number = await mallory.open(REPO, { branch: "mallory:evil" });
    const pull = await github.as("dev").request("GET", `/repos/${REPO}/pulls/${number}`);
    expect(pull.head).toMatchObject({ sha, repo: { full_name: fork } });
    const seen = await github.as("dev").request("GET", `/repos/${REPO}/git/commits/${sha}`);
    expect(seen.sha).toBe(sha);
    const next = await mallory.push(fork, "evil", { "models/evil.yaml": "x: 2\n" });
    expect((await github.as("dev").request("GET", `/repos/${REPO}/pulls/${number}`)).head.sha).toBe(next);
    await github.settled();
    expect(github.deliveries.at(-1)?.payload).toMatchObject({ action: "synchronize", after: next });
  });

  it("gives a comment one time, in whole seconds, until somebody edits it", async () => {
    const dev = github.as("dev");
    await dev.push(REPO, "talk", { "README.md": "# talk\n" });
    const number = await dev.open(REPO, { branch: "talk" });
    const timesOf = (comment: Json): readonly string[] => [comment.created_at, comment.updated_at];
    const at = `/repos/${REPO}/issues`;
    // Fifty: the emulator's two times are a millisecond apart now and then.
    for (let turn = 0; turn < 50; turn++) await dev.comment(REPO, number, "/loadline help");
    const said: Json[] = await dev.request("GET", `${at}/${number}/comments?per_page=100`);
    expect(said).toHaveLength(50);
    for (const [made, changed] of said.map(timesOf)) expect([made, changed]).toEqual([made, made]);
    expect(said[0].created_at).toMatch(/:\d\dZ$/);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await dev.request("PATCH", `${at}/comments/${said[0].id}`, { body: "/loadline approve" });
    const [made, changed] = timesOf(await dev.request("GET", `${at}/comments/${said[0].id}`));
    expect(Date.parse(changed ?? "")).toBeGreaterThan(Date.parse(made ?? ""));
  });

  it("refuses tokens that nobody was given", async () => {
    const answer = await fetch(`${github.url}/api/v3/repos/${REPO}`, { headers: { authorization: "token guessed" } });
    expect(answer.status).toBe(401);
  });

  it("loses the answer of a write that took effect, where a test wants it", async () => {
    const dev = github.as("dev");
    await dev.push(REPO, "talk", { "talk.txt": "x" });
    const number = await dev.open(REPO, { branch: "talk" });
    github.fail({ method: "POST", path: /comments$/, when: "after", answer: badGateway() });
    await expect(dev.comment(REPO, number, "hello")).rejects.toThrow("502");
    const comments = await dev.request("GET", `/repos/${REPO}/issues/${number}/comments`);
    expect(comments.map((comment: Json) => comment.body)).toEqual(["hello"]);
  });
});

describe("GitHub's own description", () => {
  const asked = (method: string, path: string, body?: unknown) => {
    const url = new URL(path, "http://x");
    const call = { method, path: url.pathname, query: url.searchParams, headers: {}, body, text: "", token: null };
    return findings({ call });
  };

  it("has nothing against requests as GitHub wants them", () => {
    expect(asked("GET", "/repos/a/b/pulls?state=open&per_page=100")).toEqual([]);
    expect(asked("GET", "/repos/a/b/git/trees/abc?recursive=1")).toEqual([]);
    expect(asked("GET", "/repos/a/b/compare/x...y/z")).toEqual([]);
    const output = { title: "t", summary: "s", annotations: [] };
    const check = { name: "loadline", head_sha: "abc", status: "completed", conclusion: "success", output };
    expect(asked("POST", "/repos/a/b/check-runs", check)).toEqual([]);
  });

  it("says what is wrong with others", () => {
    expect(asked("GET", "/repos/a/b/pulls?stat=open")).toEqual([
      "GET /repos/{owner}/{repo}/pulls: unknown query parameter stat",
    ]);
    expect(asked("POST", "/repos/a/b/issues/1/comments", { text: "x" }).join()).toContain("required property 'body'");
    expect(asked("POST", "/repos/a/b/check-runs", { name: "x", head_sha: "y", conclusion: "fine" })).not.toEqual([]);
    expect(asked("GET", "/repos/a/b/nonsense")).toEqual(["GET /repos/a/b/nonsense: no such operation"]);
  });
});
