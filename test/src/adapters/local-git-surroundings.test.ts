import { chownSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openLocalGit } from "../../../src/adapters/local-git.ts";
import { commitTo, leftovers, removeScratch, type Scratch, scratch } from "../../support/scratch-git.ts";

afterAll(removeScratch);

const FILES = { "clusters/prod/chat/deployment.yaml": "kind: Deployment\n" };

describe("opening", () => {
  const settings = (repo: Scratch) => ({ environment: repo.environment, now: () => 0 });

  it("says what is wrong with a path that is no repository", async () => {
    const repo = scratch();
    mkdirSync(join(repo.folder, "plain"));
    writeFileSync(join(repo.folder, "file"), "");
    const open = (where: string) => openLocalGit(where, settings(repo));
    await expect(open(join(repo.folder, "nowhere"))).rejects.toThrow(/no such folder/);
    await expect(open(join(repo.folder, "plain"))).rejects.toThrow(/not a Git repository/);
    await expect(open(join(repo.folder, "file"))).rejects.toThrow(/a file/);
    await expect(open("acme/gitops")).rejects.toThrow(/no such folder[\s\S]*at GitHub it is owner\/name/);
  });

  it("never takes a repository that merely encloses the folder", async () => {
    const repo = scratch();
    mkdirSync(join(repo.repository, "inner"));
    await expect(openLocalGit(join(repo.repository, "inner"), settings(repo))).rejects.toThrow(/not a Git repository/);
  });

  const isRoot = process.getuid?.() === 0;
  const whoOwns = isRoot ? "" : "SKIPPED: only root can give a folder away; ";
  it.skipIf(!isRoot)(`${whoOwns}says how to trust a repository of another user`, async () => {
    const repo = scratch();
    chownSync(repo.repository, 54_321, 54_321);
    await expect(openLocalGit(repo.repository, settings(repo))).rejects.toThrow(
      /git config --global --add safe\.directory/,
    );
    repo.git("config", "--global", "--add", "safe.directory", repo.repository);
    expect((await openLocalGit(repo.repository, settings(repo))).name).toBe(repo.repository);
  });

  it("says that Git is missing", async () => {
    const repo = scratch();
    const opened = openLocalGit(repo.repository, { environment: { PATH: repo.folder }, now: () => 0 });
    await expect(opened).rejects.toThrow(/git program was not found/);
  });
});

describe("what surrounds a run", () => {
  it("does not redirect it: GIT_* variables, hooks, identity, replaced objects", async () => {
    const repo = scratch();
    repo.commit({ a: "a\n" });
    repo.git("config", "user.name", "Config Bot");
    repo.git("config", "user.email", "bot@example.com");
    mkdirSync(join(repo.repository, ".git/hooks"));
    for (const hook of ["reference-transaction", "post-index-change", "pre-commit", "post-checkout"]) {
      writeFileSync(join(repo.repository, ".git/hooks", hook), `#!/bin/sh\ntouch ${repo.folder}/hook-ran\nexit 1\n`, {
        mode: 0o755,
      });
    }
    const hostile = {
      GIT_DIR: "/nowhere",
      GIT_INDEX_FILE: "/nowhere/index",
      GIT_WORK_TREE: "/",
      GIT_AUTHOR_NAME: "Mallory",
      GIT_CONFIG_COUNT: "x",
    };
    const repository = await repo.open({ environment: { ...repo.environment, ...hostile } });
    expect(await commitTo(repository, { files: FILES })).toMatchObject({ kind: "committed" });
    expect(repo.git("log", "-1", "--format=%an <%ae>")).toBe("Config Bot <bot@example.com>");
    expect(leftovers(repo)).toEqual([]);
  });

  it("may be a SHA-256 repository", async () => {
    const repo = scratch({ bare: true });
    repo.git("init", "-q", "--bare", "--object-format=sha256", "-b", "main", "../other");
    const repository = await openLocalGit(join(repo.folder, "other"), { environment: repo.environment, now: () => 0 });
    const result = await commitTo(repository, { files: FILES });
    expect(result).toMatchObject({ kind: "committed", commit: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await commitTo(repository, { files: {} })).toMatchObject({ kind: "committed" });
  });

  it("cannot wipe the branch: a temporary index that vanishes half way ends the run", async () => {
    const repo = scratch();
    const before = repo.commit({ "README.md": "hello\n", "docs/a.md": "a\n" });
    const gitFolder = join(repo.repository, ".git");
    const onStep = (step: string): void => {
      if (step !== "update-index") return;
      for (const name of readdirSync(gitFolder).filter((entry) => entry.startsWith("loadline-"))) {
        rmSync(join(gitFolder, name, "index"), { force: true });
      }
    };
    const result = commitTo(await repo.open({ onStep }), { files: FILES });
    await expect(result).rejects.toThrow(/also changes 2 other paths \(README\.md\); nothing was written/);
    expect(repo.git("rev-parse", "main")).toBe(before);
    expect(leftovers(repo)).toEqual([]);
  });

  it("leaves folders of other machines alone until they are surely over", async () => {
    const repo = scratch();
    repo.commit({ a: "a\n" });
    mkdirSync(join(repo.repository, ".git/loadline-elsewhere-1-abcdef"));
    await commitTo(await repo.open(), { files: FILES });
    expect(leftovers(repo)).toEqual(["loadline-elsewhere-1-abcdef"]);
    await commitTo(await repo.open({ now: () => Date.now() + 3_700_000 }), { files: FILES });
    expect(leftovers(repo)).toEqual([]);
  });

  it("is named when the branch stays locked", async () => {
    const repo = scratch();
    repo.commit({ a: "a\n" });
    writeFileSync(join(repo.repository, ".git/refs/heads/main.lock"), "");
    const repository = await repo.open();
    const held = await commitTo(repository, { files: FILES, random: () => 0 });
    expect(held).toMatchObject({ kind: "conflict", attempts: 10, detail: expect.stringMatching(/main\.lock/) });
    expect(leftovers(repo)).toEqual([]);
  });
});
