import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GITHUB } from "../../../../src/mistakes/github.ts";
import { OutsideError } from "../../../../src/ports/failure.ts";
import { attemptAt, type FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha, type Tree } from "../../../fakes/code-host.ts";
import type { FakeGitOps } from "../../../fakes/gitops.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import { BASE, reviewDesk, THREE } from "../../../support/review-desk.ts";

const DEPLOY = { kind: "deploy", repository: REPOSITORY, number: 1 } as const;
const AWAY = new OutsideError("github.com", GITHUB.answeredWith(503), true);
const PROTECTED = new OutsideError("github.com", GITHUB.saysBesides(GITHUB.branchRules, "protected branch"), false);

const REFUSED = new OutsideError("GitHub", "refuses it: Resource not accessible by integration", false);

let host: FakeCodeHost;
let app: FakeApp;
let gitops: FakeGitOps;

/** Two configuration repositories, of which the first commits to a repository that may fail. */
beforeEach(async () => {
  ({ host, app } = reviewDesk());
  gitops = (await app.gitops("acme/gitops")) as FakeGitOps;
  const two = (tree: Tree): Tree => ({ ...below("one", tree, "acme/failing"), ...below("two", tree, "acme/gitops") });
  host.commits.set(sha("a"), two(BASE));
  host.commits.set(sha("b"), two(THREE));
  host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("b") }));
});
afterEach(() => host.close());

const below = (folder: string, tree: Tree, repository: string): Tree =>
  Object.fromEntries(
    Object.entries({ ...tree, "loadline.yaml": SETTINGS.replace("example/gitops", repository) }).map(([path, text]) => [
      `${folder}/${path}`,
      text.replace("name: chat,", `name: ${folder},`),
    ]),
  );
const fails = (error: Error, ...names: readonly string[]): void => {
  const open = async (name: string) => (names.includes(name) ? Promise.reject(error) : gitops);
  Object.assign(app, { gitops: open });
};
const deployed = (): readonly string[] =>
  ["one", "two"].filter((name) => Object.keys(gitops.files()).some((path) => path.includes(`/${name}/`)));
const told = (): string => host.conversation.map(({ body }) => body).join("\n");
async function attempts(last: number): Promise<void> {
  for (let number = 1; number <= last; number++) {
    await expect(app.perform(DEPLOY, attemptAt(number))).rejects.toThrow();
  }
}
async function sweeps(): Promise<typeof app.work> {
  app.work.length = 0;
  await app.perform({ kind: "sweep" });
  return app.work.splice(0);
}

describe("a GitOps branch that is protected", () => {
  it("is told on the pull request with what to do, keeps no other from being deployed, and is tried when asked for", async () => {
    fails(PROTECTED, "acme/failing");
    expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
    expect(deployed()).toEqual(["two"]);
    expect(told()).toMatch(/Not deployed[\s\S]*github.com: rules of the branch refuse the commit; allow this author/);
    expect(told()).toContain("write `/loadline plan` here");
    expect(told()).toContain("⏳ `ai-models/two`");
    fails(PROTECTED);
    const comment = host.says("dev", "/loadline plan");
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
    await app.perform(DEPLOY);
    expect(deployed()).toEqual(["one", "two"]);
    expect(told()).not.toContain("Not deployed");
  });
});

describe("a GitOps repository that cannot be reached", () => {
  it("is told of after a while, and forgotten when it answers", async () => {
    fails(AWAY, "acme/failing", "acme/gitops");
    await attempts(2);
    expect(told()).toBe("");
    await attempts(8);
    expect(host.writes.filter((call) => call.endsWith("Comment"))).toEqual(["writeComment"]);
    expect(told()).toContain("github.com: answered with 503");
    expect(told()).toContain("It is tried again by itself");
    fails(AWAY);
    expect(await app.perform(DEPLOY, attemptAt(9))).toMatchObject({ kind: "again" });
    expect(told()).not.toContain("503");
    expect(deployed()).toEqual(["one", "two"]);
  });

  it("once it is given up, the rest is deployed, and the sweep takes up what is not", async () => {
    fails(AWAY, "acme/failing");
    await attempts(9);
    expect(deployed()).toEqual(["two"]);
    expect(told()).toContain("It was given up after 9 attempts");
    expect(told()).toContain("loadline looks again from time to time");
    expect(app.work, "what was deployed is followed").toEqual([DEPLOY]);
    expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again", why: expect.stringContaining("Argo CD") });
    fails(AWAY);
    expect(await sweeps()).toContainEqual(DEPLOY);
    await app.perform(DEPLOY);
    expect(deployed()).toEqual(["one", "two"]);
    expect(told()).not.toContain("given up");
  });

  it("fails on without a second word while it stays away", async () => {
    fails(AWAY, "acme/failing", "acme/gitops");
    await attempts(9);
    const writes = host.writes.length;
    expect(await sweeps()).toEqual([DEPLOY]);
    await attempts(9);
    const body = told();
    expect(body).toContain("It was given up after 9 attempts");
    expect(host.writes.length - writes).toBeLessThanOrEqual(2);
    expect(host.conversation).toHaveLength(1);
  });
});

it("a merge that GitHub does not show is taken up by the sweep", async () => {
  const { pullRequest: shown } = host;
  Object.assign(host, { pullRequest: () => Promise.reject(AWAY) });
  await attempts(9);
  Object.assign(host, { pullRequest: shown });
  expect(await sweeps()).toEqual([DEPLOY]);
  expect(await sweeps()).toEqual([]);
});

it("a merge that an error of loadline keeps from being deployed is told of, and taken up an hour later", async () => {
  const source = host.source;
  Object.assign(host, { source: () => Promise.reject(new TypeError("s3cret")) });
  await attempts(9);
  expect(told()).toContain("An error in loadline");
  expect(told()).not.toContain("s3cret");
  Object.assign(host, { source });
  expect(await sweeps()).toEqual([]);
  app.time += 3_600_001;
  expect(await sweeps()).toEqual([DEPLOY]);
  await app.perform(DEPLOY);
  expect(told()).not.toContain("An error in loadline");
});

describe("a merge that is listed among those that nobody heard of", () => {
  it.each([
    ["waits for its hour after an error of loadline", new TypeError("x is not a function"), 9],
    ["is not tried again where that cannot help", REFUSED, 1],
  ])("%s", async (_, error, last) => {
    await app.memory.write(`known-since/${REPOSITORY}`, 0);
    Object.assign(host, { mergedSince: async () => [{ number: 1, branch: "main", mergedAt: app.time }] });
    Object.assign(host, { source: () => Promise.reject(error) });
    await attempts(last);
    const said = told();
    expect(said).toMatch(/given up|not tried again/);
    app.time += 300_000;
    expect(await sweeps()).toEqual([]);
    expect(told()).toBe(said);
  });
});
