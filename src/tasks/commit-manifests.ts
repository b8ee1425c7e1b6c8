import { didYouMean } from "../config/nearest.ts";
import { commandLineError, type InputError } from "../ports/failure.ts";
import type { BranchState, CommitResult, GitOpsRepository, TreeView } from "../ports/gitops.ts";
import { decideChange } from "./commit/decide.ts";
import { checkOwned } from "./commit/ownership.ts";
import { findSecret } from "./commit/secrets.ts";

export { describeCommit } from "./commit/message.ts";

/** What shall stand below the owned paths, all of it, and the commit message with its trailers (`describeCommit`). */
export interface PreparedFiles {
  readonly files: ReadonlyMap<string, string>;
  readonly message: string;
}

export interface CommitRequest {
  readonly branch: string;
  /** Where a branch that does not exist yet starts: another branch's name; null: a missing branch is a mistake. */
  readonly startFrom: string | null;
  /** Folders loadline owns alone, never the root. What it wrote there before and is not prepared again, leaves. */
  readonly owned: readonly string[];
  /** Renders on top of what stands there now; called again when somebody else's commit came first. */
  readonly prepare: (base: TreeView) => Promise<PreparedFiles>;
  /** Date of the commit. */
  readonly at: Date;
}

export interface CommitPorts {
  readonly repository: GitOpsRepository;
  /** Uniform in [0, 1): spreads retries. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const ATTEMPTS = 10;

/** Commits rendered files atomically: read, render, decide, write; again from the start when the branch has moved. */
export async function commitManifests(ports: CommitPorts, request: CommitRequest): Promise<CommitResult> {
  const owned = checkOwned(request.owned);
  const notes = await ports.repository.recover();
  let detail = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await ports.wait(pauseBefore(attempt, ports));
    const result = await attemptCommit(ports.repository, { ...request, owned });
    if (result.kind === "committed" || result.kind === "unchanged") {
      return { ...result, notes: [...notes, ...result.notes] };
    }
    if (result.kind !== "moved") return result;
    detail = result.detail;
  }
  return {
    kind: "conflict",
    attempts: ATTEMPTS,
    detail: `${detail}. Try again when fewer others write there; a .lock file that nobody holds must be removed by hand.`,
  };
}

/** `commit --json`; null where the answer is that nothing may be committed. */
export function commitDocument(result: CommitResult): Readonly<Record<string, unknown>> | null {
  if (result.kind !== "committed" && result.kind !== "unchanged") return null;
  const paths = result.kind === "committed" ? result.paths : [];
  return { schema: "loadline.commit/v1", commit: result.commit, changed: result.kind === "committed", paths };
}

type Attempt = CommitResult | { readonly kind: "moved"; readonly detail: string };

async function attemptCommit(repository: GitOpsRepository, request: CommitRequest): Promise<Attempt> {
  const { branch, owned, at } = request;
  const start = await findStart(repository, request);
  const { files, message } = await request.prepare(start.view);
  const secret = findSecret(files);
  if (secret !== null) return secretFound(secret);
  const decision = await decideChange(start.view, owned, files);
  if (decision.kind === "unchanged") return { kind: "unchanged", commit: start.view.commit, notes: [] };
  if (decision.kind !== "change") return decision;
  const { put, remove } = decision;
  const base = start.view.commit;
  const change = { branch, base, expected: start.expected, owned, put, remove, message, at };
  const outcome = await repository.advance(change);
  if (outcome.kind === "advanced") return { ...outcome, kind: "committed" };
  return outcome.kind === "dirty" ? { ...outcome, kind: "humanEdit" } : outcome;
}

/** The tree to build on, and where the branch must still be when it moves. */
async function findStart(
  repository: GitOpsRepository,
  { branch, owned, startFrom }: CommitRequest,
): Promise<{ view: TreeView; expected: string | null }> {
  const state = await repository.branch(branch, owned);
  if (state.kind !== "missing") return { view: state.view, expected: state.view.commit };
  if (startFrom === null) throw missing("--branch", branch, state);
  const start = await repository.branch(startFrom, owned);
  if (start.kind === "missing") throw missing("the branch to start from", startFrom, start);
  return { view: start.view, expected: null };
}

function missing(at: string, branch: string, { branches }: Extract<BranchState, { kind: "missing" }>): InputError {
  const list = branches.slice(0, 10).join(", ") + (branches.length > 10 ? ", …" : "");
  const wanted = branches.length === 0 ? "a branch that exists; this repository has none" : `one of: ${list}`;
  const near = didYouMean(branch, branches);
  const create = `To start it: git branch ${branch}${branches.length === 0 ? "" : ` ${branches[0]}`}`;
  const advice = near === null ? `${create}.` : `${near} ${create}.`;
  return commandLineError(at, { found: `${branch}, which does not exist`, wanted, advice });
}

function secretFound({ path, line, what }: { path: string; line: number; what: string }): CommitResult {
  const detail = `looks like ${what}. Nothing was written. Keep it in a secret store and name it under spec.access.secrets.`;
  return { kind: "secret", path, line, detail };
}

/** Doubles with each attempt, and is spread over the whole of it, so that writers who collided once part. */
function pauseBefore(attempt: number, { repository, random }: CommitPorts): number {
  const { firstMs, longestMs } = repository.pauses;
  return Math.round(random() * Math.min(longestMs, firstMs * 2 ** attempt));
}
