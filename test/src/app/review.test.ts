import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, loadlineWith, temporaryFolder } from "../../support/command.ts";
import { MODEL, SETTINGS } from "../../support/config-repository.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";
import { type Json, reply } from "../../support/github/message.ts";
import type { Files } from "../../support/github/people.ts";

const REPO = "acme/serving";
/** A file that cannot be read blocks, and nothing that a review is about passes, both without a forecast: that is other tests' matter. */
const BAD: Files = { "models/chat.yaml": MODEL.replace("spec:", "spek:") };
const GOOD: Files = { "README.md": "# Models\n" };
/** What the Action's page asks for. */
const WORKFLOW = { checks: "write", contents: "read", pull_requests: "write", metadata: "read" };
const READING = { checks: "read", contents: "read", pull_requests: "read", issues: "read", metadata: "read" };

/** The App of Actions, on a server of one's own: its number is another one than at github.com. */
let github: GitHubDouble;
beforeAll(async () => {
  github = await startGitHub({ app: { id: 4, slug: "github-actions" } });
  await github.as("dev").push(REPO, "main", { "loadline.yaml": SETTINGS });
});
afterAll(() => github.close());

const NOT_FOR_YOU = reply(403, { message: "Resource not accessible by integration" });

let opened = 0;
async function opens(files: Files): Promise<number> {
  opened += 1;
  await github.as("dev").push(REPO, `change-${opened}`, files);
  return github.as("dev").open(REPO, { branch: `change-${opened}` });
}

/** The command as the Action runs it. */
async function review(number: number, token: string, more: Readonly<Record<string, string>> = {}) {
  const page = join(temporaryFolder(), "summary.md");
  const environment = {
    ...{ GITHUB_TOKEN: token, GITHUB_REPOSITORY: REPO, GITHUB_API_URL: `${github.url}/api/v3` },
    ...{ GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: page, ...more },
  };
  const done = await ended(loadlineWith(environment, temporaryFolder(), ["review", String(number)]));
  return { ...done, page: () => readFileSync(page, "utf8") };
}

const commentsOn = (number: number): Promise<readonly Json[]> =>
  github.as("dev").request("GET", `/repos/${REPO}/issues/${number}/comments`);
async function checkOn(number: number): Promise<Json | undefined> {
  const { head } = await github.as("dev").request("GET", `/repos/${REPO}/pulls/${number}`);
  const { check_runs: runs } = await github.as("dev").request("GET", `/repos/${REPO}/commits/${head.sha}/check-runs`);
  return runs.find(({ name }: Json) => name === "loadline");
}

