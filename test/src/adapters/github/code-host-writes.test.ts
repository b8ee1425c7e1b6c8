import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeHost } from "../../../../src/ports/code-host.ts";
import { type AppUnderTest, appAgainst, findingsOfApp } from "../../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../../support/github/double.ts";
import { badGateway, secondaryLimit } from "../../../support/github/faults.ts";
import type { Json } from "../../../support/github/message.ts";
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

describe("the check", () => {
  it("goes from none over running to its conclusion, as one run", async () => {
    const sha = await dev.push(REPO, "checked", { "checked.txt": "1" });
    const check = { sha, title: "t", summary: "s", annotations: [], detailsUrl: null };
    expect(await host.check(sha)).toBeUndefined();
    await host.writeCheck({ ...check, conclusion: null });
    expect(await host.check(sha)).toBeNull();
    await host.writeCheck({ ...check, conclusion: "failure" });
    expect(await host.check(sha)).toBe("failure");
    const runs = await dev.request("GET", `/repos/${REPO}/commits/${sha}/check-runs?filter=all`);
    expect(runs.total_count).toBe(1);
  });

  it("is none, and its writing is refused, where the App was not granted checks", async () => {
    const other = await startGitHub({
      repositories: [REPO],
      permissions: { metadata: "read", contents: "read", issues: "write" },
    });
    const sha = await other.as("dev").push(REPO, "checked", { "checked.txt": "1" });
    const without = await appAgainst(other).host();
    expect(await without.check(sha)).toBeUndefined();
    const check = { sha, title: "t", summary: "s", annotations: [], detailsUrl: null, conclusion: null };
    expect(await without.writeCheck(check)).toMatchObject({ kind: "permission" });
    await other.close();
  });

  it("carries any number of annotations, fifty a request, and never those of an earlier run", async () => {
    const sha = await dev.push(REPO, "annotated", { "annotated.txt": "1" });
    const annotation = { path: "annotated.txt", line: 1, level: "warning", title: "t", message: "m" } as const;
    const check = {
      sha,
      title: "t",
      summary: "s",
      detailsUrl: "https://loadline.example/r",
      conclusion: "neutral",
    } as const;
    const annotations = Array.from({ length: 120 }, (_, index) => ({ ...annotation, message: `m${index}` }));
    const first = await host.writeCheck({ ...check, annotations });
    const second = await host.writeCheck({ ...check, annotations: annotations.slice(0, 3) });
    const shown = async (written: Json): Promise<number> =>
      (await dev.request("GET", `/repos/${REPO}/check-runs/${written.id}/annotations?per_page=100&page=1`)).length;
    expect(await shown(first)).toBe(100);
    expect(await shown(second)).toBe(3);
    expect(await host.check(sha)).toBe("neutral");
  });

  it("is written once although the answer was lost", async () => {
    const sha = await dev.push(REPO, "lost", { "lost.txt": "1" });
    github.fail({ method: "POST", path: /check-runs$/, when: "after", answer: badGateway() });
    await host.writeCheck({ sha, title: "t", summary: "s", annotations: [], detailsUrl: null, conclusion: "success" });
    const runs = await dev.request("GET", `/repos/${REPO}/commits/${sha}/check-runs?filter=all`);
    expect(runs.total_count).toBe(1);
  });
});

describe("suggestions", () => {
  it("come as one review, and those that stand are not written again", async () => {
    const number = await openPull({ "models/s.yaml": "a: 1\nb: 2\nc: 3\n" });
    const sha = (await host.pullRequest(number))?.head.sha ?? "";
    const one = { path: "models/s.yaml", startLine: 2, line: 2, body: "```suggestion\nb: 3\n```" };
    const two = { path: "models/s.yaml", startLine: 1, line: 3, body: "```suggestion\na: 9\n```" };
    await host.suggest(number, sha, [one]);
    await host.suggest(number, sha, [one, two]);
    github.fail({ method: "POST", path: /reviews$/, when: "after", answer: badGateway() });
    await host.suggest(number, sha, [{ ...one, body: "third" }]);
    const remarks = await dev.request("GET", `/repos/${REPO}/pulls/${number}/comments`);
    expect(remarks.map(({ body }: Json) => body)).toEqual([one.body, two.body, "third"]);
    expect(await host.suggest(number, sha, [{ ...one, line: 90, startLine: 90 }])).toMatchObject({ kind: "invalid" });
  });
});

