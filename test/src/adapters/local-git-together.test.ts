import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { commitTo, leftovers, removeScratch, scratch } from "../../support/scratch-git.ts";

afterAll(removeScratch);

describe("many writers, one branch", () => {
  it("twenty commits to a bare repository all land, in one line, and no foreign file is touched", async () => {
    const repo = scratch({ bare: true });
    await commitTo(await repo.open(), { files: { "clusters/base/x.yaml": "x\n" }, owned: ["clusters/base"] });
    const results = await Promise.all(
      Array.from({ length: 20 }, async (_, number) => {
        const owned = [`clusters/c${number}`];
        return commitTo(await repo.open(), { files: { [`clusters/c${number}/a.yaml`]: `n: ${number}\n` }, owned });
      }),
    );
    expect(results.map(({ kind }) => kind)).toEqual(results.map(() => "committed"));
    expect(repo.git("rev-list", "--count", "main")).toBe("21");
    expect(repo.git("rev-list", "--min-parents=2", "main")).toBe("");
    const files = repo.git("ls-tree", "-r", "--name-only", "main").split("\n");
    expect(files).toHaveLength(2 * 21);
    const touched = repo.git("log", "--format=", "--name-only", "main").split("\n");
    expect(touched.sort()).toEqual([...files].sort());
    expect(repo.git("fsck", "--strict", "--no-dangling")).toBe("");
    expect(leftovers(repo)).toEqual([]);
  });

  it("in one work tree they do not take each other for people", async () => {
    const repo = scratch();
    repo.commit({ "README.md": "hello\n" });
    const results = await Promise.all(
      Array.from({ length: 6 }, async (_, number) => {
        // Three pairs: each pair owns one path together.
        const owned = [`clusters/c${number % 3}`];
        return commitTo(await repo.open(), { files: { [`clusters/c${number % 3}/a.yaml`]: "same\n" }, owned });
      }),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual([
      ...Array(3).fill("committed"),
      ...Array(3).fill("unchanged"),
    ]);
    expect(repo.git("rev-list", "--count", "main")).toBe("4");
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(leftovers(repo)).toEqual([]);
  });

  it("give up after ten attempts when the branch never holds still, and say so", async () => {
    const repo = scratch({ bare: true });
    await commitTo(await repo.open(), { files: { "other/x.yaml": "0\n" }, owned: ["other"] });
    let moves = 0;
    const onStep = (step: string): void => {
      if (step !== "update-ref") return;
      moves += 1;
      const tree = repo.git("rev-parse", "main^{tree}");
      repo.git("update-ref", "refs/heads/main", repo.git("commit-tree", "-m", `${moves}`, "-p", "main", tree));
    };
    const result = await commitTo(await repo.open({ onStep }), {
      files: { "clusters/prod/a.yaml": "a\n" },
      random: () => 0,
    });
    expect(result).toMatchObject({ kind: "conflict", attempts: 10 });
    expect(moves).toBe(10);
    expect(repo.git("ls-tree", "-r", "--name-only", "main")).not.toContain("clusters/prod");
  });
});

describe("Ctrl-C", () => {
  const CHILD = fileURLToPath(new URL("../../support/commit-and-wait.ts", import.meta.url));

  /** Starts a commit that pauses before `step`, sends the signal to its whole process group, as a terminal does. */
  function interrupt(
    repository: string,
    home: string,
    step: string,
  ): Promise<{ code: number | null; signal: string | null }> {
    const child = spawn(process.execPath, [CHILD, repository, home, step], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.once("data", () => process.kill(-(child.pid ?? 0), "SIGINT"));
    return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
  }

  it.each(["read-tree", "update-index", "commit-tree", "write journal"])(
    "before %s: nothing is written and nothing is left behind",
    async (step) => {
      const repo = scratch();
      const before = repo.commit({ "README.md": "hello\n" });
      expect(await interrupt(repo.repository, repo.folder, step)).toEqual({ code: null, signal: "SIGINT" });
      expect(repo.git("rev-parse", "main")).toBe(before);
      expect(repo.git("status", "--porcelain")).toBe("");
      expect(leftovers(repo)).toEqual([]);
    },
  );

  it("once the branch is about to move: the commit is finished first, work tree included", async () => {
    const repo = scratch();
    const before = repo.commit({ "README.md": "hello\n" });
    expect(await interrupt(repo.repository, repo.folder, "update-ref")).toEqual({ code: null, signal: "SIGINT" });
    expect(repo.git("rev-parse", "main^")).toBe(before);
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(leftovers(repo)).toEqual([]);
  });

  it("while Git itself is at work: it reaches us alone, Git is not cut off", async () => {
    const repo = scratch();
    repo.commit({ "README.md": "hello\n" });
    const running = join(repo.folder, "running");
    const git = execFileSync("sh", ["-c", "command -v git"]).toString().trim();
    const slow = `#!/bin/sh\ncase "$*" in *"read-tree -m -u"*) touch '${running}'; sleep 0.3;; esac\nexec '${git}' "$@"\n`;
    mkdirSync(join(repo.folder, "bin"));
    writeFileSync(join(repo.folder, "bin/git"), slow, { mode: 0o755 });
    const env = { ...process.env, PATH: `${join(repo.folder, "bin")}:${process.env["PATH"]}` };
    const child = spawn(process.execPath, [CHILD, repo.repository, repo.folder, ""], { detached: true, env });
    const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
    while (!existsSync(running) && child.exitCode === null) await wait(10);
    process.kill(-(child.pid ?? 0), "SIGINT");
    expect(await ended).toEqual({ code: null, signal: "SIGINT" });
    expect(repo.git("log", "-1", "--format=%s")).toBe("Update chat");
    expect(repo.git("status", "--porcelain")).toBe("");
    expect(leftovers(repo)).toEqual(["bin", "running"]);
  });
});
