import { afterEach, describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import type { CommitResult } from "../../../src/ports/gitops.ts";
import { commitText } from "../../../src/report/index.ts";
import { describeProposal, proposalBranch } from "../../../src/tasks/commit/proposal.ts";
import { commitDocument, describeCommit } from "../../../src/tasks/commit-manifests.ts";
import { fakeGitOps } from "../../fakes/gitops.ts";
import { proposeTo, WORK } from "../../support/propose.ts";
import { removeScratch, type Scratch, scratch } from "../../support/scratch-git.ts";

afterEach(removeScratch);

const PATH = "clusters/prod/a.yaml";
const FIRST = { [PATH]: "a: 1\n" };
const SECOND = { [PATH]: "a: 2\n" };

/** A repository on this disk with a commit on main, and what is proposed in it. */
function start(): Scratch & { readonly propose: (files: Readonly<Record<string, string>>) => Promise<CommitResult> } {
  const place = scratch();
  place.commit({ "README.md": "hello\n", "other/b.yaml": "b: 1\n" });
  return { ...place, propose: async (files) => proposeTo(await place.open(), files) };
}

const changes = ({ git }: Scratch): string[] => git("diff", "--name-only", `main...${WORK}`).split("\n");
const waiting = { branch: WORK, into: "main", opened: null };

describe("a proposal in a repository on this disk", () => {
  it("makes a branch, leaves main alone, and says what to open; the same again makes no commit", async () => {
    const place = start();
    const before = place.git("rev-parse", "main");
    const first = await place.propose(FIRST);
    expect(first).toMatchObject({ kind: "committed", commit: place.git("rev-parse", WORK), proposed: waiting });
    expect(place.git("rev-parse", "main")).toBe(before);
    expect(place.git("show", `${WORK}:${PATH}`)).toBe("a: 1");
    expect(commitText({ repository: "gitops", branch: "main", result: first })).toMatch(
      /Open a pull request from loadline\/ai-models\/chat into main/,
    );
    expect(outputs["loadline.commit/v1"].parse(commitDocument(first))).toMatchObject({ branch: WORK, url: null });
    const head = place.git("rev-parse", WORK);
    expect(await place.propose(FIRST)).toMatchObject({ kind: "unchanged", commit: head, proposed: waiting });
    expect(place.git("rev-parse", WORK)).toBe(head);
  });

  it("goes on from its own commit, and takes in what main has since got, without force and without loss", async () => {
    const place = start();
    await place.propose(FIRST);
    const old = place.git("rev-parse", WORK);
    await place.propose(SECOND);
    expect(place.git("rev-parse", `${WORK}^`)).toBe(old);
    const main = place.commit({ "other/b.yaml": "b: 2\n", "other/c.yaml": "c\n", "README.md": null });
    const late = place.git("rev-parse", WORK);
    expect((await place.propose(SECOND)).kind).toBe("committed");
    expect(place.git("rev-parse", `${WORK}^1`, `${WORK}^2`).split("\n")).toEqual([late, main]);
    expect(changes(place)).toEqual(["clusters/prod/.loadline/inventory.json", PATH]);
    expect(place.git("ls-tree", "-r", "--name-only", WORK)).not.toContain("README.md");
    expect((await place.propose(SECOND)).kind).toBe("unchanged");
  });

  it("stops at somebody else's commit on its branch, and at an edit that hides behind ours", async () => {
    const place = start();
    await place.propose(FIRST);
    place.git("checkout", "-q", WORK);
    place.commit({ "other/b.yaml": "b: mine\n" }, "Mine");
    const mine = place.git("rev-parse", WORK);
    place.git("checkout", "-q", "main");
    const stopped = await place.propose(SECOND);
    expect(stopped).toMatchObject({ kind: "humanEdit", path: WORK });
    expect("detail" in stopped && stopped.detail).toMatch(/not loadline's: \w{10} "Mine"/);
    expect(place.git("rev-parse", WORK)).toBe(mine);
    // With our message, but other content in a file of ours.
    place.git("checkout", "-q", "-B", WORK, `${WORK}^`);
    const message = place.git("log", "-1", "--format=%B");
    place.commit({ [PATH]: "a: by hand\n" }, message);
    place.git("checkout", "-q", "main");
    expect(await place.propose(SECOND)).toMatchObject({ kind: "humanEdit", path: PATH });
  });

  it("lets somebody bring main into the branch, as the button on the pull request does", async () => {
    const place = start();
    await place.propose(FIRST);
    place.commit({ "other/b.yaml": "b: 2\n" });
    place.git("checkout", "-q", WORK);
    place.git("merge", "-q", "--no-ff", "-m", "Merge branch 'main'", "main");
    place.git("checkout", "-q", "main");
    expect((await place.propose(FIRST)).kind).toBe("unchanged");
    expect((await place.propose(SECOND)).kind).toBe("committed");
    expect(changes(place)).toEqual(["clusters/prod/.loadline/inventory.json", PATH]);
  });

  it.each([
    ["merged", (place: Scratch) => place.git("merge", "-q", "--no-ff", "-m", "Merge", WORK)],
    ["fast-forwarded", (place: Scratch) => place.git("merge", "-q", "--ff-only", WORK)],
    [
      "squashed",
      (place: Scratch) => {
        place.git("merge", "-q", "--squash", WORK);
        place.git("commit", "-q", "-m", "Squashed (#1)");
      },
    ],
  ])("once %s: nothing more to propose, and the next change shows alone", async (_how, merge) => {
    const place = start();
    await place.propose(FIRST);
    merge(place);
    const main = place.git("rev-parse", "main");
    const same = await place.propose(FIRST);
    expect(same).toMatchObject({ kind: "unchanged", commit: main });
    expect(same).not.toHaveProperty("proposed");
    expect((await place.propose(SECOND)).kind).toBe("committed");
    expect(changes(place)).toEqual(["clusters/prod/.loadline/inventory.json", PATH]);
    expect(place.git("show", `${WORK}:${PATH}`)).toBe("a: 2");
  });

  it("commits to the branch itself where there is no commit yet, for nothing could be merged into it", async () => {
    const empty = scratch();
    const first = await proposeTo(await empty.open(), FIRST);
    expect(first).toMatchObject({ kind: "committed", commit: empty.git("rev-parse", "main") });
    expect(first).not.toHaveProperty("proposed");
  });
});

describe("a pull request", () => {
  it("is opened once, changed with its branch, and opened anew after it was closed or merged", async () => {
    const repository = fakeGitOps();
    const first = await proposeTo(repository, FIRST);
    expect(first).toMatchObject({ proposed: { opened: { number: 1 } } });
    expect(commitDocument(first)).toMatchObject({ branch: WORK, url: "https://github.test/fake/pull/1" });
    expect(commitText({ repository: "acme/gitops", branch: "main", result: first })).toContain("pull/1: merging it");
    expect(repository.pulls).toMatchObject([{ branch: WORK, into: "main", title: "Deploy ai-models/chat" }]);
    await proposeTo(repository, FIRST);
    await proposeTo(repository, SECOND);
    expect(repository.pulls).toHaveLength(1);
    repository.merge(1);
    expect(await proposeTo(repository, SECOND)).toMatchObject({ kind: "unchanged", notes: [] });
    expect(await proposeTo(repository, FIRST)).toMatchObject({ proposed: { opened: { number: 2 } } });
  });

  it("that asks for what nobody wants any more is closed", async () => {
    const repository = fakeGitOps();
    await proposeTo(repository, FIRST);
    repository.merge(1);
    await proposeTo(repository, SECOND);
    const back = await proposeTo(repository, FIRST);
    expect(back).toMatchObject({ kind: "unchanged", notes: [expect.stringMatching(/Closed .*pull\/2/)] });
    expect(repository.pulls.map(({ state }) => state)).toEqual(["merged", "closed"]);
  });

  it("says where it comes from and what it costs, and nothing in it is markup of somebody else's", () => {
    const provenance = { sourceRepository: null, sourceRevision: "9f3c", pullRequest: "acme/serving#42" };
    const message = describeCommit("Deploy a/b\n\na/b: <img src=x> @everyone [x](http://evil)", {
      ...{ ...provenance, forecast: "pass", reference: null },
    });
    const { title, body } = describeProposal(message, "main");
    expect(title).toBe("Deploy a/b");
    expect(body).toContain("acme/serving");
    expect(body).not.toMatch(/<img|Loadline-|\]\(http/);
    expect(body).toContain("Argo CD follows `main`");
  });

  it("has one branch for each set of deployments, which no other set has", () => {
    const of = (into: string, ...folders: readonly string[]) => proposalBranch({ into, folders });
    expect(of("main", "clusters/prod/ai-models/chat")).toMatch(/^loadline\/ai-models\/chat\/[0-9a-f]{12}$/);
    expect(of("main", "b/c", "a/b")).toBe(of("main", "a/b", "b/c", "a/b"));
    const all = [
      ...[of("main", "x/a/b-c"), of("main", "x/a-b/c"), of("main", "x/a/b", "x/c/d"), of("main", "x/a/b", "x/c/e")],
      // The same name elsewhere, and the same place on its way elsewhere.
      ...[of("main"), of("main", "y/a/b-c"), of("release", "x/a/b-c")],
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
