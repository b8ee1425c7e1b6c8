import { afterAll, beforeAll, expect, it } from "vitest";
import { sweep } from "../../../../src/tasks/app/sweep.ts";
import { appAgainst } from "../../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../../support/github/double.ts";
import { badGateway } from "../../../support/github/faults.ts";
import { reviewDesk } from "../../../support/review-desk.ts";

let github: GitHubDouble;
beforeAll(async () => {
  github = await startGitHub({
    members: ["dev"],
    strangers: ["quiet", "other"],
    repositories: ["acme/serving", "quiet/serving", "other/serving"],
    installations: { quiet: null, acme: null, other: null },
  });
  github.suspend("quiet");
  await github.as("dev").push("acme/serving", "change", { "a.txt": "a" });
  await github.as("dev").open("acme/serving", { branch: "change" });
});
afterAll(() => github.close());

/** What a sweep finds to do, of an App that serves these accounts. */
async function swept(...accounts: readonly string[]): Promise<readonly string[]> {
  const { app, host } = reviewDesk();
  const served = accounts.length === 0 ? null : new Set(accounts);
  const { hosts } = appAgainst(github, { accounts: served }).app;
  await sweep({ ...app, hosts });
  host.close();
  return app.work.map((work) => ("repository" in work ? `${work.kind} ${work.repository}` : work.kind));
}

it("a suspended installation is left out, and keeps no other from being looked at", async () => {
  const { app } = appAgainst(github);
  expect(await app.hosts.repositories()).toEqual(["acme/serving", "other/serving"]);
  expect(await app.hosts.repository("quiet/serving")).toBeNull();
  expect(await swept()).toEqual(["review acme/serving"]);
});

it("neither does one that does not answer; where none does, that is said", async () => {
  const { app } = appAgainst(github);
  github.fail({ path: /installations\/6\/access_tokens/, answer: badGateway(), times: 4 });
  expect(await app.hosts.repositories()).toEqual(["other/serving"]);
  github.fail({ path: /installation\/repositories/, answer: badGateway(), times: 8 });
  await expect(app.hosts.repositories()).rejects.toThrow(/GitHub: answers 502/);
  github.clearFaults();
});

it("of accounts that the operator leaves out, nothing is looked at, whatever asks", async () => {
  const { app } = appAgainst(github, { accounts: new Set(["other"]) });
  expect(await app.hosts.repositories()).toEqual(["other/serving"]);
  expect(await app.hosts.repository("acme/serving")).toBeNull();
  expect(await app.hosts.repository("other/serving")).not.toBeNull();
  expect(await swept("other")).toEqual([]);
  expect(await swept("acme", "other")).toEqual(["review acme/serving"]);
  const installed = await app.installations();
  expect(installed.map(({ account, isServed, isSuspended }) => [account, isServed, isSuspended])).toEqual([
    ["quiet", false, true],
    ["acme", false, false],
    ["other", true, false],
  ]);
});

it("that lists no metadata, which every permission brings, is looked at and committed to", async () => {
  const permissions = { checks: "write", contents: "write", issues: "write", pull_requests: "write" };
  const least = await startGitHub({ repositories: ["acme/serving", "acme/gitops"], permissions });
  try {
    const { app } = appAgainst(least);
    expect(await app.hosts.repositories()).toEqual(["acme/serving", "acme/gitops"]);
    const gitops = await app.gitops("acme/gitops");
    const state = await gitops?.branch("main", []);
    if (state?.kind !== "found") throw new Error("no branch");
    const change = { branch: "main", base: state.view.commit, expected: state.view.commit, owned: ["a"], remove: [] };
    const made = await gitops?.advance({ ...change, put: new Map([["a/b", "c\n"]]), message: "m", at: new Date() });
    expect(made).toMatchObject({ kind: "advanced" });
    expect(await gitops?.proposals?.state(99)).toBeNull();
  } finally {
    await least.close();
  }
});
