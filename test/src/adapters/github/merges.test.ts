import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppUnderTest, appAgainst, findingsOfApp } from "../../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../../support/github/double.ts";
import type { Person } from "../../../support/github/people.ts";

const REPO = "acme/serving";
const HOUR = 3_600_000;
let github: GitHubDouble;
let under: AppUnderTest;
let dev: Person;

beforeAll(async () => {
  github = await startGitHub({ repositories: [REPO] });
  under = appAgainst(github);
  dev = github.as("dev");
});
afterAll(async () => {
  expect(findingsOfApp(github)).toEqual([]);
  await github.close();
});

/** A pull request of so many commits. */
async function opened(branch: string, commits: number): Promise<number> {
  for (let index = 0; index < commits; index++) await dev.push(REPO, branch, { [`${branch}-${index}.yaml`]: "a: 1\n" });
  return dev.open(REPO, { branch });
}

describe("the base before a merge", () => {
  it.each([
    ["merge", 1],
    ["merge", 3],
    ["squash", 1],
    ["squash", 3],
    ["rebase", 1],
    ["rebase", 3],
  ] as const)("%s of %i commits", async (method, commits) => {
    const number = await opened(`${method}-${commits}`, commits);
    // Somebody else merges in between: what the branch left is not what it is merged onto.
    const before = await dev.push(REPO, "main", { [`between-${method}-${commits}.txt`]: "x" });
    const host = await under.host();
    const open = await host.pullRequest(number);
    expect(open && (await host.beforeMerge(open))).toBeNull();
    const merge = await dev.merge(REPO, number, method);
    const pull = await host.pullRequest(number);
    expect(pull).toMatchObject({ state: "merged", mergeCommit: merge });
    expect(pull && (await host.beforeMerge(pull))).toBe(before);
  });
});

describe("merges since an instant", () => {
  it("are told with the branch that they went into; what was closed or came before is not", async () => {
    const host = await under.host();
    const known = new Set((await host.mergedSince(0)).map(({ number }) => number));
    const start = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = await opened("closed", 1);
    await dev.close(REPO, closed);
    const merged = await opened("merged", 1);
    await dev.merge(REPO, merged);
    const found = await host.mergedSince(start);
    expect(found.map(({ number, branch }) => [number, branch])).toEqual([[merged, "main"]]);
    expect(found[0]?.mergedAt).toBeGreaterThanOrEqual(start);
    expect(known.has(merged)).toBe(false);
    expect(await host.mergedSince(Date.now() + HOUR)).toEqual([]);
  });
});

describe("deliveries that failed", () => {
  it("are asked for again, once each, past the first page and not where the sweep finds them anyway", async () => {
    const { deliveries } = github.relay;
    const sent = (id: number, event: string, hoursAgo: number) => {
      const at = new Date(Date.now() - hoursAgo * HOUR).toISOString();
      return { guid: `guid-${id}`, id, event, payload: {}, at, isRedelivery: false, status: 500 };
    };
    // Oldest first, as the relay keeps them.
    deliveries.splice(0, deliveries.length);
    deliveries.push(sent(1, "issue_comment", 80), sent(2, "issue_comment", 20), sent(3, "pull_request", 20));
    deliveries.push(sent(4, "issue_comment", 19), { ...sent(5, "issue_comment", 18), guid: "guid-4", status: 202 });
    for (let id = 6; id <= 160; id++) deliveries.push({ ...sent(id, "push", 2), status: 202 });
    deliveries.push(sent(161, "pull_request", 0.1));
    expect(await under.app.redeliverFailed(new Date(Date.now() - 24 * HOUR))).toBe(2);
    const asked = github.exchanges.map(({ call }) => call.path).filter((path) => path.endsWith("/attempts"));
    expect(asked.toSorted()).toEqual(["/app/hook/deliveries/161/attempts", "/app/hook/deliveries/2/attempts"]);
  });
});

it("what was pushed by hand stood on the base with the branch's own commits before: GitHub does not say what was there", async () => {
  const sha = await dev.push(REPO, "by-hand", { "by-hand.yaml": "a: 1\n" });
  const number = await dev.open(REPO, { branch: "by-hand" });
  const host = await under.host();
  const pull = await host.pullRequest(number);
  if (pull === null) throw new Error("no pull request");
  expect(await host.beforeMerge({ ...pull, state: "merged", mergeCommit: sha })).toBeNull();
});
