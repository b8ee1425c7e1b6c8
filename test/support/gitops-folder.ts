import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A bare repository `<repositories>/acme/gitops.git`, and a clone of it in which somebody commits. */
export interface GitOpsFolder {
  readonly repositories: string;
  readonly bare: string;
  /** Writes files (null: takes them away), commits and pushes; the commit. */
  readonly commit: (files: ReadonlyMap<string, string | null>) => string;
  readonly remove: () => void;
}

export function gitOpsFolder(): GitOpsFolder {
  const folder = mkdtempSync(join(tmpdir(), "loadline-gitops-"));
  const repositories = join(folder, "repositories");
  const clone = join(folder, "clone");
  const bare = join(repositories, "acme/gitops.git");
  mkdirSync(bare, { recursive: true });
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", bare]);
  execFileSync("git", ["clone", "-q", bare, clone], { stdio: "ignore" });
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      ...{ cwd: clone, encoding: "utf8" },
    }).trim();
  git("checkout", "-q", "-B", "main");
  return {
    ...{ repositories, bare },
    commit: (files) => {
      for (const [path, text] of files) write(join(clone, path), text);
      git("add", "-A", ".");
      git("commit", "-q", "-m", "change");
      git("push", "-q", "origin", "main");
      return git("rev-parse", "HEAD");
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function write(path: string, text: string | null): void {
  if (text === null) {
    rmSync(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
