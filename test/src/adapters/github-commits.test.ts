import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectGitHub } from "../../../src/adapters/github/commits/connect.ts";
import { githubRepository } from "../../../src/adapters/github/commits/repository.ts";
import type { CommitResult } from "../../../src/ports/gitops.ts";
import { type GitHubDouble, githubDouble, TOKEN } from "../../support/github-commits.ts";
import { commitTo } from "../../support/scratch-git.ts";

let github: GitHubDouble;
beforeEach(async () => {
  github = await githubDouble();
});
afterEach(() => github.close());

const INVENTORY = "clusters/prod/.loadline/inventory.json";
const PATH = "clusters/prod/a.yaml";

function write(files: Readonly<Record<string, string>>, owned = ["clusters/prod"]): Promise<CommitResult> {
  return commitTo(github.open(), { files, owned, haste: 3 });
}

describe("a commit at GitHub", () => {
  it("writes, finds nothing to do, changes, and takes away; nothing foreign moves", async () => {
    const foreign = await github.files();
    const large = `x: ${"y".repeat(300_000)}\n`;
    const first = await write({ [PATH]: "a: ü 😀\n", "clusters/prod/deep/b.yaml": large });
    expect(first).toMatchObject({
      kind: "committed",
      commit: await github.head(),
      paths: [INVENTORY, PATH, "clusters/prod/deep/b.yaml"],
    });
    expect(await github.files()).toMatchObject({ ...foreign, [PATH]: "a: ü 😀\n", "clusters/prod/deep/b.yaml": large });
    expect(await write({ [PATH]: "a: ü 😀\n", "clusters/prod/deep/b.yaml": large })).toMatchObject({
      kind: "unchanged",
    });
    await write({ [PATH]: "a: 2\n" });
    expect(Object.keys(await github.files()).sort()).toEqual([...Object.keys(foreign), INVENTORY, PATH].sort());
  });

  it("names nobody as author, committer or date, so that GitHub signs what an App writes", async () => {
    let sent: unknown;
    const octokit = connectGitHub({ GH_TOKEN: TOKEN, GITHUB_API_URL: github.url });
    octokit.hook.before("request", (options) => {
      if (options.url.endsWith("/git/commits") && options.method === "POST") sent = Object.keys(options);
    });
    await commitTo(githubRepository(octokit, { owner: "acme", name: "gitops" }), { files: { [PATH]: "a\n" } });
    expect(sent).toEqual(expect.arrayContaining(["message", "tree", "parents"]));
    expect(sent).not.toEqual(expect.arrayContaining([expect.stringMatching(/author|committer|signature/)]));
  });

  it("starts a branch from another, and says which branches there are when one is missing", async () => {
    const done = await commitTo(github.open(), {
      files: { [PATH]: "a\n" },
      branch: "loadline/chat/1",
      startFrom: "main",
    });
    expect(done.kind).toBe("committed");
    expect(await github.head("loadline/chat/1")).toBe(done.kind === "committed" ? done.commit : "");
    expect(await github.files("main")).not.toHaveProperty([PATH]);
    await expect(commitTo(github.open(), { files: { [PATH]: "a\n" }, branch: "mian" })).rejects.toThrow(
      /mian, which does not exist[\s\S]*main/,
    );
  });

  it("makes the first commit of an empty repository", async () => {
    const empty = await githubDouble({ isEmpty: true });
    try {
      const done = await commitTo(empty.open(), { files: { [PATH]: "a\n", "clusters/prod/b.yaml": "b\n" } });
      expect(done).toMatchObject({ kind: "committed", paths: [INVENTORY, PATH, "clusters/prod/b.yaml"] });
      expect(Object.keys(await empty.files()).sort()).toEqual([INVENTORY, PATH, "clusters/prod/b.yaml"].sort());
    } finally {
      await empty.close();
    }
  });

  it("reads a repository that GitHub does not list whole", async () => {
    await github.edit({ "other/far/away.txt": "x" });
    await write({ [PATH]: "a\n" });
    github.rewrite = ({ path }, body) => {
      const tree = body as { tree: { path: string }[] };
      const isDeep = /^git\/trees\//.test(path) && tree.tree.some((entry) => entry.path.includes("/"));
      return isDeep ? { ...tree, tree: tree.tree.slice(0, 1), truncated: true } : body;
    };
    expect(await write({ [PATH]: "a\n" })).toMatchObject({ kind: "unchanged" });
    expect(await write({ [PATH]: "b\n" })).toMatchObject({ kind: "committed", paths: [INVENTORY, PATH] });
    expect(await github.files()).toMatchObject({ [PATH]: "b\n", "other/far/away.txt": "x" });
  });
});

describe("what stands in the way", () => {
  it("a person's edit inside the owned path stops it, outside it does not matter", async () => {
    await write({ [PATH]: "a\n" });
    await github.edit({ "README.md": "edited" });
    expect((await write({ [PATH]: "b\n" })).kind).toBe("committed");
    const edited = await github.edit({ [PATH]: "mine\n" });
    expect(await write({ [PATH]: "c\n" })).toMatchObject({ kind: "humanEdit", path: PATH });
    expect(await github.head()).toBe(edited);
  });

  it.each([
    ["a link", "120000", "../../etc"],
    ["a submodule", "160000", "0123456789abcdef0123456789abcdef01234567"],
  ])("%s on the way is not written through", async (_what, mode, content) => {
    const before = await github.edit({ "clusters/prod": content }, mode);
    expect(await write({ [PATH]: "a\n" })).toMatchObject({ kind: "refused", path: "clusters/prod" });
    expect(await github.head()).toBe(before);
  });

  it("a path that leads outside, or into what GitHub reads itself, is no path", async () => {
    for (const path of [
      "clusters/prod/../../x",
      "clusters/prod/.github/w.yml",
      "other/x",
      "clusters/prod/.git/config",
    ]) {
      await expect(write({ [path]: "x" })).rejects.toThrow(/outside the owned paths|component/);
    }
  });

  it("a tree that GitHub built otherwise than asked is never committed", async () => {
    const before = await github.head();
    const { sha } = await github.api<{ sha: string }>("/git/trees", {
      method: "POST",
      body: { tree: [{ path: "only.txt", mode: "100644", type: "blob", content: "x" }] },
    });
    github.rewrite = ({ method, path }, body) =>
      method === "POST" && path === "git/trees" ? { ...(body as object), sha } : body;
    await expect(write({ [PATH]: "a\n" })).rejects.toThrow(/not the one asked for.*nothing was committed/);
    expect(await github.head()).toBe(before);
  });
});

describe("many writers, one branch", () => {
  it("fifty commits all land in one line, and no foreign file is touched", { timeout: 240_000 }, async () => {
    const foreign = await github.files();
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, number) =>
        write({ [`clusters/c${number}/a.yaml`]: `n: ${number}\n` }, [`clusters/c${number}`]),
      ),
    );
    expect(results.map(({ kind }) => kind)).toEqual(results.map(() => "committed"));
    const files = await github.files();
    expect(Object.keys(files)).toHaveLength(Object.keys(foreign).length + 2 * 50);
    expect(files).toMatchObject(foreign);
    let count = 0;
    for (let at = await github.head(); at !== null; count++) {
      const { parents } = await github.api<{ parents: { sha: string }[] }>(`/git/commits/${at}`);
      expect(parents.length).toBeLessThanOrEqual(1);
      at = parents[0]?.sha ?? null;
    }
    expect(count).toBe(51);
  });
});
