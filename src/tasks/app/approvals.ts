import type { Finding, Settings } from "../../../planner/index.ts";
import type { OpenPull, RepositoryName } from "../../ports/pull-request.ts";
import type { Memory } from "../../ports/work-queue.ts";

/** Somebody took the blocking findings of one commit on himself. It holds for that commit alone. */
export interface Approval {
  readonly sha: string;
  readonly by: string;
  /** The comment in which it was said. */
  readonly comment: number;
  /** The branch that it was to be merged into: another one has other rules, and other findings. */
  readonly into?: string;
}

const keyOf = (repository: RepositoryName, number: number): string => `approval/${repository}#${number}`;

/** The approval of a pull request as it stands, if there is one. */
export async function approvalOf(
  memory: Memory,
  repository: RepositoryName,
  { number, head, base }: OpenPull,
): Promise<Approval | null> {
  const approval = await memory.read<Approval>(keyOf(repository, number));
  const isOfThis = approval?.sha === head.sha && (approval.into ?? base.branch) === base.branch;
  return isOfThis ? approval : null;
}

export const rememberApproval = (
  memory: Memory,
  { repository, number, approval }: { repository: RepositoryName; number: number; approval: Approval },
): Promise<void> => memory.write(keyOf(repository, number), approval);

/** Every approval of a repository: for commits that hold several pull requests. */
export async function approvalsOf(memory: Memory, repository: RepositoryName): Promise<readonly Approval[]> {
  const keys = await memory.keys(`approval/${repository}#`);
  const read = await Promise.all(keys.map((key) => memory.read<Approval>(key)));
  return read.filter((approval) => approval !== null);
}

/** Who may take a finding on himself: those whom its policy names, else the approvers. GitHub logins know no case. */
export function mayOverride(login: string, { id }: Finding, settings: Settings): boolean {
  const named = settings.policies[id]?.override ?? [];
  const allowed = named.length > 0 ? named : settings.approvers;
  return allowed.some((one) => one.toLowerCase() === login.toLowerCase());
}

/** Blocking findings that an approval does not cover. */
export function uncovered(
  findings: readonly Finding[],
  approval: Approval | null,
  settings: Settings,
): readonly Finding[] {
  const blocking = findings.filter(({ severity }) => severity === "blocking");
  return approval === null ? blocking : blocking.filter((finding) => !mayOverride(approval.by, finding, settings));
}
