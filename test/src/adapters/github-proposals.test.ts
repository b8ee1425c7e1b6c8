import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GitHubDouble, githubDouble } from "../../support/github-commits.ts";
import { proposeTo, WORK } from "../../support/propose.ts";

let github: GitHubDouble;
beforeEach(async () => {
  github = await githubDouble();
});
afterEach(() => github.close());

const PATH = "clusters/prod/a.yaml";
const FIRST = { [PATH]: "a: 1\n" };
const SECOND = { [PATH]: "a: 2\n" };
const propose = (files: Readonly<Record<string, string>>) => proposeTo(github.open(), files);
interface Pull {
  readonly number: number;
  readonly state: string;
  readonly title: string;
  readonly head: { readonly ref: string };
  readonly base: { readonly ref: string };
}
const pulls = () => github.api<readonly Pull[]>("/pulls?state=all");
const writes = () =>
  github.exchanges.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);

describe("a proposal at GitHub", () => {
  it("commits to a branch and opens one pull request; the same again writes nothing", async () => {
    const main = await github.head();
    const first = await propose(FIRST);
    expect(first).toMatchObject({ kind: "committed", commit: await github.head(WORK) });
    expect(await pulls()).toMatchObject([
      { number: 1, state: "open", title: "Deploy ai-models/chat", head: { ref: WORK }, base: { ref: "main" } },
    ]);
    expect(first).toMatchObject({ proposed: { branch: WORK, into: "main", opened: { number: 1 } } });
    expect(await github.head()).toBe(main);
    github.exchanges.length = 0;
    expect(await propose(FIRST)).toMatchObject({ kind: "unchanged", proposed: { opened: { number: 1 } } });
    expect(writes()).toEqual([]);
  });

  it("moves its branch forward only, and takes in what main has since got", async () => {
    await propose(FIRST);
    const foreign = await github.edit({ "other/b.yaml": "b\n" });
    const old = await github.head(WORK);
    await propose(SECOND);
    const { parents } = await github.api<{ parents: { sha: string }[] }>(`/git/commits/${await github.head(WORK)}`);
    expect(parents.map(({ sha }) => sha)).toEqual([old, foreign]);
    expect(await github.files(WORK)).toMatchObject({ [PATH]: "a: 2\n", "other/b.yaml": "b\n" });
    expect(await pulls()).toHaveLength(1);
  });

  it("stops at somebody else's commit on its branch", async () => {
    await propose(FIRST);
    const { tree } = await github.api<{ tree: { sha: string } }>(`/git/commits/${await github.head(WORK)}`);
    const body = { message: "Mine", tree: tree.sha, parents: [await github.head(WORK)] };
    const mine = await github.api<{ sha: string }>("/git/commits", { method: "POST", body });
    await github.api(`/git/refs/heads/${WORK}`, { method: "PATCH", body: { sha: mine.sha } });
    expect(await propose(SECOND)).toMatchObject({ kind: "humanEdit", path: WORK });
    expect(await github.head(WORK)).toBe(mine.sha);
  });

  it("tells what became of a pull request, and closes one that nobody wants any more", async () => {
    const { proposals } = github.open();
    await propose(FIRST);
    expect(await proposals?.state(1)).toMatchObject({ kind: "open" });
    const body = { merge_method: "squash" };
    const { sha } = await github.api<{ sha: string }>("/pulls/1/merge", { method: "PUT", body });
    expect(await proposals?.state(1)).toEqual({ kind: "merged", commit: sha });
    expect(await proposals?.state(99)).toBeNull();
    await propose(SECOND);
    expect(await propose(FIRST)).toMatchObject({ kind: "unchanged", notes: [expect.stringContaining("/pull/2")] });
    expect(await proposals?.state(2)).toEqual({ kind: "closed" });
  });

  it("closes the one that is meant, once, and tells which stands against what was merged meanwhile", async () => {
    const { proposals } = github.open();
    await propose(FIRST);
    github.rewrite = ({ path }, body) => (path === "pulls/1" ? { ...(body as object), mergeable: false } : body);
    expect(await proposals?.state(1)).toEqual({ kind: "open", isStuck: true });
    github.rewrite = ({ path }, body) => (path === "pulls/1" ? { ...(body as object), mergeable: null } : body);
    expect(await proposals?.state(1)).toEqual({ kind: "open", isStuck: false });
    github.exchanges.length = 0;
    for (const number of [1, 1, 99]) await proposals?.close(number);
    expect(writes()).toEqual(["PATCH pulls/1"]);
    expect(await pulls()).toMatchObject([{ number: 1, state: "closed" }]);
  });

  it("opens one pull request although the answer is lost", async () => {
    let isLost = false;
    github.fault = ({ method, path }) => {
      if (isLost || method !== "POST" || path !== "pulls") return null;
      isLost = true;
      return "lost-after";
    };
    expect(await propose(FIRST)).toMatchObject({ kind: "committed", proposed: { opened: { number: 1 } } });
    expect(isLost).toBe(true);
    expect(await pulls()).toHaveLength(1);
  });
});
