import { devNull } from "node:os";
import { OUTSIDE } from "../../mistakes/outside.ts";
import { OutsideError } from "../../ports/failure.ts";
import { type ProgramAnswer, runProgram } from "../program.ts";

export interface GitSettings {
  /** Where the user's PATH and HOME come from; nothing else is passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called before each step that touches the outside, with its name. Tests stop a run here. */
  readonly onStep?: (step: string) => void | Promise<void>;
}

export interface GitOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs one Git command and returns how it ended; throws only when Git could not be run at all. */
export type Git = (args: readonly string[], options?: GitOptions) => Promise<ProgramAnswer>;

/** Everything else is dropped: GIT_DIR, GIT_INDEX_FILE, GIT_CONFIG_* and the like would redirect what we write. */
const PASSED_ON = ["PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "USERPROFILE", "SystemRoot", "PATHEXT"];

/** What a repository's own configuration may not decide while we work in it. */
const OVERRIDES = [
  `core.hooksPath=${devNull}`,
  "core.fsmonitor=false",
  "core.quotePath=false",
  // A split index would leave a second file behind for each temporary index.
  "core.splitIndex=false",
  "core.protectHFS=true",
  "core.protectNTFS=true",
  // References and objects reach the disk before the branch moves.
  "core.fsync=committed",
  "gc.auto=0",
  "i18n.commitEncoding=UTF-8",
  // No command here needs the network; a partial clone must not fetch either.
  "protocol.allow=never",
  // The user named the repository; it was not stumbled upon.
  "safe.bareRepository=all",
  "submodule.recurse=false",
].flatMap((setting) => ["-c", setting]);

/** Git in a folder. With `ceiling`, a repository is not looked for above that folder. */
export function gitIn(folder: string, settings: GitSettings, ceiling: string | null = null): Git {
  return async (args, options = {}) => {
    await settings.onStep?.(args[0] ?? "git");
    const env = { ...environmentFor(settings, ceiling), ...options.env };
    return runProgram("git", [...OVERRIDES, ...args], { cwd: folder, env, input: options.input ?? "" }).catch(
      cannotRun,
    );
  };
}

/** The command's output; a failure is an OutsideError that carries Git's first line. */
export async function ask(git: Git, args: readonly string[], options?: GitOptions): Promise<string> {
  const answer = await git(args, options);
  if (answer.code !== 0) throw gitFailure(args, answer.stderr);
  return answer.stdout.toString("utf8");
}

export function gitFailure(args: readonly string[], stderr: string): OutsideError {
  const said = stderr.split("\n").find((line) => line.trim() !== "") ?? "no message";
  return new OutsideError("git", OUTSIDE.gitFailed(args[0] ?? "", said.trim()), /\.lock'/.test(stderr));
}

function environmentFor({ environment }: GitSettings, ceiling: string | null): Record<string, string> {
  const kept = PASSED_ON.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_LITERAL_PATHSPECS: "1",
    ...(ceiling === null ? {} : { GIT_CEILING_DIRECTORIES: ceiling }),
  };
}

function cannotRun(error: NodeJS.ErrnoException): never {
  if (error.code !== "ENOENT") throw new OutsideError("git", OUTSIDE.gitNotStarted(error.message), true);
  throw new OutsideError("git", OUTSIDE.gitMissing, false);
}
