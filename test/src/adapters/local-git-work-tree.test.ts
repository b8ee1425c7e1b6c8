import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { commitTo, leftovers, removeScratch, type Scratch, scratch } from "../../support/scratch-git.ts";

afterAll(removeScratch);

const FILES = { "clusters/prod/a.yaml": "a: 1\n", "clusters/prod/b.yaml": "b: 1\n" };

async function committed(): Promise<Scratch> {
  const repo = scratch();
  repo.commit({ "README.md": "hello\n" });
  expect((await commitTo(await repo.open(), { files: FILES })).kind).toBe("committed");
  return repo;
}

const place = (repo: Scratch, path: string): string => join(repo.repository, path);
const head = (repo: Scratch): string => repo.git("rev-parse", "main");

describe("where the branch is checked out", () => {
  it("index and files follow, and nothing looks changed", async () => {
    const repo = await committed();
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(readFileSync(place(repo, "clusters/prod/a.yaml"), "utf8")).toBe("a: 1\n");
    await commitTo(await repo.open(), { files: { "clusters/prod/a.yaml": "a: 2\n" } });
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(existsSync(place(repo, "clusters/prod/b.yaml"))).toBe(false);
  });

  it("a first commit fills an empty work tree too", async () => {
    const repo = scratch();
    await commitTo(await repo.open(), { files: FILES });
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(readFileSync(place(repo, "clusters/prod/b.yaml"), "utf8")).toBe("b: 1\n");
  });

  it("work elsewhere stays exactly as it is: edited, staged, untracked, deleted", async () => {
    const repo = await committed();
    repo.commit({ "one.txt": "1\n", "two.txt": "2\n" });
    writeFileSync(place(repo, "README.md"), "edited\n");
    writeFileSync(place(repo, "one.txt"), "staged\n");
    repo.git("add", "one.txt");
    rmSync(place(repo, "two.txt"));
    writeFileSync(place(repo, "clusters/prod/notes.txt"), "untracked, inside the owned path\n");
    const before = repo.git("status", "--porcelain");
    const result = await commitTo(await repo.open(), { files: { "clusters/prod/a.yaml": "a: 2\n" } });
    expect(result.kind).toBe("committed");
    expect(repo.git("status", "--porcelain")).toBe(before);
    expect(readFileSync(place(repo, "README.md"), "utf8")).toBe("edited\n");
  });

  it("notes a first commit on another branch than the one HEAD waits for", async () => {
    const repo = scratch();
    const result = await commitTo(await repo.open(), { files: FILES, branch: "deploy" });
    expect(result).toMatchObject({ kind: "committed", notes: ["deploy is not checked out yet: git switch deploy"] });
  });

  it("a second work tree follows as the first one does", async () => {
    const repo = await committed();
    repo.git("branch", "live", "main");
    repo.git("worktree", "add", "-q", "../second", "live");
    await commitTo(await repo.open(), { files: { "clusters/prod/a.yaml": "a: 2\n" }, branch: "live" });
    expect(readFileSync(join(repo.folder, "second/clusters/prod/a.yaml"), "utf8")).toBe("a: 2\n");
    expect(repo.git("-C", "../second", "status", "--porcelain")).toBe("");
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(head(repo)).not.toBe(repo.git("rev-parse", "live"));
  });
});

describe("unsaved work inside the owned path stops the commit", () => {
  const cases: Record<string, (repo: Scratch) => void> = {
    "an edited file": (repo) => writeFileSync(place(repo, "clusters/prod/b.yaml"), "by hand\n"),
    "a staged edit": (repo) => {
      writeFileSync(place(repo, "clusters/prod/b.yaml"), "by hand\n");
      repo.git("add", "--all");
    },
    "a deleted file": (repo) => rmSync(place(repo, "clusters/prod/b.yaml")),
    "an untracked file where a new one belongs": (repo) => writeFileSync(place(repo, "clusters/prod/c.yaml"), "mine\n"),
    "an ignored file where a new one belongs": (repo) => {
      mkdirSync(place(repo, ".git/info"), { recursive: true });
      writeFileSync(place(repo, ".git/info/exclude"), "c.yaml\n");
      writeFileSync(place(repo, "clusters/prod/c.yaml"), "mine\n");
    },
    "a link to elsewhere where a new folder belongs": (repo) =>
      symlinkSync(repo.folder, place(repo, "clusters/prod/d")),
    "an ignored file in a folder that would give way to a file": (repo) => {
      mkdirSync(place(repo, ".git/info"), { recursive: true });
      writeFileSync(place(repo, ".git/info/exclude"), "notes\n");
      mkdirSync(place(repo, "clusters/prod/c.yaml"));
      writeFileSync(place(repo, "clusters/prod/c.yaml/notes"), "mine\n");
    },
    "a merge under way": (repo) => writeFileSync(place(repo, ".git/MERGE_HEAD"), `${head(repo)}\n`),
  };

  it.each(Object.entries(cases))("%s", async (_name, disturb) => {
    const repo = await committed();
    const before = head(repo);
    disturb(repo);
    const status = repo.git("status", "--porcelain", "--ignored");
    const files = {
      "clusters/prod/a.yaml": "a: 2\n",
      "clusters/prod/c.yaml": "c: 1\n",
      "clusters/prod/d/e.yaml": "e\n",
    };
    const result = await commitTo(await repo.open(), { files });
    expect(result).toMatchObject({ kind: "humanEdit", detail: expect.stringContaining(repo.repository) });
    expect(head(repo)).toBe(before);
    expect(repo.git("status", "--porcelain", "--ignored")).toBe(status);
    expect(leftovers(repo)).toEqual([]);
  });
});

describe("when the files change between the check and the commit", () => {
  const NEW = { "clusters/prod/a.yaml": "a: 2\n" };

  async function behind(): Promise<Scratch> {
    const repo = await committed();
    const edit = (step: string): void => {
      if (step === "update-ref") writeFileSync(place(repo, "clusters/prod/a.yaml"), "edited in the last moment\n");
    };
    const result = await commitTo(await repo.open({ onStep: edit }), { files: NEW });
    expect(result).toMatchObject({ kind: "committed", notes: [expect.stringContaining("restore --source=HEAD")] });
    expect(readFileSync(place(repo, "clusters/prod/a.yaml"), "utf8")).toBe("edited in the last moment\n");
    return repo;
  }

  it("the edit survives, the user is told, and the command that is named finishes", async () => {
    const repo = await behind();
    expect((await commitTo(await repo.open(), { files: { "clusters/prod/a.yaml": "a: 3\n" } })).kind).toBe("humanEdit");
    repo.git("restore", "--source=HEAD", "--staged", "--worktree", "--", "clusters/prod");
    expect((await commitTo(await repo.open(), { files: { "clusters/prod/a.yaml": "a: 3\n" } })).kind).toBe("committed");
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(leftovers(repo)).toEqual([]);
  });

  it("a commit made by hand on top settles it", async () => {
    const repo = await behind();
    repo.git("commit", "-q", "-a", "-m", "mine");
    const result = await commitTo(await repo.open(), { files: NEW });
    expect(result).toMatchObject({ kind: "humanEdit", path: "clusters/prod/a.yaml" });
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(leftovers(repo)).toEqual([]);
  });
});
