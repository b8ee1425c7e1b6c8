import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applicationState } from "../../../../src/ports/argocd.ts";
import type { RepositoryName } from "../../../../src/ports/pull-request.ts";
import type { Work } from "../../../../src/ports/work-queue.ts";
import { readTold, rolloutKey } from "../../../../src/tasks/app/rollout-memory.ts";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha, type Tree } from "../../../fakes/code-host.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import { BASE, pushTo, REVIEW, reviewDesk, THREE, withModel } from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
});
afterEach(() => host.close());

const NEW = "acme/renamed";
const NAMED: Work = { kind: "named", repository: NEW, before: REPOSITORY };
const REPEAT: Work = { ...NAMED, isRepeat: true };
const DEPLOY = { ...REVIEW, kind: "deploy" } as const;
const committing = (tree: Tree): Tree => ({
  ...tree,
  "loadline.yaml": `${SETTINGS.replace("example/gitops", "acme/gitops")}approvers: [alice]\n`,
});

/** GitHub knows the repository by its new name, and the old one leads nowhere. */
async function rename(): Promise<void> {
  Object.assign(app.hosts, {
    repository: async (name: RepositoryName) => (name === NEW ? { ...host, repository: NEW } : null),
  });
  // Its GitOps repository stays with the account that it left.
  app.accounts = new Set(["acme", "other"]);
  await app.perform(NAMED);
}

