import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openLocalGit } from "../../../src/adapters/local-git.ts";
import { commitTo, leftovers, removeScratch, type Scratch, scratch, scratchAt } from "../../support/scratch-git.ts";

afterAll(() => {
  removeScratch();
  rmSync(CACHE, { recursive: true });
});

const OLD = { "clusters/prod/a.yaml": "a: 1\n", "clusters/prod/b.yaml": "b: 1\n" };
const NEW = { "clusters/prod/a.yaml": "a: 2\n", "clusters/prod/c/d.yaml": "d: 1\n" };
const CHILD = fileURLToPath(new URL("../../support/commit-and-die.ts", import.meta.url));
/** Keeps the children's stripped types, which cost more than the commit itself. */
const CACHE = mkdtempSync(join(tmpdir(), "loadline-test-cache-"));
/** Children at once. */
const SIDE_BY_SIDE = 3;

interface Trial {
  readonly step: number;
  readonly signal: string | null;
  readonly branch: string;
  readonly tree: string;
  readonly fsck: string;
  readonly again: string;
  readonly finalTree: string;
  readonly status: string;
  readonly left: readonly string[];
}

describe.each([{ bare: false }, { bare: true }])("killed before any step (bare: $bare)", ({ bare }) => {
  it("leaves the old tree or the new one, sound, and the next run finishes", async () => {
    const template = await prepare(bare);
    const oldTree = template.git("rev-parse", "main^{tree}");
    const whole = copyOf(template);
    const steps = Number((await die(whole, 0)).stdout);
    const newTree = whole.git("rev-parse", "main^{tree}");
    rmSync(whole.folder, { recursive: true });
    expect(steps).toBeGreaterThan(bare ? 12 : 18);

    const trials = await inTurns(steps, (step) => tryStep(template, bare, step));
    for (const trial of trials) {
      const label = `step ${trial.step} of ${steps}`;
      expect(trial.signal, label).toBe("SIGKILL");
      expect([oldTree, newTree], label).toContain(trial.tree);
      expect(trial.fsck, label).toBe("");
      expect(trial.again, label).toBe(trial.tree === newTree ? "unchanged" : "committed");
      expect(trial, label).toMatchObject({ finalTree: newTree, status: "", left: [] });
    }
    expect(new Set(trials.map(({ tree }) => tree))).toEqual(new Set([oldTree, newTree]));
  }, 60_000);
});

async function prepare(bare: boolean): Promise<Scratch> {
  const template = scratch({ bare });
  await commitTo(await template.open(), { files: OLD });
  return template;
}

function copyOf(template: Scratch): Scratch {
  const folder = mkdtempSync(`${template.folder}-`);
  cpSync(template.repository, join(folder, "gitops"), { recursive: true });
  return scratchAt(folder);
}

async function tryStep(template: Scratch, bare: boolean, step: number): Promise<Trial> {
  const repo = copyOf(template);
  const { signal } = await die(repo, step);
  const branch = repo.git("rev-parse", "main");
  const tree = repo.git("rev-parse", "main^{tree}");
  const fsck = repo.git("fsck", "--strict", "--no-dangling");
  const settings = { environment: repo.environment, now: () => Date.now() };
  const again = (await commitTo(await openLocalGit(repo.repository, settings), { files: NEW })).kind;
  const finalTree = repo.git("rev-parse", "main^{tree}");
  const status = bare ? "" : repo.git("status", "--porcelain");
  const left = leftovers(repo);
  rmSync(repo.folder, { recursive: true });
  return { step, signal, branch, tree, fsck, again, finalTree, status, left };
}

function die(repo: Scratch, step: number): Promise<{ signal: string | null; stdout: string }> {
  const args = [CHILD, repo.repository, repo.folder, String(step), JSON.stringify(NEW)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env: { ...process.env, NODE_COMPILE_CACHE: CACHE } }, (error, stdout) => {
      const signal = (error as { signal?: string } | null)?.signal ?? null;
      if (error !== null && signal === null) reject(error);
      else resolve({ signal, stdout });
    });
  });
}

async function inTurns<T>(count: number, work: (number: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 1;
  const worker = async (): Promise<void> => {
    while (next <= count) results.push(await work(next++));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return results;
}
