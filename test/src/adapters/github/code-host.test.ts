import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeHost } from "../../../../src/ports/code-host.ts";
import { type AppUnderTest, appAgainst, findingsOfApp } from "../../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../../support/github/double.ts";
import { badGateway } from "../../../support/github/faults.ts";
import { reply } from "../../../support/github/message.ts";
import type { Person } from "../../../support/github/people.ts";

const REPO = "acme/serving";
let github: GitHubDouble;
let under: AppUnderTest;
let host: CodeHost;
let dev: Person;

beforeAll(async () => {
  github = await startGitHub({ repositories: [REPO, "acme/gitops", "acme/old"] });
  under = appAgainst(github);
  host = await under.host();
  dev = github.as("dev");
});
afterAll(() => github.close());

let made = 0;
async function openPull(
  files: Record<string, string | null> = { "models/chat.yaml": "a: 1\nb: 2\nc: 3\n" },
): Promise<number> {
  made += 1;
  const branch = `change-${made}`;
  await dev.push(REPO, branch, files);
  return dev.open(REPO, { branch });
}

describe("a pull request", () => {
  it("is read with its files, the lines that stand in the diff, and where its branch left the base", async () => {
    const base = await dev.push(REPO, "main", {
      "kept.yaml": "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n",
      "moved.yaml": "x: 1\n",
    });
    const number = await openPull({
      "kept.yaml": "1\n2\n3\n4\n5\n6\n7\n8\nnine\n10\n",
      "moved.yaml": null,
      "elsewhere/moved.yaml": "x: 1\n",
      "new.yaml": "a: 1\nb: 2\n",
    });
    await dev.push(REPO, "main", { "unrelated.txt": "x" });
    const pull = await host.pullRequest(number);
    expect(pull).toMatchObject({
      number,
      state: "open",
      isFork: false,
      isDraft: false,
      isArchived: false,
      mergeBase: base,
    });
    expect(pull?.author).toEqual({ login: "dev", isBot: false });
    const files = new Map(pull?.files?.map((file) => [file.path, file]));
    expect([...files.keys()].sort()).toEqual(["elsewhere/moved.yaml", "kept.yaml", "new.yaml"]);
    expect(files.get("elsewhere/moved.yaml")).toMatchObject({ change: "renamed", before: "moved.yaml" });
    expect(files.get("kept.yaml")?.lines).toContain(9);
    expect(files.get("kept.yaml")?.lines).not.toContain(1);
    expect(files.get("new.yaml")?.lines).toEqual([1, 2]);
  });

  it("names the base branch as it stands, of which GitHub keeps what it was when the head was pushed", async () => {
    const opened = await dev.push(REPO, "main", { "loadline.yaml": "approvers: [alice]\n" });
    const number = await openPull();
    const tip = await dev.push(REPO, "main", { "loadline.yaml": "approvers: []\n" });
    expect((await dev.request("GET", `/repos/${REPO}/pulls/${number}`)).base.sha).toBe(opened);
    expect(await host.pullRequest(number)).toMatchObject({ base: { branch: "main", sha: tip }, mergeBase: opened });
  });

  it("that does not exist is null, and a repository without the App too", async () => {
    expect(await host.pullRequest(99_999)).toBeNull();
    expect(await under.app.hosts.repository("mallory/none")).toBeNull();
  });

  it("of a fork is read through the base repository, content included", async () => {
    const mallory = github.as("mallory");
    const fork = await mallory.fork(REPO);
    const sha = await mallory.push(fork, "evil", { "models/evil.yaml": "evil: true\n" });
    const number = await mallory.open(REPO, { branch: "mallory:evil" });
    expect(await host.pullRequest(number)).toMatchObject({ isFork: true, head: { sha } });
    expect(await host.pullRequestsOf(sha)).toEqual([number]);
    const source = await host.source(sha);
    expect(Buffer.from((await source.read("models/evil.yaml")) ?? []).toString()).toBe("evil: true\n");
  });

  it("says how it ended", async () => {
    const merged = await openPull({ "m.txt": "x" });
    const sha = await github.as("alice").merge(REPO, merged);
    expect(await host.pullRequest(merged)).toMatchObject({ state: "merged", mergeCommit: sha, mergedBy: "alice" });
    const closed = await openPull({ "c.txt": "x" });
    await dev.close(REPO, closed);
    expect(await host.pullRequest(closed)).toMatchObject({ state: "closed", mergeCommit: null });
    expect(await host.openPullRequests()).not.toContain(closed);
  });
});

