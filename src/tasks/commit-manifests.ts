import { didYouMean } from "../config/nearest.ts";
import { GITOPS } from "../mistakes/gitops.ts";
import { commandLineError, type InputError } from "../ports/failure.ts";
import type { BranchState, Change, CommitResult, GitOpsRepository, TreeView } from "../ports/gitops.ts";
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
  return untilItHolds(ports, () => attemptCommit(ports.repository, { ...request, owned }));
}

/** Tries from the start as long as somebody else's commit comes first. */
export async function untilItHolds(ports: CommitPorts, once: () => Promise<Attempt>): Promise<CommitResult> {
  const notes = await ports.repository.recover();
  const { attempts = ATTEMPTS } = ports.repository.pauses;
  let detail = "";
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (attempt > 1) await ports.wait(pauseBefore(attempt, ports));
    const result = await once();
    if (result.kind === "committed" || result.kind === "unchanged") {
      return { ...result, notes: [...notes, ...result.notes] };
    }
    if (result.kind !== "moved") return result;
    detail = result.detail;
  }
  return {
    kind: "conflict",
    attempts,
    detail: GITOPS.neverStill(detail),
  };
}

/** `commit --json`; null where the answer is that nothing may be committed. */
export function commitDocument(result: CommitResult): Readonly<Record<string, unknown>> | null {
  if (result.kind !== "committed" && result.kind !== "unchanged") return null;
  const paths = result.kind === "committed" ? result.paths : [];
  const { proposed } = result;
  return {
    ...{ schema: "loadline.commit/v1", commit: result.commit, changed: result.kind === "committed", paths },
    ...(proposed === undefined ? {} : { branch: proposed.branch, url: proposed.opened?.url ?? null }),
  };
}

export type Attempt = CommitResult | { readonly kind: "moved"; readonly detail: string };

export async function attemptCommit(repository: GitOpsRepository, request: CommitRequest): Promise<Attempt> {
  const { branch, owned, at } = request;
  const start = await findStart(repository, request);
  const { files, message } = await request.prepare(start.view);
  const secret = secretIn(files);
  if (secret !== null) return secret;
  const decision = await decideChange(start.view, owned, files);
  if (decision.kind === "unchanged") return { kind: "unchanged", commit: start.view.commit, notes: [] };
  if (decision.kind !== "change") return decision;
  const { put, remove } = decision;
  const base = start.view.commit;
  return advanced(repository, { branch, base, expected: start.expected, owned, put, remove, message, at });
}

/** Moves the branch, and says how that went. */
export async function advanced(repository: GitOpsRepository, change: Change): Promise<Attempt> {
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
  if (startFrom === null) throw missingBranch("--branch", branch, state);
  const start = await repository.branch(startFrom, owned);
  if (start.kind === "missing") throw missingBranch("the branch to start from", startFrom, start);
  return { view: start.view, expected: null };
}

export function missingBranch(
  at: string,
  branch: string,
  { branches }: Extract<BranchState, { kind: "missing" }>,
): InputError {
  return commandLineError(at, GITOPS.missingBranch(branch, branches, didYouMean(branch, branches)));
}

/** What looks like a secret in what would be written; null = nothing. */
export function secretIn(files: ReadonlyMap<string, string>): CommitResult | null {
  const found = findSecret(files);
  if (found === null) return null;
  const { path, line, what } = found;
  return { kind: "secret", path, line, detail: GITOPS.secret(what) };
}

/** Doubles with each attempt, and is spread over the whole of it, so that writers who collided once part. */
function pauseBefore(attempt: number, { repository, random }: CommitPorts): number {
  const { firstMs, longestMs } = repository.pauses;
  return Math.round(random() * Math.min(longestMs, firstMs * 2 ** attempt));
}
