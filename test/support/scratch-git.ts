import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type LocalGitSettings, openLocalGit } from "../../src/adapters/local-git.ts";
import type { CommitResult, GitOpsRepository } from "../../src/ports/gitops.ts";
import { commitManifests } from "../../src/tasks/commit-manifests.ts";

/** A real repository in a folder of its own; HOME is that folder, so the user's own Git settings play no part. */
export interface Scratch {
  readonly folder: string;
  readonly repository: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Output of a Git command, without the last line end. */
  readonly git: (...args: readonly string[]) => string;
  /** Writes files and commits them on the checked-out branch; an absent text deletes the file. */
  readonly commit: (files: Readonly<Record<string, string | null>>, message?: string) => string;
  readonly open: (settings?: Partial<LocalGitSettings>) => Promise<GitOpsRepository>;
}

export const OCTOBER = new Date("2026-10-26T12:00:00Z");

const made: string[] = [];

export function scratch({ bare = false }: { readonly bare?: boolean } = {}): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "loadline-test-"));
  made.push(folder);
  const repository = join(folder, "gitops");
  const environment = { PATH: process.env["PATH"], HOME: folder };
  execFileSync("git", ["init", "-q", "--template=", "-b", "main", ...(bare ? ["--bare"] : []), repository], {
    env: environment,
  });
  return scratchAt(folder);
}

export function removeScratch(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface Wish {
  readonly files: Readonly<Record<string, string>>;
  readonly owned?: readonly string[];
  readonly branch?: string;
  readonly startFrom?: string | null;
  readonly message?: string;
  readonly random?: () => number;
  /** Shortens the pauses between attempts. */
  readonly haste?: number;
}

/** The task on the real adapter. */
export function commitTo(repository: GitOpsRepository, wish: Wish): Promise<CommitResult> {
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((done) => setTimeout(done, milliseconds / (wish.haste ?? 1)));
  return commitManifests(
    { repository, random: wish.random ?? Math.random, wait },
    {
      branch: wish.branch ?? "main",
      startFrom: wish.startFrom ?? null,
      owned: wish.owned ?? ["clusters/prod"],
      prepare: async () => ({ files: new Map(Object.entries(wish.files)), message: wish.message ?? "Update chat\n" }),
      at: OCTOBER,
    },
  );
}

/** What our runs leave in a Git folder or in the folder for temporary files. */
export function leftovers({ folder, repository }: Scratch): string[] {
  const gitFolder = readdirSync(repository).includes(".git") ? join(repository, ".git") : repository;
  const ours = readdirSync(gitFolder).filter((name) => /loadline|\.lock$|sharedindex/.test(name));
  const beside = readdirSync(folder).filter((name) => name !== "gitops");
  return [...ours, ...beside];
}

/** A repository that stands in `folder` already, called `gitops`. */
export function scratchAt(folder: string): Scratch {
  const repository = join(folder, "gitops");
  const environment = { PATH: process.env["PATH"], HOME: folder };
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Someone", "-c", "user.email=someone@example.com", ...args], {
      cwd: repository,
      env: { ...environment, GIT_AUTHOR_DATE: "@1000000000 +0000", GIT_COMMITTER_DATE: "@1000000000 +0000" },
      stdio: ["ignore", "pipe", "pipe"],
    })
      .toString()
      .replace(/\n$/, "");
  const commit = (files: Readonly<Record<string, string | null>>, message = "By hand"): string => {
    for (const [path, text] of Object.entries(files)) {
      if (text === null) rmSync(join(repository, path));
      else {
        mkdirSync(dirname(join(repository, path)), { recursive: true });
        writeFileSync(join(repository, path), text);
      }
    }
    git("add", "--all", "--", ...Object.keys(files));
    git("commit", "-q", "-m", message);
    return git("rev-parse", "HEAD");
  };
  const open = (settings: Partial<LocalGitSettings> = {}): Promise<GitOpsRepository> =>
    openLocalGit(repository, { environment, now: () => Date.now(), ...settings });
  return { folder, repository, environment, git, commit, open };
}