describe("loadline review", () => {
  it("ends as the verdict is, and writes comment and check once, however often it runs", async () => {
    const token = await github.mint(WORKFLOW);
    const number = await opens(BAD);
    const first = await review(number, token);
    expect([first.code, first.stdout, first.stderr]).toEqual([1, `${REPO}#${number}: failure\n`, ""]);
    await review(number, await github.mint(WORKFLOW));
    expect((await commentsOn(number)).map(({ user, body }) => [user.login, body.split("\n")[0]])).toEqual([
      ["github-actions[bot]", "<!-- loadline:review -->"],
    ]);
    expect(await checkOn(number)).toMatchObject({ conclusion: "failure" });
    const good = await opens(GOOD);
    expect(await review(good, token)).toMatchObject({ code: 0, stdout: `${REPO}#${good}: success\n` });
    expect(await checkOn(good)).toMatchObject({ status: "completed" });
  }, 120_000);

  it("with a token that may only read: in the log and on the page, with the verdict's exit code, and nothing at GitHub", async () => {
    const token = await github.mint(READING);
    const number = await opens(BAD);
    const done = await review(number, token);
    expect([done.code, done.stdout]).toEqual([1, `${REPO}#${number}: failure\n`]);
    for (const text of [done.stderr, done.page()]) {
      expect(text).toContain("The token may not write this on the pull request");
      expect(text).toContain("Check loadline: failure");
      expect(text).toContain("<!-- loadline:review -->");
      expect(text).toMatch(/models\/chat\.yaml:\d+: failure: /);
    }
    // What a change says in the log is no command to the runner.
    const [, word] = /^::stop-commands::(\w{32})\n/.exec(done.stderr) ?? [];
    expect(done.stderr.endsWith(`\n::${word}::\n`)).toBe(true);
    expect([await commentsOn(number), await checkOn(number)]).toEqual([[], undefined]);
    const good = await review(await opens(GOOD), token);
    expect([good.code, good.page().includes("Check loadline: success")]).toEqual([0, true]);
  }, 120_000);

  it("with a token that may not even see checks and comments: the same", async () => {
    const number = await opens(BAD);
    github.fail({ path: /\/check-runs|\/issues\/\d+\/comments/, answer: NOT_FOR_YOU, times: 100 });
    const done = await review(number, await github.mint(READING));
    github.clearFaults();
    expect([done.code, done.stdout]).toEqual([1, `${REPO}#${number}: failure\n`]);
    expect(done.page()).toContain("<!-- loadline:review -->");
  }, 120_000);

  it("with a person's token: one comment under that name, and the check, which people cannot write, in the log", async () => {
    const number = await opens(BAD);
    for (const _ of [1, 2]) {
      const done = await review(number, github.tokenOf("alice"), { GITHUB_API_URL: github.url });
      expect([done.code, done.stdout]).toEqual([1, `${REPO}#${number}: failure\n`]);
      expect(done.stderr).toContain("Check loadline: failure");
    }
    expect((await commentsOn(number)).map(({ user }) => user.login)).toEqual(["alice"]);
  }, 120_000);

  it("leaves a marker that somebody pasted alone, and knows itself where nobody says who it is", async () => {
    const number = await opens(BAD);
    await github.as("mallory").comment(REPO, number, "<!-- loadline:review -->\nall is well");
    github.fail({ path: /graphql/, answer: reply(404, { message: "Not Found" }) });
    await review(number, await github.mint(WORKFLOW));
    const comments = await commentsOn(number);
    expect(comments.map(({ user }) => user.login)).toEqual(["mallory", "github-actions[bot]"]);
    expect(comments[0]?.body).toBe("<!-- loadline:review -->\nall is well");
  }, 120_000);

  it("ends with 3 where the token is none, or may not see the pull request", async () => {
    const number = await opens(GOOD);
    const unknown = await review(number, "ghs_nobody");
    expect([unknown.code, unknown.stdout]).toEqual([3, ""]);
    expect(unknown.stderr).toContain("Set GH_TOKEN or GITHUB_TOKEN anew");
    github.fail({ path: /\/pulls\/\d+$/, answer: NOT_FOR_YOU });
    const blind = await review(number, await github.mint(READING));
    expect([blind.code, blind.stdout]).toEqual([3, ""]);
  }, 120_000);

  it("shows no secret of the job, on the pull request or beside it", async () => {
    const secret = "chat-is-a-secret-word";
    const number = await opens({ "models/chat.yaml": MODEL.replace("spec:", `${secret}:`) });
    const done = await review(number, await github.mint(READING), { DEPLOY_TOKEN: secret });
    expect(done.stderr).toContain("***");
    expect(`${done.stderr}${done.page()}`).not.toContain(secret);
    await review(number, await github.mint(WORKFLOW), { DEPLOY_TOKEN: secret });
    const written = JSON.stringify([await commentsOn(number), await checkOn(number)]);
    expect(written).toContain("***");
    expect(written).not.toContain(secret);
  }, 120_000);

  it("takes its rules from the base branch as it stands", async () => {
    const number = await opens(GOOD);
    const token = await github.mint(WORKFLOW);
    expect((await review(number, token)).code).toBe(0);
    await github.as("dev").push(REPO, "main", {
      "loadline.yaml": `${SETTINGS}polices: {}\n`,
    });
    expect((await review(number, token)).code).toBe(1);
  }, 120_000);
});
