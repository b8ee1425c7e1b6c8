import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Work } from "../../../src/ports/work-queue.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";
import { signed } from "../../support/github/relay.ts";
import { type RunningApp, runApp } from "../../support/running-app.ts";

const REPO = "acme/serving";
let github: GitHubDouble;
let app: RunningApp;
let performed: Work[] = [];
let fails = new Set<number>();
let busy = -1;

beforeAll(async () => {
  github = await startGitHub();
  app = await runApp(github, async (work) => {
    if (work.kind === "sweep") return { kind: "done" };
    performed.push(work);
    // As long as a short review.
    if ("number" in work && work.number === busy) await new Promise((resolve) => setTimeout(resolve, 250));
    if ("number" in work && fails.has(work.number)) throw Object.assign(new Error("no"), { retryable: false });
    return { kind: "done" };
  });
  // What was rehearsed before anybody sent anything left nothing behind.
  await settle();
  expect(performed).toEqual([]);
  expect(await (await fetch(`${app.url}/metrics`)).text()).not.toMatch(/^loadline_webhooks_total\{/m);
  // From then on the App knows who it is.
  expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
}, 60_000);
afterAll(async () => {
  await app.close();
  await github.close();
});
beforeEach(() => {
  performed = [];
  fails = new Set();
});

const repository = { full_name: REPO, owner: { login: "acme" } };
const pull = (number: number, more: object = {}) => ({
  action: "opened",
  number,
  pull_request: { number, merged: false },
  repository,
  sender: { login: "dev", type: "User" },
  installation: { id: 5 },
  ...more,
});
const comment = (number: number, body: string, more: object = {}) => ({
  action: "created",
  issue: { number },
  comment: { id: 7, body, user: { login: "dev", type: "User" } },
  repository,
  sender: { login: "dev", type: "User" },
  installation: { id: 5 },
  ...more,
});
const MERGE_GROUP = {
  head_sha: "abf",
  head_ref: `refs/heads/gh-readonly-queue/main/pr-17-${"a".repeat(40)}`,
  base_sha: "abe",
};
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

describe("a webhook", () => {
  it.each([
    ["no signature", { "x-hub-signature-256": "" }],
    ["another's signature", { "x-hub-signature-256": signed("another secret", JSON.stringify(pull(1))) }],
    ["Probot's default secret", { "x-hub-signature-256": signed("development", JSON.stringify(pull(1))) }],
    ["the old kind of signature", { "x-hub-signature-256": `sha1=${"0".repeat(40)}` }],
    ["half a signature", { "x-hub-signature-256": signed(github?.secret ?? "", JSON.stringify(pull(1))).slice(0, 30) }],
  ])("with %s is refused, and nothing is queued", async (_, headers) => {
    const answer = await app.webhook("pull_request", pull(1), headers);
    expect([answer.status, await answer.text()]).toEqual([401, ""]);
    await settle();
    expect(performed).toEqual([]);
  });

  it("that is signed and no JSON object is a 400", async () => {
    for (const body of ["[]", "null", "{", "payload=%7B%7D"]) {
      expect((await app.webhook("pull_request", body)).status).toBe(400);
    }
  });

  it("that is signed over other bytes than it has is refused", async () => {
    const headers = { "x-hub-signature-256": signed(github.secret, JSON.stringify(pull(2))) };
    expect((await app.webhook("pull_request", pull(3), headers)).status).toBe(401);
  });
});

describe("what a webhook makes us look at", () => {
  const CASES: readonly (readonly [string, string, object, readonly object[]])[] = [
    ["an opened pull request", "pull_request", pull(11), [{ kind: "review", number: 11 }]],
    ["a push to it", "pull_request", pull(12, { action: "synchronize" }), [{ kind: "review", number: 12 }]],
    [
      "a draft that is ready",
      "pull_request",
      pull(13, { action: "ready_for_review" }),
      [{ kind: "review", number: 13 }],
    ],
    ["a reopened one", "pull_request", pull(14, { action: "reopened" }), [{ kind: "review", number: 14 }]],
    [
      "another base",
      "pull_request",
      pull(15, { action: "edited", changes: { base: { ref: { from: "x" } } } }),
      [{ kind: "review", number: 15 }],
    ],
    ["another title", "pull_request", pull(16, { action: "edited", changes: { title: { from: "x" } } }), []],
    ["one without a repository", "pull_request", { ...pull(31), repository: undefined }, []],
    ["one about nothing", "pull_request", { ...pull(32), pull_request: null }, []],
    ["a comment about nothing", "issue_comment", { ...comment(33, "/loadline plan"), comment: null }, []],
    ["a closed one", "pull_request", pull(17, { action: "closed" }), []],
    [
      "a merged one",
      "pull_request",
      pull(18, { action: "closed", pull_request: { number: 18, merged: true } }),
      [{ kind: "deploy", number: 18 }],
    ],
    [
      "one of another bot",
      "pull_request",
      pull(19, { sender: { login: "renovate[bot]", type: "Bot" } }),
      [{ number: 19 }],
    ],
    ["one of our own", "pull_request", pull(20, { sender: { login: "loadline[bot]", type: "Bot" } }), [{ number: 20 }]],
    ["a command", "issue_comment", comment(21, "/loadline plan"), [{ kind: "command", number: 21, comment: 7 }]],
    ["a word that begins like one", "issue_comment", comment(22, "/loadlines plan"), []],
    ["a command further down", "issue_comment", comment(23, "hello\n/loadline plan"), []],
    ["a quoted command", "issue_comment", comment(24, "> /loadline plan"), []],
    ["an edited comment", "issue_comment", comment(25, "/loadline plan", { action: "edited" }), []],
    [
      "a bot's command",
      "issue_comment",
      comment(26, "/loadline plan", { sender: { login: "x[bot]", type: "Bot" } }),
      [],
    ],
    [
      "a check that shall run again",
      "check_run",
      { action: "rerequested", check_run: { name: "loadline", head_sha: "abc" }, repository, installation: { id: 5 } },
      [{ kind: "head", sha: "abc" }],
    ],
    [
      "another's check that shall run again",
      "check_run",
      { action: "rerequested", check_run: { name: "tests", head_sha: "abd" }, repository, installation: { id: 5 } },
      [],
    ],
    [
      "all checks that shall run again",
      "check_suite",
      { action: "rerequested", check_suite: { head_sha: "abe" }, repository, installation: { id: 5 } },
      [{ kind: "head", sha: "abe" }],
    ],
    [
      "a merge queue",
      "merge_group",
      { action: "checks_requested", merge_group: MERGE_GROUP, repository, installation: { id: 5 } },
      [{ kind: "head", sha: "abf", base: "abe", brings: 17 }],
    ],
    ["an event nobody listens to", "star", { action: "created", repository, installation: { id: 5 } }, []],
  ];

  it.each(CASES)("%s", async (...[, event, payload, expected]) => {
    expect((await app.webhook(event, payload)).status).toBe(202);
    if (expected.length === 0) await settle();
    else await expect.poll(() => performed.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(performed).toMatchObject(expected as Work[]);
    expect(performed).toHaveLength(expected.length);
  });
});

describe("a delivery", () => {
  it("that comes again does nothing, unless its work was given up", async () => {
    fails = new Set([32]);
    for (const number of [31, 32]) {
      const headers = { "x-github-delivery": `guid-${number}` };
      expect((await app.webhook("pull_request", pull(number), headers)).status).toBe(202);
    }
    await expect.poll(() => performed.length, { timeout: 10_000 }).toBe(2);
    await settle();
    fails = new Set();
    for (const number of [31, 32]) {
      const headers = { "x-github-delivery": `guid-${number}` };
      expect((await app.webhook("pull_request", pull(number), headers)).status).toBe(202);
    }
    await expect.poll(() => performed.length, { timeout: 10_000 }).toBe(3);
    await settle();
    expect(performed.map((work) => "number" in work && work.number)).toEqual([31, 32, 32]);
  });

  it("with an id that another one has is not taken for it", async () => {
    const headers = { "x-github-delivery": "1795939971231" };
    await app.webhook("pull_request", pull(41), headers);
    await app.webhook("pull_request", pull(42), headers);
    await expect.poll(() => performed.length, { timeout: 10_000 }).toBe(2);
  });

  it("of two hundred at once for one pull request: looked at a few times, the last head seen", async () => {
    const dev = github.as("dev");
    await dev.push(REPO, "busy", { "models/a.yaml": "a: 0\n" });
    const number = await dev.open(REPO, { branch: "busy" });
    const sha = await dev.push(REPO, "busy", { "models/a.yaml": "a: 1\n" });
    await github.settled();
    busy = number;
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => app.webhook("pull_request", pull(number, { action: "synchronize" }))),
    );
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    await expect
      .poll(
        async () => {
          const { waiting, active } = await app.store.figures();
          return waiting + active;
        },
        { timeout: 15_000 },
      )
      .toBe(0);
    const looks = performed.filter((work) => "number" in work && work.number === number);
    expect(looks.length).toBeGreaterThanOrEqual(1);
    expect(looks.length).toBeLessThan(60);
    expect((await dev.request("GET", `/repos/${REPO}/pulls/${number}`)).head.sha).toBe(sha);
  });

  it("tells the log nothing secret", async () => {
    await app.webhook("pull_request", pull(51, { secret: github.secret }));
    await settle();
    expect(app.log.join("\n")).not.toContain(github.secret);
    expect(app.log.join("\n")).not.toContain("PRIVATE KEY");
  });
});
