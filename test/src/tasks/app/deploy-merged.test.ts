import { afterEach, beforeEach, expect, it } from "vitest";
import { PATIENCE_MS } from "../../../../src/tasks/app/rollout.ts";
import { type FakeApp, NOON } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha, type Tree } from "../../../fakes/code-host.ts";
import type { FakeGitOps } from "../../../fakes/gitops.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import { BASE, reviewDesk, THREE, withModel } from "../../../support/review-desk.ts";

const DEPLOY = { kind: "deploy", repository: REPOSITORY, number: 1 } as const;
const COMMITTING = SETTINGS.replace("example/gitops", "acme/gitops");
const BLOCKED = withModel("ttft: { p95: 2.5s }", "ttft: { p95: 100ms }");

let host: FakeCodeHost;
let app: FakeApp;
let gitops: FakeGitOps;

beforeEach(async () => {
  ({ host, app } = reviewDesk());
  gitops = (await app.gitops("acme/gitops")) as FakeGitOps;
});
afterEach(() => host.close());

/** A configuration repository in a folder of its own, its deployment named after it. */
const below = (folder: string, tree: Tree): Tree =>
  Object.fromEntries(
    Object.entries({ ...tree, "loadline.yaml": COMMITTING }).map(([path, text]) => [
      `${folder}/${path}`,
      text.replace("name: chat,", `name: ${folder},`),
    ]),
  );
function merged(before: Tree, after: Tree): void {
  host.commits.set(sha("a"), before);
  host.commits.set(sha("b"), after);
  host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("b") }));
}
const told = (): string => host.conversation.map(({ body }) => body).join("\n");

it("of two configuration repositories, one refused: the other is deployed, and both are told of to the end", async () => {
  merged({ ...below("one", BASE), ...below("two", BASE) }, { ...below("one", THREE), ...below("two", BLOCKED) });
  expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
  const written = Object.keys(gitops.files());
  expect(written.some((path) => path.startsWith("clusters/prod/ai-models/one/"))).toBe(true);
  expect(written.some((path) => path.includes("/two/"))).toBe(false);
  app.time = NOON + PATIENCE_MS + 1;
  expect(await app.perform(DEPLOY)).toEqual({ kind: "done" });
  expect(host.conversation).toHaveLength(1);
  expect(told()).toContain("❌ `ai-models/one`");
  expect(told()).toMatch(/Not deployed[\s\S]*`two`: `target-missed`/);
});

it("what is refused alone is deployed when it is asked for again and nothing stands in its way", async () => {
  merged(below("one", BASE), below("one", THREE));
  const open = app.gitops;
  Object.assign(app, { gitops: async () => null });
  expect(await app.perform(DEPLOY)).toEqual({ kind: "done" });
  expect(told()).toContain("is not installed on");
  Object.assign(app, { gitops: open });
  expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
  expect(told()).not.toContain("Not deployed");
  expect(host.conversation).toHaveLength(1);
});

it("a merge that changes no deployment is not talked about", async () => {
  merged(below("one", THREE), { ...below("one", THREE), "README.md": "hello" });
  expect(await app.perform(DEPLOY)).toEqual({ kind: "done" });
  expect(host.writes).toEqual([]);
});
