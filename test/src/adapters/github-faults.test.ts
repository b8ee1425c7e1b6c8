import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectGitHub } from "../../../src/adapters/github/commits/connect.ts";
import { githubRepository } from "../../../src/adapters/github/commits/repository.ts";
import { openGitOps } from "../../../src/adapters/gitops-repository.ts";
import { type Fault, type GitHubDouble, githubDouble, TOKEN } from "../../support/github-commits.ts";
import { commitTo } from "../../support/scratch-git.ts";

let github: GitHubDouble;
beforeEach(async () => {
  github = await githubDouble();
});
afterEach(() => github.close());

const PATH = "clusters/prod/a.yaml";
const write = (text: string) => commitTo(github.open(), { files: { [PATH]: text } });
const nothing = () => null;

describe("cut off at any request", () => {
  it.each<[string, Fault]>([
    ["never answered again, before it is done", "lost-before"],
    ["never answered again, after it was done", "lost-after"],
    ["500 from then on", { status: 500 }],
  ])("%s: the old tree or the new one, and the next run finishes", { timeout: 60_000 }, async (_name, fault) => {
    await write("old\n");
    github.exchanges.length = 0;
    await write("probe\n");
    const steps = github.exchanges.length;
    expect(steps).toBeGreaterThanOrEqual(6);
    for (let step = 0; step < steps; step++) {
      await write("old\n");
      github.exchanges.length = 0;
      github.fault = (_exchange, number) => (number >= step ? fault : null);
      const outcome = await write("new\n").catch((error: unknown) => error);
      github.fault = nothing;
      const text = (await github.files())[PATH];
      expect(["old\n", "new\n"]).toContain(text);
      expect(String(outcome)).not.toContain(TOKEN);
      await write("new\n");
      expect((await github.files())[PATH]).toBe("new\n");
    }
  });

  it.each<[string, Fault]>([
    ["502 after it was done", "502-after"],
    ["answer lost after it was done", "lost-after"],
    ["lost before it was done", "lost-before"],
    ["503", { status: 503 }],
    [
      "secondary rate limit",
      { status: 403, headers: { "retry-after": "1" }, body: { message: "You have exceeded a secondary rate limit" } },
    ],
    ["429", { status: 429, body: { message: "slow down" } }],
  ])("once at each request, %s: one commit all the same", { timeout: 60_000 }, async (_name, fault) => {
    await write("0\n");
    github.exchanges.length = 0;
    await write("1\n");
    const steps = github.exchanges.length;
    for (let step = 0; step < steps; step++) {
      const before = await github.head();
      github.exchanges.length = 0;
      github.fault = (_exchange, number) => (number === step ? fault : null);
      const done = await write(`step ${step}\n`);
      github.fault = nothing;
      expect(done.kind).toBe("committed");
      const { parents } = await github.api<{ parents: { sha: string }[] }>(`/git/commits/${await github.head()}`);
      expect(parents).toEqual([expect.objectContaining({ sha: before })]);
    }
  });

  it("moved although the answer was lost, and somebody has built on it: done, and not written twice", async () => {
    let built: string | null = null;
    github.fault = async ({ method, path }) => {
      if (method === "PATCH") return "502-after";
      const isLook = path.startsWith("git/ref/") && github.exchanges.some((exchange) => exchange.method === "PATCH");
      if (isLook && built === null) built = await github.edit({ "README.md": "built on it" });
      return null;
    };
    const done = await write("a\n");
    expect(done.kind).toBe("committed");
    expect(await github.head()).toBe(built);
    const { parents } = await github.api<{ parents: { sha: string }[] }>(`/git/commits/${built}`);
    expect(parents[0]?.sha).toBe(done.kind === "committed" ? done.commit : "");
    expect(github.exchanges.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });

  it("while somebody else moves the branch: rendered anew on what stands there now", async () => {
    let edited = false;
    github.fault = async ({ method }) => {
      if (method === "PATCH" && !edited) {
        edited = true;
        await github.edit({ "README.md": "first" });
      }
      return null;
    };
    expect((await write("a\n")).kind).toBe("committed");
    expect(await github.files()).toMatchObject({ [PATH]: "a\n", "README.md": "first" });
  });
});

describe("when GitHub says no", () => {
  it.each<[string, Fault, RegExp]>([
    ["403", { status: 403, body: { message: "Resource not accessible by integration" } }, /Contents: read and write/],
    ["archived", { status: 403, body: { message: "Repository was archived so is read-only." } }, /is archived/],
    [
      "single sign-on",
      { status: 403, body: { message: "Resource protected by organization SAML enforcement." } },
      /single sign-on/,
    ],
    [
      "a rule",
      {
        status: 422,
        body: { message: "Repository rule violations found\n\nChanges must be made through a pull request." },
      },
      /gitops.mode: pull-request/,
    ],
    [
      "a long limit",
      { status: 403, headers: { "retry-after": "900" }, body: { message: "secondary rate limit" } },
      /900 seconds.*Trying again may help/,
    ],
  ])("%s: says what to do", async (_name, fault, words) => {
    const before = await github.head();
    github.fault = ({ method }) => (method === "GET" ? null : fault);
    await expect(write("a\n")).rejects.toThrow(words);
    expect(await github.head()).toBe(before);
  });

  it("a token it does not know, and a repository it does not show", async () => {
    const open = (name: string, token: string) =>
      githubRepository(connectGitHub({ GITHUB_TOKEN: token, GITHUB_API_URL: github.url }), { owner: "acme", name });
    const wrong = commitTo(open("gitops", "ghp_wrong"), { files: { [PATH]: "a\n" } });
    await expect(wrong).rejects.toThrow(/token was not accepted \(401\)[\s\S]*GH_TOKEN/);
    await expect(wrong).rejects.not.toThrow(/ghp_wrong/);
    await expect(commitTo(open("nothing", TOKEN), { files: { [PATH]: "a\n" } })).rejects.toThrow(
      /acme\/nothing, which 127.* does not show/,
    );
  });

  it("no token, and an address with one in it", async () => {
    const open = (environment: Readonly<Record<string, string>>) =>
      openGitOps("acme/gitops", { environment, now: () => 0, wait: async () => undefined });
    await expect(open({})).rejects.toThrow(/no GH_TOKEN or GITHUB_TOKEN/);
    const secret = open({ GH_TOKEN: "t", GITHUB_API_URL: "https://me:s3cret@example.com" });
    await expect(secret).rejects.toThrow(/no plain http/);
    await expect(secret).rejects.not.toThrow(/s3cret/);
    expect((await open({ GH_TOKEN: "t", GHE_HOST: "github.example.com" })).name).toBe("acme/gitops");
  });
});