describe("deployments", () => {
  it("are created once for a commit and an environment, and follow the rollout", async () => {
    const sha = await dev.push(REPO, "rolled", { "rolled.txt": "1" });
    github.fail({ method: "POST", path: /deployments$/, when: "after", answer: badGateway() });
    const first = await host.deployment(sha, "prod", { pull: "1" });
    expect(await host.deployment(sha, "prod", { pull: "1" })).toBe(first);
    expect(await host.deployment(sha, "staging", { pull: "1" })).not.toBe(first);
    const id = typeof first === "number" ? first : 0;
    const long = `long ${"🚀".repeat(200)}`;
    await host.writeDeploymentStatus(id, {
      state: "in_progress",
      description: "syncing",
      logUrl: "https://a.example/log",
    });
    await host.writeDeploymentStatus(id, { state: "success", description: long, logUrl: null });
    const statuses = await dev.request("GET", `/repos/${REPO}/deployments/${id}/statuses`);
    expect(statuses.map(({ state }: Json) => state)).toEqual(["success", "in_progress"]);
    expect(statuses[0].description).toMatch(/^long (🚀)+$/u);
  });
});

describe("limits", () => {
  it("are waited for as long as GitHub says, a minute where it says nothing, and beyond that left to the queue", async () => {
    under.waits.length = 0;
    github.fail({ path: /pulls$/, answer: secondaryLimit(7) });
    await host.openPullRequests();
    expect(under.waits).toContain(7_000);
    github.fail({ path: /pulls$/, answer: reply(403, { message: "You have exceeded a secondary rate limit" }) });
    await host.openPullRequests();
    expect(Math.max(...under.waits)).toBe(60_000);
    const limited = await appAgainst(github).host();
    github.fail({ path: /pulls$/, answer: secondaryLimit(3_600) });
    await expect(limited.openPullRequests()).rejects.toMatchObject({ retryable: true, afterSeconds: 3_600 });
  });

  it("of an hour are kept: nothing more is asked for the installation, and others go on", async () => {
    const { app, host: hostOf } = appAgainst(github);
    const limited = await hostOf();
    github.fail({ path: /pulls$/, answer: secondaryLimit(1_800) });
    await expect(limited.openPullRequests()).rejects.toThrow("limits requests for 1800 s");
    const before = github.exchanges.length;
    await expect(limited.openPullRequests()).rejects.toMatchObject({ name: "OutsideError", retryable: true });
    await expect(limited.writeComment(1, "limited")).rejects.toThrow("of silence more, and is asked nothing before");
    expect(github.exchanges).toHaveLength(before);
    await app.registration();
  });

  it("on writes do not write twice", async () => {
    const number = await openPull();
    github.fail({ method: "POST", path: /comments$/, answer: secondaryLimit(1) });
    await host.writeComment(number, "limited");
    expect((await host.comments(number)).map(({ body }) => body)).toEqual(["limited"]);
  });

  it("that never end are a failure that may be tried again", async () => {
    github.fail({ path: /pulls$/, answer: badGateway(), times: 4 });
    await expect(host.openPullRequests()).rejects.toMatchObject({ system: "GitHub", retryable: true });
  });
});

describe("the App", () => {
  it("knows itself and where it is installed", async () => {
    await under.app.check();
    expect(await under.app.hosts.repositories()).toEqual(expect.arrayContaining([REPO, "acme/gitops"]));
  });

  it("holds tokens for one repository that cannot write contents", async () => {
    const minted = github.exchanges.filter(({ call }) => call.path.endsWith("/access_tokens"));
    const permissions = minted.map(({ reply: { body } }) => (body as Json).permissions);
    expect(minted.length).toBeGreaterThan(1);
    expect(permissions.every(({ contents = "none" }) => contents !== "write")).toBe(true);
    const narrowed = minted.filter(({ call }) => (call.body as Json).repositories?.length === 1);
    expect(narrowed.length).toBeGreaterThan(1);
  });

  it("asks GitHub for nothing that its own description does not have", () => {
    expect(github.exchanges.length).toBeGreaterThan(50);
    expect(findingsOfApp(github)).toEqual([]);
  });
});
