import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PATIENCE_MS } from "../../../../src/tasks/app/rollout.ts";
import { standingOf } from "../../../../src/tasks/app/standing.ts";
import { type FakeApp, NOON } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha, type Tree } from "../../../fakes/code-host.ts";
import type { FakeGitOps } from "../../../fakes/gitops.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import { BASE, ONE, reviewDesk, THREE, withModel } from "../../../support/review-desk.ts";
import { shippedTemplates } from "../../render/sample.ts";

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

it("templates of the branch that was merged into hold for what is committed, and policies look at what they make", async () => {
  const shipped = await shippedTemplates();
  const path = "one/templates/kubernetes/service.yaml.hbs";
  const text =
    shipped.get("kubernetes/service.yaml.hbs")?.replace("spec:\n", "spec:\n  sessionAffinity: ClientIP\n") ?? "";
  const own = { [path]: text };
  merged({ ...below("one", BASE), ...own }, { ...below("one", THREE), ...own });
  expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
  const services = Object.entries(gitops.files()).filter(([name]) => name.endsWith("/service.yaml"));
  expect(services).toHaveLength(1);
  expect(services[0]?.[1]).toContain("sessionAffinity: ClientIP");
});

it("a template of the branch that writes a key into a manifest keeps the merge from being committed", async () => {
  const shipped = (await shippedTemplates()).get("kubernetes/deployment.yaml.hbs") ?? "";
  const key = `          env:\n            - {name: HF_TOKEN, value: hf_${"a1".repeat(17)}}\n`;
  const own = { "one/templates/kubernetes/deployment.yaml.hbs": shipped.replace("          env:\n", key) };
  merged({ ...below("one", BASE), ...own }, { ...below("one", THREE), ...own });
  await app.perform(DEPLOY);
  expect(gitops.files()).toEqual({});
  expect(told()).toContain("literal-key");
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

describe("of two configuration repositories", () => {
  const before = { ...below("one", BASE), ...below("two", BASE) };

  it("one that cannot be read keeps the other from nothing, and is tried again when that is asked for", async () => {
    merged(before, { ...below("one", THREE), ...below("two", { ...THREE, "models/chat.yaml": "kind: [" }) });
    expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
    expect(told()).toMatch(/⏳ `ai-models\/one`[\s\S]*Not deployed[\s\S]*two\/models\/chat.yaml/);
    expect(await asks("/loadline rollback")).not.toContain("nothing to bring back");

    const commits = gitops.changes.length;
    host.commits.set(sha("b"), { ...below("one", THREE), ...below("two", THREE) });
    await asks("/loadline plan");
    await app.settle(["deploy"]);
    expect(told()).toMatch(/⏳ `ai-models\/one`[\s\S]*⏳ `ai-models\/two`/);
    expect(told()).not.toContain("Not deployed");
    // What was deployed already is not deployed again.
    expect(gitops.changes.length).toBe(commits + 1);
  });
});

describe("a merge that takes deployments away", () => {
  const { "models/chat.yaml": _, ...empty } = BASE;

  it("says so, with the commit", async () => {
    merged(below("one", BASE), below("one", empty));
    await deployFirst();
    expect(Object.keys(gitops.files()).some((path) => path.includes("/one/"))).toBe(false);
    expect(told()).toMatch(/Taken away\n\n- `ai-models\/one` · `acme\/gitops` `/);
  });

  it("says in which pull request it waits", async () => {
    merged(below("one", BASE), below("one", empty));
    await deployFirst("mode: commit", "mode: pull-request");
    expect(told()).toMatch(/Taken away\n\n- `ai-models\/one` · `acme\/gitops` \[pull request 1\]/);
  });

  /** What stands there was deployed by an earlier merge. */
  async function deployFirst(from = "", to = ""): Promise<void> {
    const [base, head] = [host.commits.get(sha("a")), host.commits.get(sha("b"))];
    merged(below("one", ONE), base ?? {});
    await app.perform(DEPLOY);
    app.values.clear();
    host.conversation.length = 0;
    const turned = (tree: Tree = {}): Tree =>
      Object.fromEntries(Object.entries(tree).map(([path, text]) => [path, text.replace(from, to)]));
    merged(turned(base), turned(head));
    await app.perform(DEPLOY);
  }
});

it("a merge that is looked at after a later one does not take back what that has deployed", async () => {
  merged(below("one", BASE), below("one", THREE));
  host.commits.set(sha("c"), below("one", ONE));
  host.pulls.set(2, pullRequest({ number: 2, state: "merged", mergeCommit: sha("c"), mergeBase: sha("b") }));
  Object.assign(host, { contains: async (commit: string, ancestor: string) => commit >= ancestor });
  await app.perform({ ...DEPLOY, number: 2 });
  const deployed = gitops.files();
  host.conversation.length = 0;
  expect(await app.perform(DEPLOY)).toEqual({ kind: "done" });
  expect(gitops.files()).toEqual(deployed);
  expect(told().replaceAll("&#8203;", "")).toContain("`ai-models/one`: #2, merged later, decides about it now.");
});

async function asks(body: string): Promise<string> {
  const comment = host.says("dev", body);
  await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
  return host.conversation.at(-1)?.body ?? "";
}

describe("what stands", () => {
  const { "models/chat.yaml": _, ...empty } = BASE;
  const proposed = (tree: Tree): Tree =>
    Object.fromEntries(
      Object.entries(below("one", tree)).map(([path, text]) => [
        path,
        text.replace("mode: commit", "mode: pull-request"),
      ]),
    );
  const standing = async () =>
    (await standingOf(app.memory)).deployed.map(({ forecast, rollout }) => [rollout.number, forecast.replicas?.max]);

  /** The next merge, a minute later. */
  async function merge(number: number, [from, to]: readonly [string, string], tree: Tree): Promise<void> {
    host.commits.set(sha(to), tree);
    const commits = { mergeBase: sha(from), mergeCommit: sha(to), head: { branch: "change", sha: sha(to) } };
    host.pulls.set(number, pullRequest({ number, state: "merged", ...commits }));
    app.time = NOON + 60_000 * number;
    await app.perform({ ...DEPLOY, number });
  }

  it("is what the last merge brought, after a rollback the one before, and nothing once it is taken away", async () => {
    host.commits.set(sha("a"), below("one", empty));
    await merge(1, ["a", "b"], below("one", ONE));
    expect(await standing()).toEqual([[1, 1]]);
    await merge(2, ["b", "c"], below("one", THREE));
    expect(await standing()).toEqual([[2, 3]]);
    const comment = host.says("dev", "/loadline rollback");
    await app.perform({ kind: "command", repository: REPOSITORY, number: 2, comment });
    expect(await standing()).toEqual([[1, 1]]);
    await merge(3, ["b", "d"], below("one", empty));
    expect(await standing()).toEqual([]);
  });

  it("stands until the pull request that takes it away is merged, and what comes after that stands too", async () => {
    host.commits.set(sha("a"), below("one", empty));
    await merge(1, ["a", "b"], below("one", ONE));
    host.commits.set(sha("c"), proposed(ONE));
    await merge(2, ["c", "d"], proposed(empty));
    expect(await app.perform({ ...DEPLOY, number: 2 })).toMatchObject({
      kind: "again",
      why: expect.stringContaining("not merged"),
    });
    expect(await standing()).toEqual([[1, 1]]);
    app.work.length = 0;
    await app.perform({ kind: "sweep" });
    expect(app.work).toContainEqual({ ...DEPLOY, number: 2 });
    gitops.merge(1);
    expect(await app.perform({ ...DEPLOY, number: 2 })).toEqual({ kind: "done" });
    expect(await standing()).toEqual([]);
    expect(told()).toMatch(/Taken away\n\n- `ai-models\/one` · `acme\/gitops` \[pull request 1\]\(\S+\)\n/);
    await merge(3, ["d", "e"], below("one", THREE));
    await app.perform({ ...DEPLOY, number: 2 });
    expect(await standing()).toEqual([[3, 3]]);
  });

  it("stands on where the pull request that was to take it away is closed, and the comment says so", async () => {
    host.commits.set(sha("a"), below("one", empty));
    await merge(1, ["a", "b"], below("one", ONE));
    host.commits.set(sha("c"), proposed(ONE));
    await merge(2, ["c", "d"], proposed(empty));
    Object.assign(gitops.pulls[0] ?? {}, { state: "closed" });
    expect(await app.perform({ ...DEPLOY, number: 2 })).toEqual({ kind: "done" });
    expect(await standing()).toEqual([[1, 1]]);
    expect(told()).toContain("which was closed and not merged, so it stays");
  });

  it("what a later merge has brought already is not forgotten with what one before it took away", async () => {
    host.commits.set(sha("a"), below("one", empty));
    await merge(1, ["a", "b"], below("one", ONE));
    host.commits.set(sha("c"), proposed(ONE));
    await merge(2, ["c", "d"], proposed(empty));
    await merge(3, ["d", "e"], below("one", THREE));
    gitops.merge(1);
    await app.perform({ ...DEPLOY, number: 2 });
    expect(await standing()).toEqual([[3, 3]]);
  });
});