describe("the files of a commit", () => {
  it("leave out symbolic links, submodules and names that other systems read otherwise", async () => {
    const at = `/repos/${REPO}`;
    const blob = await dev.request("POST", `${at}/git/blobs`, { content: "/etc/passwd", encoding: "utf-8" });
    const main = (await dev.request("GET", `${at}/git/ref/heads/main`)).object.sha;
    const { tree: base } = await dev.request("GET", `${at}/git/commits/${main}`);
    const entries = [
      { path: "link.yaml", mode: "120000", type: "blob", sha: blob.sha },
      { path: "sub", mode: "160000", type: "commit", sha: "a".repeat(40) },
      { path: "C:evil.yaml", mode: "100644", type: "blob", sha: blob.sha },
      { path: "deep/er/plain.yaml", mode: "100644", type: "blob", content: "plain: 1\n" },
    ];
    const tree = await dev.request("POST", `${at}/git/trees`, { base_tree: base.sha, tree: entries });
    const commit = await dev.request("POST", `${at}/git/commits`, { message: "x", tree: tree.sha, parents: [main] });
    const source = await host.source(commit.sha);
    const paths = await source.list();
    expect(paths).toContain("deep/er/plain.yaml");
    expect(paths.filter((path) => /link|sub|evil\.yaml/.test(path))).toEqual([]);
    expect(await source.read("link.yaml")).toBeNull();
    expect(await source.links?.()).toEqual(["link.yaml"]);
    const copy = await source.onDisk("deep/er/plain.yaml");
    expect(copy).toMatch(/\.yaml$/);
    await source.close();
  });

  it("are walked folder by folder where the tree does not come in one answer", async () => {
    const sha = await dev.push(REPO, "walk", { "a/b/c/deep.yaml": "x: 1\n", "top.yaml": "y: 1\n" });
    const whole = await (await host.source(sha)).list();
    github.fail({ path: /git\/trees/, answer: reply(200, { sha, tree: [], truncated: true }) });
    expect(await (await host.source(sha)).list()).toEqual(whole);
  });
});

describe("comments", () => {
  it("are told to be ours by their author, not by their text", async () => {
    const number = await openPull();
    const marked = "<!-- loadline:review -->\nhello";
    await github.as("mallory").comment(REPO, number, marked);
    expect(await host.writeComment(number, marked)).toMatchObject({ kind: "written" });
    const comments = await host.comments(number);
    expect(comments.map(({ isOwn, author }) => [isOwn, author.login])).toEqual([
      [false, "mallory"],
      [true, "loadline[bot]"],
    ]);
    for (const comment of comments) expect(await host.comment(comment.id)).toEqual(comment);
    expect(await host.comment(999_999)).toBeNull();
  });

  it("come over several pages, in order", async () => {
    const number = await openPull();
    for (let index = 0; index < 105; index++) await dev.comment(REPO, number, `comment ${index}`);
    const bodies = (await host.comments(number)).map(({ body }) => body);
    expect(bodies).toEqual(Array.from({ length: 105 }, (_, index) => `comment ${index}`));
  });

  it("stand once although the answer to the first attempt was lost", async () => {
    const number = await openPull();
    for (const answer of [badGateway(), "hang up"] as const) {
      github.fail({ method: "POST", path: /comments$/, when: "after", answer });
      const body = `once ${typeof answer}`;
      expect(await host.writeComment(number, body)).toMatchObject({ kind: "written" });
      expect((await host.comments(number)).filter((comment) => comment.body === body)).toHaveLength(1);
    }
  });

  it("stand in the end although the first attempt never arrived", async () => {
    const number = await openPull();
    github.fail({ method: "POST", path: /comments$/, when: "before", answer: badGateway(), times: 2 });
    await host.writeComment(number, "late");
    expect((await host.comments(number)).map(({ body }) => body)).toEqual(["late"]);
  });

  it("are changed, reacted to, deleted; deleting again is no failure", async () => {
    const number = await openPull();
    const written = await host.writeComment(number, "first");
    const id = written.kind === "written" ? (written.id ?? 0) : 0;
    await host.updateComment(id, "second");
    expect(await host.react(id, "eyes")).toMatchObject({ kind: "written" });
    expect((await host.comments(number)).map(({ body }) => body)).toEqual(["second"]);
    expect(await host.deleteComment(id)).toMatchObject({ kind: "written" });
    expect(await host.deleteComment(id)).toMatchObject({ kind: "written" });
    expect(await host.updateComment(id, "third")).toMatchObject({ kind: "gone" });
  });

  it("are refused for good where the conversation is locked or the repository archived", async () => {
    const number = await openPull();
    github.lock(REPO, number);
    expect(await host.writeComment(number, "x")).toMatchObject({ kind: "locked" });
    const old = await under.host("acme/old");
    github.archive("acme/old");
    expect(await old.writeComment(1, "x")).toMatchObject({ kind: "archived" });
  });
});

describe("permissions of people", () => {
  it("are GitHub's; whom it does not know has none", async () => {
    expect(await host.permissionOf("dev")).toBe("admin");
    expect(await host.permissionOf("mallory")).toBe("none");
    expect(await host.permissionOf("nobody-of-that-name")).toBe("none");
  });
});

describe("everything that was asked", () => {
  it("is in GitHub's own description", () => {
    expect(github.exchanges.length).toBeGreaterThan(100);
    expect(findingsOfApp(github)).toEqual([]);
  });
});
