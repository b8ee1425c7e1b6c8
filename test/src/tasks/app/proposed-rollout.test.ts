import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutsideError } from "../../../../src/ports/failure.ts";
import { PATIENCE_MS, type Rollout } from "../../../../src/tasks/app/rollout.ts";
import { rolloutKey } from "../../../../src/tasks/app/rollout-memory.ts";
import { type FakeApp, NOON } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha } from "../../../fakes/code-host.ts";
import type { FakeGitOps } from "../../../fakes/gitops.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import { ONE, reviewDesk, THREE } from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;
let gitops: FakeGitOps;
const DEPLOY = { kind: "deploy", repository: REPOSITORY, number: 1 } as const;
const PROPOSING = SETTINGS.replace("example/gitops", "acme/gitops").replace("mode: commit", "mode: pull-request");

/** A merged pull request of a repository whose manifests are proposed. */
beforeEach(async () => {
  ({ host, app } = reviewDesk());
  gitops = (await app.gitops("acme/gitops")) as FakeGitOps;
  host.commits.set(sha("a"), { ...ONE, "loadline.yaml": PROPOSING });
  host.commits.set(sha("b"), { ...THREE, "loadline.yaml": PROPOSING });
  const files = [{ path: "models/chat.yaml", change: "changed", before: null, lines: [] }] as const;
  host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("b"), files }));
});
afterEach(() => host.close());

const kept = async (): Promise<Rollout | undefined> =>
  (await app.memory.read<readonly Rollout[]>(rolloutKey(REPOSITORY, 1)))?.[0];
/** As people read it: a reference is kept from becoming a link by a space without width. */
const said = () => host.conversation.map(({ body }) => body.replaceAll("&#8203;", "")).join("\n");

/** What stands where the pull request is to lead to. */
const deployed = () => Object.keys(gitops.files()).filter((path) => path.startsWith("clusters/"));

describe("where gitops.mode is pull-request", () => {
  it("a merge opens one, deploys nothing, and waits for it as long as people take", async () => {
    expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
    expect(gitops.pulls).toMatchObject([
      { branch: expect.stringMatching(/^loadline\/ai-models\/chat\/[0-9a-f]{12}$/), into: "main", state: "open" },
    ]);
    expect(deployed()).toEqual([]);
    expect(said()).toContain("waits for acme/gitops#1 to be merged");
    expect(said()).toContain("[pull request 1](https://github.test/fake/pull/1)");
    app.time = NOON + 3 * PATIENCE_MS;
    expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again", why: "the pull request is not merged yet" });
    expect(await kept()).toMatchObject({ state: "queued", proposal: { number: 1 } });
    expect(gitops.pulls).toHaveLength(1);

    const commit = gitops.merge(1);
    await app.perform(DEPLOY);
    expect(await kept()).toMatchObject({ state: "queued", commit, begun: app.time });
    expect(await kept()).not.toHaveProperty("proposal");
    expect(said()).toContain("acme/gitops#1 is merged");
    // From here it is a rollout like any other: its patience began with the merge.
    app.time += PATIENCE_MS + 1;
    expect(await app.perform(DEPLOY)).toEqual({ kind: "done" });
    expect(await kept()).toMatchObject({ state: "error" });
  });

  it("one that is closed ends the rollout, and says that nothing was deployed", async () => {
    await app.perform(DEPLOY);
    Object.assign(gitops.pulls[0] ?? {}, { state: "closed" });
    expect(await app.perform(DEPLOY)).toEqual({ kind: "done" });
    expect(await kept()).toMatchObject({ state: "inactive" });
    expect(said()).toContain("acme/gitops#1 was closed and not merged, so nothing was deployed");
    expect(host.statuses.map(({ state }) => state)).toEqual(["queued", "inactive"]);
    expect(deployed()).toEqual([]);
  });

  it("is brought up to date when that is asked for, and stays one", async () => {
    await app.perform(DEPLOY);
    gitops.edit({ "clusters/prod/other.yaml": "moved: on\n" });
    const comment = host.says("dev", "/loadline plan");
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
    await app.settle(["deploy"]);
    expect(gitops.pulls).toMatchObject([{ state: "open" }]);
    expect(gitops.files(gitops.pulls[0]?.branch)).toHaveProperty("clusters/prod/other.yaml");
    expect(await kept()).toMatchObject({ state: "queued", proposal: { number: 1 } });
  });

  it("that was closed is not rolled back: nothing of it was deployed", async () => {
    await app.perform(DEPLOY);
    Object.assign(gitops.pulls[0] ?? {}, { state: "closed" });
    await app.perform(DEPLOY);
    const comment = host.says("dev", "/loadline rollback");
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
    expect(host.conversation.at(-1)?.body).toContain("was never deployed");
  });

  it("is not rolled back before it is merged: that would take away what stood there before", async () => {
    await app.perform(DEPLOY);
    const comment = host.says("dev", "/loadline rollback");
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
    expect(host.conversation.at(-1)?.body).toContain("close that, and nothing is deployed");
    expect(gitops.pulls).toHaveLength(1);
    expect(gitops.changes).toHaveLength(1);
  });

  it("GitHub out of reach changes nothing", async () => {
    await app.perform(DEPLOY);
    const before = await kept();
    Object.assign(gitops, {
      proposals: {
        ...gitops.proposals,
        state: async () => {
          throw new OutsideError("github.com", "502", true);
        },
      },
    });
    expect(await app.perform(DEPLOY)).toMatchObject({ kind: "again" });
    expect(await kept()).toEqual(before);
  });

  it("an App that may open none says what to grant, and deploys nothing", async () => {
    Object.assign(gitops, { proposals: null });
    expect(await app.perform(DEPLOY)).toEqual({ kind: "done" });
    expect(said()).toMatch(/Not deployed[\s\S]*Pull requests: write/);
    expect(deployed()).toEqual([]);
    expect(gitops.changes).toEqual([]);
  });
});
