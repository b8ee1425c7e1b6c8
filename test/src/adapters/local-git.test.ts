import { afterAll, describe, expect, it } from "vitest";
import { commitTo, leftovers, OCTOBER, removeScratch, type Scratch, scratch } from "../../support/scratch-git.ts";

afterAll(removeScratch);

const FILES = {
  "clusters/prod/chat/deployment.yaml": "kind: Deployment\n",
  "clusters/prod/namespace.yaml": "kind: Namespace\n",
};
const INVENTORY = "clusters/prod/.loadline/inventory.json";

const filesOf = (repo: Scratch, branch = "main"): string[] =>
  repo.git("ls-tree", "-r", "--name-only", branch).split("\n");

describe.each([{ bare: true }, { bare: false }])("a repository (bare: $bare)", ({ bare }) => {
  it("takes its first commit, exactly as asked, and nothing is left behind", async () => {
    const repo = scratch({ bare });
    const result = await commitTo(await repo.open(), {
      files: FILES,
      message: "Deploy chat\n\nLoadline-Forecast: fine\n",
    });
    expect(result).toMatchObject({ kind: "committed", paths: [INVENTORY, ...Object.keys(FILES)], notes: [] });
    expect(filesOf(repo)).toEqual([INVENTORY, ...Object.keys(FILES)]);
    expect(repo.git("show", "main:clusters/prod/namespace.yaml")).toBe("kind: Namespace");
    const signed = repo.git("log", "-1", "--format=%an <%ae> %cn <%ce> %at %ct|%s|%(trailers)|%P", "main");
    const seconds = OCTOBER.getTime() / 1000;
    const who = "loadline <loadline@users.noreply.github.com>";
    expect(signed).toBe(`${who} ${who} ${seconds} ${seconds}|Deploy chat|Loadline-Forecast: fine\n|`);
    expect(repo.git("rev-parse", "HEAD")).toBe(repo.git("rev-parse", "main"));
    expect(leftovers(repo)).toEqual([]);
    expect(repo.git("fsck", "--strict", "--no-dangling")).toBe("");
  });

  it("makes no second commit of the same tree", async () => {
    const repo = scratch({ bare });
    const first = await commitTo(await repo.open(), { files: FILES });
    const second = await commitTo(await repo.open(), { files: FILES });
    expect(first.kind).toBe("committed");
    expect(second).toEqual({ kind: "unchanged", commit: repo.git("rev-parse", "main"), notes: [] });
    expect(repo.git("rev-list", "--count", "main")).toBe("1");
  });

  it("updates, adds and removes its own files in one commit", async () => {
    const repo = scratch({ bare });
    await commitTo(await repo.open(), { files: FILES });
    const next = {
      "clusters/prod/chat/deployment.yaml": "kind: Deployment # 2\n",
      "clusters/prod/chat/service.yaml": "s\n",
    };
    const result = await commitTo(await repo.open(), { files: next });
    expect(result).toMatchObject({
      kind: "committed",
      paths: [INVENTORY, ...Object.keys(next), "clusters/prod/namespace.yaml"],
    });
    expect(filesOf(repo)).toEqual([INVENTORY, ...Object.keys(next)]);
    expect(repo.git("rev-list", "--count", "main")).toBe("2");
  });

  it("leaves nothing of an owned path for which nothing is wanted any more", async () => {
    const repo = scratch({ bare });
    await commitTo(await repo.open(), {
      files: { ...FILES, "other/keep.yaml": "k\n" },
      owned: ["clusters/prod", "other"],
    });
    await commitTo(await repo.open(), { files: { "other/keep.yaml": "k\n" }, owned: ["clusters/prod", "other"] });
    expect(filesOf(repo)).toEqual(["other/.loadline/inventory.json", "other/keep.yaml"]);
  });

  it("makes the same commit from the same input, in another repository", async () => {
    const [one, other] = [scratch({ bare }), scratch({ bare })];
    await commitTo(await one.open(), { files: FILES });
    await commitTo(await other.open(), { files: FILES });
    expect(one.git("rev-parse", "main")).toBe(other.git("rev-parse", "main"));
  });

  it("lets a file and a folder change places", async () => {
    const repo = scratch({ bare });
    await commitTo(await repo.open(), { files: { "clusters/prod/chat": "file\n" } });
    await commitTo(await repo.open(), { files: { "clusters/prod/chat/a.yaml": "a\n" } });
    expect(filesOf(repo)).toEqual([INVENTORY, "clusters/prod/chat/a.yaml"]);
    await commitTo(await repo.open(), { files: { "clusters/prod/chat": "file\n" } });
    expect(filesOf(repo)).toEqual([INVENTORY, "clusters/prod/chat"]);
  });
});

