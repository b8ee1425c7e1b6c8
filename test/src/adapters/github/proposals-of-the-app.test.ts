import { afterEach, expect, it } from "vitest";
import type { GitOpsRepository } from "../../../../src/ports/gitops.ts";
import { appAgainst, findingsOfApp } from "../../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../../support/github/double.ts";
import type { Json } from "../../../support/github/message.ts";
import { proposeTo, WORK } from "../../../support/propose.ts";

const GITOPS = "acme/gitops";
const PATH = "clusters/prod/a.yaml";
let github: GitHubDouble;
afterEach(() => github.close());

async function repositoryOf(permissions?: Readonly<Record<string, string>>): Promise<GitOpsRepository> {
  github = await startGitHub({ members: ["dev"], repositories: [GITOPS], ...(permissions ? { permissions } : {}) });
  await github.as("dev").push(GITOPS, "main", { "README.md": "hello\n" });
  const repository = await appAgainst(github).app.gitops(GITOPS);
  if (repository === null) throw new Error("the App is not installed there");
  return repository;
}

/** What each kind of request carried: a token's permissions, by method and path. */
const grantsAsked = () =>
  github.exchanges
    .filter(({ call }) => call.path.endsWith("/access_tokens"))
    .map(({ call }) => JSON.stringify((call.body as Json).permissions));

it("the App opens one pull request, keeps it, and sees it merged, with tokens that can do nothing else", async () => {
  const repository = await repositoryOf();
  const first = await proposeTo(repository, { [PATH]: "a: 1\n" });
  expect(first).toMatchObject({ kind: "committed", proposed: { opened: { number: 1 } } });
  await proposeTo(repository, { [PATH]: "a: 2\n" });
  const pulls: readonly Json[] = await github.as("dev").request("GET", `/repos/${GITOPS}/pulls?state=all`);
  expect(pulls.map(({ head, base, state }) => [head.ref, base.ref, state])).toEqual([[WORK, "main", "open"]]);
  expect(await repository.proposals?.state(1)).toMatchObject({ kind: "open" });
  const merged = await github.as("dev").merge(GITOPS, 1, "squash");
  expect(await repository.proposals?.state(1)).toEqual({ kind: "merged", commit: merged });
  // No token may commit and open pull requests at once.
  expect(grantsAsked().filter((one) => one.includes("contents") && one.includes("pull_requests"))).toEqual([]);
  expect(grantsAsked().some((one) => one.includes('"pull_requests":"write"'))).toBe(true);
  expect(findingsOfApp(github)).toEqual([]);
});

it("an App that was not granted pull requests has none to offer", async () => {
  const repository = await repositoryOf({ contents: "write", metadata: "read" });
  expect(repository.proposals).toBeNull();
  expect(await proposeTo(repository, { [PATH]: "a: 1\n" })).toMatchObject({ proposed: { opened: null } });
});