describe("a repository that is renamed or transferred", () => {
  it("keeps the approval of a commit, which is looked at again", async () => {
    host.commits.set(sha("a"), committing(BASE));
    pushTo(host, "d", committing(withModel("ttft: { p95: 2.5s }", "ttft: { p95: 100ms }")));
    await app.perform(REVIEW);
    const comment = host.says("alice", `/loadline approve ${sha("d")}`);
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
    await app.settle(["review"]);
    expect(host.checks.get(sha("d"))?.conclusion).toBe("neutral");
    await rename();
    expect(app.work).toContainEqual({ ...REVIEW, repository: NEW });
    await app.settle(["review"]);
    expect(host.checks.get(sha("d"))?.conclusion).toBe("neutral");
    host.commits.set(sha("e"), host.commits.get(sha("d")) ?? {});
    const head = { branch: "change", sha: sha("d") };
    host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("e"), head }));
    await app.perform({ ...DEPLOY, repository: NEW });
    expect((await readTold(app.memory, { repository: NEW, number: 1 })).rollouts).toHaveLength(1);
  });

  it("has a rollout under way followed to its end, by whichever name work or Argo CD asks", async () => {
    host.commits.set(sha("a"), committing(BASE));
    host.commits.set(sha("c"), committing(THREE));
    host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("c") }));
    await app.perform(DEPLOY);
    const [rollout] = (await readTold(app.memory, { repository: REPOSITORY, number: 1 })).rollouts;
    if (rollout === undefined) throw new Error("nothing was deployed");
    const commit = sha("9");
    await app.memory.write(rolloutKey(REPOSITORY, 1), [{ ...rollout, commit }]);
    const said = host.conversation.length;
    await rename();
    expect(await app.memory.keys(`rollout/${REPOSITORY}`)).toEqual([]);
    expect([...app.values.keys()].filter((key) => key.includes(`/${REPOSITORY}`))).toEqual([`moved/${REPOSITORY}`]);
    expect(app.work).toContainEqual({ ...DEPLOY, repository: NEW });
    app.work.length = 0;
    await app.perform({
      kind: "sync",
      application: rollout.application.name,
      namespace: rollout.application.namespace,
    });
    expect(app.work).toEqual([{ ...DEPLOY, repository: NEW }]);
    app.work.length = 0;
    // Work that waited in the queue since before.
    await app.perform(DEPLOY);
    expect(app.work).toEqual([{ ...DEPLOY, repository: NEW }]);
    const ended = applicationState({
      ...{ name: "x", sync: { status: "Synced", revision: commit }, health: { status: "Healthy" } },
      ...{ operation: { phase: "Succeeded", syncResult: { revision: commit } }, annotations: null },
    });
    app.argocd = { application: async () => ended };
    const gitops = { ...host, contains: async () => true };
    const repository = async (name: RepositoryName) => (name === NEW ? { ...host, repository: NEW } : gitops);
    Object.assign(app.hosts, { repository });
    await app.settle(["deploy"]);
    const [followed] = (await readTold(app.memory, { repository: NEW, number: 1 })).rollouts;
    expect(followed).toMatchObject({ repository: NEW, state: "success" });
    expect(host.conversation).toHaveLength(said);
  });

  it("has rollouts into it followed where it is the GitOps repository", async () => {
    const rollout = { repository: REPOSITORY, number: 1, gitops: "acme/gitops", state: "success", folder: "a" };
    await app.memory.write(rolloutKey(REPOSITORY, 1), [rollout]);
    await app.perform({ kind: "named", repository: "acme/manifests", before: "acme/gitops" });
    expect(await app.memory.read(rolloutKey(REPOSITORY, 1))).toEqual([{ ...rollout, gitops: "acme/manifests" }]);
  });

  it("has what somebody wrote meanwhile by the old name moved as well, and then is through", async () => {
    await app.memory.write("check/acme/serving#1", { sha: "old" });
    await app.memory.write("check/acme/serving-two#1", { sha: "another" });
    await app.perform(NAMED);
    expect(app.work).toContainEqual(REPEAT);
    await app.memory.write("check/acme/serving#1", { sha: "older still" });
    await app.memory.write("known-since/acme/serving", 7);
    await app.memory.write("application/acme/serving", { repository: "acme/another", number: 3 });
    await app.memory.write("observations/acme/serving/clusters/prod/a", [1]);
    await app.memory.write("given-up/acme/serving#3/deploy", { work: { ...DEPLOY, number: 3 }, isAsked: true });
    app.work.length = 0;
    expect(await app.perform(REPEAT)).toEqual({ kind: "done" });
    expect(app.work).toEqual([]);
    const work = { ...DEPLOY, number: 3, repository: NEW };
    expect(await app.memory.read(`given-up/${NEW}#3/deploy`)).toMatchObject({ work });
    const now = await app.memory.readAll(["check/acme/renamed#1", "check/acme/serving-two#1"]);
    expect([...now.values()]).toEqual([{ sha: "old" }, { sha: "another" }]);
    expect(await app.memory.keys("known-since/")).toEqual(["known-since/acme/renamed"]);
    expect(await app.memory.keys("application/")).toEqual(["application/acme/serving"]);
    expect(await app.memory.keys("observations/")).toEqual(["observations/acme/renamed/clusters/prod/a"]);
  });

  it("leaves alone what a new repository under its old name has, and itself where it went back", async () => {
    await app.perform(NAMED);
    await app.perform({ kind: "named", repository: REPOSITORY, before: null });
    await app.memory.write(`check/${REPOSITORY}#2`, { sha: "of the new repository" });
    await app.perform(REPEAT);
    expect(await app.memory.keys("check/")).toEqual([`check/${REPOSITORY}#2`]);
    expect(await app.memory.keys("moved/")).toEqual([]);
  });

  it("has only what is under way looked at again: what was refused, or ended, stays as it is", async () => {
    const rollout = { repository: REPOSITORY, gitops: "acme/gitops", folder: "a" };
    const states = [[], [{ ...rollout, state: "success" }], [{ ...rollout, state: "in_progress" }]];
    for (const [at, all] of states.entries()) await app.memory.write(rolloutKey(REPOSITORY, at + 1), all);
    await app.perform(NAMED);
    expect(app.work.filter(({ kind }) => kind === "deploy")).toEqual([{ ...DEPLOY, repository: NEW, number: 3 }]);
  });

  it("keeps what it deployed from whoever takes its old name before it deploys again", async () => {
    host.commits.set(sha("a"), committing(BASE));
    host.commits.set(sha("c"), committing(THREE));
    host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("c") }));
    await app.perform(DEPLOY);
    await rename();
    await app.perform({ kind: "named", repository: REPOSITORY, before: null });
    const hosts = { repository: async (name: RepositoryName) => ({ ...host, repository: name }) };
    Object.assign(app.hosts, hosts);
    host.commits.set(sha("d"), committing(withModel("replicas: 2", "replicas: 4")));
    const second = { number: 2, state: "merged", mergeBase: sha("c"), mergeCommit: sha("d") } as const;
    host.pulls.set(2, pullRequest(second));
    await app.perform({ ...DEPLOY, number: 2 });
    expect((await readTold(app.memory, { repository: REPOSITORY, number: 2 })).refused).toHaveLength(1);
    await app.perform({ ...DEPLOY, number: 2, repository: NEW });
    expect((await readTold(app.memory, { repository: NEW, number: 2 })).rollouts).toHaveLength(1);
  });

  it("goes on deploying what it deployed under its old name; whoever has that name now does not", async () => {
    host.commits.set(sha("a"), committing(BASE));
    host.commits.set(sha("c"), committing(THREE));
    host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("c") }));
    await app.perform(DEPLOY);
    await rename();
    host.commits.set(sha("d"), committing(withModel("replicas: 2", "replicas: 4")));
    const second = { number: 2, state: "merged", mergeBase: sha("c"), mergeCommit: sha("d") } as const;
    host.pulls.set(2, pullRequest(second));
    await app.perform({ ...DEPLOY, repository: NEW, number: 2 });
    expect((await readTold(app.memory, { repository: NEW, number: 2 })).refused).toEqual([]);
    await app.perform({ kind: "named", repository: REPOSITORY, before: null });
    host.pulls.set(3, pullRequest({ ...second, number: 3 }));
    Object.assign(app.hosts, { repository: async () => host });
    await app.perform({ ...DEPLOY, number: 3 });
    expect((await readTold(app.memory, { repository: REPOSITORY, number: 3 })).refused.join()).toContain(NEW);
  });

  it("does not take a new repository under its old name for itself", async () => {
    await rename();
    await app.perform({ kind: "named", repository: REPOSITORY, before: null });
    const again = { ...host, repository: REPOSITORY };
    Object.assign(app.hosts, { repository: async (name: RepositoryName) => (name === REPOSITORY ? again : null) });
    app.work.length = 0;
    await app.perform(REVIEW);
    expect(app.work).not.toContainEqual({ ...REVIEW, repository: NEW });
    expect(host.checks.get(sha("b"))?.conclusion).toBeDefined();
  });

  it("is found through all of its names, and names that lead in a circle end", async () => {
    const third = "other/third";
    await app.perform(NAMED);
    await app.perform({ kind: "named", repository: third, before: NEW });
    app.work.length = 0;
    await app.perform(REVIEW);
    expect(app.work).toEqual([{ ...REVIEW, repository: third }]);
    await app.perform({ kind: "named", repository: REPOSITORY, before: third });
    app.work.length = 0;
    await app.perform(REVIEW);
    expect(host.checks.get(sha("b"))?.conclusion).toBeDefined();
  });
});