describe("what is not ours", () => {
  it("stays as it is, above, beside and inside the owned path", async () => {
    const repo = scratch();
    repo.commit({
      "README.md": "hello\n",
      "clusters/prod/by-hand.yaml": "mine\n",
      "clusters/production/x.yaml": "x\n",
    });
    const before = repo.git("ls-tree", "-r", "main");
    await commitTo(await repo.open(), { files: FILES });
    await commitTo(await repo.open(), { files: {} });
    expect(repo.git("ls-tree", "-r", "main")).toBe(before);
  });

  it("stops the commit when one of our files was edited by hand, whether it stays or leaves", async () => {
    const repo = scratch();
    await commitTo(await repo.open(), { files: FILES });
    const edited = repo.commit({ "clusters/prod/namespace.yaml": "kind: Namespace # by hand\n" });
    for (const files of [FILES, {}]) {
      const result = await commitTo(await repo.open(), { files });
      expect(result).toMatchObject({ kind: "humanEdit", path: "clusters/prod/namespace.yaml" });
    }
    expect(repo.git("rev-parse", "main")).toBe(edited);
  });

  it("may be edited outside the owned path meanwhile", async () => {
    const repo = scratch();
    await commitTo(await repo.open(), { files: FILES });
    repo.commit({ "docs/a.md": "a\n" });
    const result = await commitTo(await repo.open(), { files: { "clusters/prod/a.yaml": "a\n" } });
    expect(result.kind).toBe("committed");
    expect(filesOf(repo)).toContain("docs/a.md");
  });

  it("is never written through: symlinks and submodules on the way, or in the place itself", async () => {
    const repo = scratch();
    const commit = repo.commit({ "elsewhere/a.yaml": "a\n" });
    const link = repo.git("hash-object", "-w", "--", "elsewhere/a.yaml");
    const places = {
      clusters: "120000",
      "clusters/prod": "120000",
      "clusters/prod/chat": "160000",
      "clusters/prod/namespace.yaml": "120000",
    };
    for (const [place, mode] of Object.entries(places)) {
      repo.git("read-tree", commit);
      repo.git("update-index", "--add", "--cacheinfo", `${mode},${mode === "160000" ? commit : link},${place}`);
      repo.git(
        "update-ref",
        `refs/heads/linked`,
        repo.git("commit-tree", "-m", "x", "-p", commit, repo.git("write-tree")),
      );
      const result = await commitTo(await repo.open(), { files: FILES, branch: "linked" });
      expect(result, place).toMatchObject({ kind: "refused", path: place });
    }
  });
});

describe("branches", () => {
  it("that do not exist are a mistake that names the nearest", async () => {
    const repo = scratch();
    repo.commit({ a: "a\n" });
    await expect(commitTo(await repo.open(), { files: FILES, branch: "mian" })).rejects.toThrow(
      /Did you mean "main"\?/,
    );
    expect(repo.git("branch", "--list", "mian")).toBe("");
  });

  it("are created where asked, from where asked", async () => {
    const repo = scratch();
    const start = repo.commit({ a: "a\n" });
    const result = await commitTo(await repo.open(), { files: FILES, branch: "loadline/7/abc", startFrom: "main" });
    expect(result.kind).toBe("committed");
    expect(repo.git("rev-parse", "loadline/7/abc^")).toBe(start);
    expect(repo.git("rev-parse", "main")).toBe(start);
    expect(repo.git("status", "--porcelain")).toBe("");
  });

  it.each(["a..b", "-x", "a b", "refs/heads/main", "x.lock", "", "a\nb", "@{-1}"])(
    "cannot be called %j",
    async (branch) => {
      const repo = scratch();
      await expect(commitTo(await repo.open(), { files: FILES, branch })).rejects.toThrow(/--branch/);
    },
  );

  it("that are other names for a branch are refused", async () => {
    const repo = scratch();
    repo.commit({ a: "a\n" });
    repo.git("symbolic-ref", "refs/heads/alias", "refs/heads/main");
    await expect(commitTo(await repo.open(), { files: FILES, branch: "alias" })).rejects.toThrow(
      /Name the branch itself: main/,
    );
  });

  it("are not begun anew in a repository that has other history", async () => {
    const repo = scratch();
    repo.commit({ a: "a\n" });
    repo.git("checkout", "-q", "--detach");
    repo.git("branch", "-D", "main");
    await expect(commitTo(await repo.open(), { files: FILES })).rejects.toThrow(/does not exist/);
  });
});
