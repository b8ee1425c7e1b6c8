import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeApp, fakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, fakeCodeHost, pullRequest, REPOSITORY, sha, type Tree } from "../../../fakes/code-host.ts";
import type { FakeGitOps } from "../../../fakes/gitops.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import { BASE, ONE, reviewDesk, THREE, withModel } from "../../../support/review-desk.ts";

const DEPLOY = { kind: "deploy", repository: REPOSITORY, number: 1 } as const;
const BLOCKED = withModel("ttft: { p95: 2.5s }", "ttft: { p95: 100ms }");
const CHAT = "clusters/prod/ai-models/chat/deployment.yaml";

let host: FakeCodeHost;
let app: FakeApp;
let gitops: FakeGitOps;

beforeEach(async () => {
  ({ host, app } = reviewDesk());
  gitops = (await app.gitops("acme/gitops")) as FakeGitOps;
});
afterEach(() => host.close());

const committing = (tree: Tree, repository = "acme/gitops"): Tree => ({
  ...tree,
  "loadline.yaml": SETTINGS.replace("example/gitops", repository),
});
/** Merged at `b`, having left the base at `a`. */
function merged(after: Tree, changes: Parameters<typeof pullRequest>[0] = {}, before = BASE): void {
  host.commits.set(sha("a"), committing(before));
  host.commits.set(sha("b"), after);
  host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("b"), ...changes }));
}
const told = (): string => host.conversation.map(({ body }) => body).join("\n");

describe("the branch that was merged into", () => {
  it("is the default one, or nothing of it reaches a cluster: anybody who may push can make another", async () => {
    merged(committing(THREE), { base: { branch: "playground", sha: sha("a") } });
    expect(await app.perform(DEPLOY)).toEqual({ kind: "done" });
    expect(gitops.files()).toEqual({});
    expect(host.conversation).toEqual([]);
    host.says("dev", "/loadline plan");
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment: host.conversation[0]?.id ?? 0 });
    await app.settle(["deploy"]);
    expect(gitops.files()).toEqual({});
    expect(told()).toContain("only merges into the default branch, `main`, are deployed");
  });
});

it("what was deployed stays known where another branch is the default one by now", async () => {
  merged(committing(THREE));
  await app.perform(DEPLOY);
  Object.assign(host, { defaultBranch: async () => "trunk" });
  const comment = host.says("dev", "/loadline plan");
  await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
  await app.settle(["deploy"]);
  expect(told()).toMatch(/⏳ `ai-models\/chat`[\s\S]*only merges into the default branch/);
  expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
});

describe("what a merge has changed", () => {
  const MERGED_BEFORE = {
    ...BLOCKED,
    "models/embed.yaml": (BASE["models/chat.yaml"] ?? "").replace("chat,", "embed,"),
  };

  it("is what it has added to the base, and not what others merged since its branch left", async () => {
    // Another merge brought the change that blocks; this one adds a deployment beside it.
    host.commits.set(sha("d"), committing(BLOCKED));
    merged(committing(MERGED_BEFORE));
    Object.assign(host, { beforeMerge: async () => sha("d") });
    expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
    expect(Object.keys(gitops.files())).toContain(CHAT.replace("chat", "embed"));
    expect(Object.keys(gitops.files())).not.toContain(CHAT);
    expect(told()).not.toContain("chat");
  });
});

describe("the GitOps repository", () => {
  it("of another account is written to only where the operator names both", async () => {
    merged(committing(THREE, "example/gitops"));
    await app.perform(DEPLOY);
    expect(told()).toContain("belongs to another account");
    for (const accounts of [["acme"], ["example"]]) {
      app.accounts = new Set(accounts);
      await app.perform(DEPLOY);
      expect(gitops.files()).toEqual({});
    }
    app.accounts = new Set(["acme", "example"]);
    expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
    expect(Object.keys(gitops.files())).toContain(CHAT);
  });

  /** A second repository of the account, with a deployment of the same name. */
  async function fromElsewhere(after: Tree, before = BASE): Promise<string> {
    const sandbox = fakeCodeHost({ [sha("a")]: committing(before), [sha("b")]: committing(after) });
    const other = { ...sandbox, repository: "acme/sandbox" } as const;
    other.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("b") }));
    const theirs = fakeApp(other);
    Object.assign(theirs, { gitops: app.gitops, hosts: { repository: async () => other } });
    await theirs.perform({ ...DEPLOY, repository: "acme/sandbox" });
    sandbox.close();
    return other.conversation.map(({ body }) => body).join("\n");
  }

  it("keeps what one repository has deployed from another with a deployment of the same name", async () => {
    merged(committing(THREE));
    await app.perform(DEPLOY);
    const before = gitops.files();
    expect(await fromElsewhere(ONE)).toMatch(/Not deployed[\s\S]*`?ai-models\/chat as deployed from acme\/serving/);
    expect(gitops.files()).toEqual(before);
  });

  it("nor may the other take it away", async () => {
    merged(committing(THREE));
    await app.perform(DEPLOY);
    const before = gitops.files();
    const { "models/chat.yaml": _, ...empty } = BASE;
    expect(await fromElsewhere(empty)).toContain("as deployed from acme/serving");
    expect(gitops.files()).toEqual(before);
  });
});
