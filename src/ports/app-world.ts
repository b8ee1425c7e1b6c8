import type { ArgoCd } from "./argocd.ts";
import type { CodeHosts } from "./code-host.ts";
import type { GitOpsRepository } from "./gitops.ts";
import type { Planner } from "./planner.ts";
import type { RepositoryName } from "./pull-request.ts";
import type { Reports } from "./reports.ts";
import type { Memory, WorkQueue } from "./work-queue.ts";
import type { World } from "./world.ts";

/** What the App's work may touch. */
export interface AppWorld {
  readonly hosts: CodeHosts;
  readonly queue: WorkQueue;
  readonly memory: Memory;
  readonly world: World;
  readonly reports: Reports;
  /** Computes while the App listens; null: in this thread. */
  readonly planner: Planner | null;
  /** Null: nobody said where Argo CD is; then only its callbacks tell. */
  readonly argocd: ArgoCd | null;
  /** Where people reach this server, without a slash at the end; null: reports are not linked. */
  readonly publicUrl: string | null;
  /** The accounts that the operator names, in small letters; null: whoever installs the App. */
  readonly accounts: ReadonlySet<string> | null;
  /** The GitOps repository through the App's installation, with leave to write; null: the App is not installed there. */
  gitops(repository: RepositoryName): Promise<GitOpsRepository | null>;
}
