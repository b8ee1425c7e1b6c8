import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, sha, type Tree } from "../../../fakes/code-host.ts";
import { BASE, ONE, pushTo, REVIEW, reviewDesk, reviewsOn } from "../../../support/review-desk.ts";

const BROKEN = { "models/old.yaml": "kind: [" };
const README = { "README.md": "hello" };

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
});
afterEach(() => host.close());

/** Reviews the change from one state to another; the check that it gets. */
async function reviewed(from: Tree, to: Tree) {
  host.commits.set(sha("a"), from);
  pushTo(host, "d", to);
  await app.perform(REVIEW);
  return host.checks.get(sha("d"));
}

describe("a file that cannot be read", () => {
  it("and that the change leaves as it is does not fail it", async () => {
    const check = await reviewed({ ...BASE, ...BROKEN }, { ...BASE, ...BROKEN, ...README });
    expect(check).toMatchObject({ conclusion: "success", title: expect.stringMatching(/nothing/i) });
    expect(host.conversation).toEqual([]);
  });

  it("does not keep the others from being reviewed, whichever side it stands on", async () => {
    await reviewed({ ...BASE, ...BROKEN }, { ...ONE, ...BROKEN });
    const [review] = reviewsOn(host);
    expect(review?.body).toContain("`chat`");
    expect(review?.body).not.toContain("old.yaml");
    const mended = await reviewed({ ...BASE, ...BROKEN }, ONE);
    expect(mended?.title).not.toContain("cannot be read");
  });

  it("and could be read where the change began is its mistake, though it stands there in the same bytes", async () => {
    // The region that the file leaves out stands in the Settings.
    const without = (BASE["loadline.yaml"] ?? "").replace(/^defaults:.*\n/m, "");
    const check = await reviewed(BASE, { ...BASE, "loadline.yaml": without });
    expect(check).toMatchObject({ conclusion: "failure", title: "the configuration cannot be read" });
    expect(reviewsOn(host)[0]?.body).not.toContain("removed");
  });

  it("is the change's mistake where it brings or changes it, and each such file is named", async () => {
    const other = { "models/old.yaml": "kind: {", "models/new.yaml": "spec: 1\n" };
    const check = await reviewed({ ...BASE, ...BROKEN }, { ...BASE, ...other });
    expect(check).toMatchObject({ conclusion: "failure", title: "the configuration cannot be read" });
    expect(new Set(check?.annotations.map(({ path }) => path))).toEqual(new Set(Object.keys(other)));
  });

  it("in a repository without Settings is somebody else's, unless it speaks of loadline", async () => {
    const foreign = { "models/users.yaml": "version: 2\nmodels:\n  - name: users\n" };
    expect(await reviewed({}, foreign)).toMatchObject({ conclusion: "success" });
    expect(host.conversation).toEqual([]);
    const own = { "models/users.yaml": "apiVersion: loadline.dev/v1alpha1\nkind: ModelDeploymnet\n" };
    expect(await reviewed({}, own)).toMatchObject({ conclusion: "failure" });
  });

  it("stays where it is deployed: a merge beside it takes nothing away", async () => {
    host.commits.set(sha("a"), { ...BASE, ...BROKEN });
    host.commits.set(sha("b"), { ...ONE, ...BROKEN });
    host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("b") }));
    await app.perform({ ...REVIEW, kind: "deploy" });
    expect(host.conversation.map(({ body }) => body).join()).not.toContain("Taken away");
  });
});
