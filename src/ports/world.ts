import type { ConfigSources } from "./config-source.ts";
import type { Files } from "./files.ts";
import type { GitOpsRepository } from "./gitops.ts";
import type { InferenceEndpoint } from "./inference.ts";
import type { ManifestSchemas } from "./manifest-schemas.ts";
import type { MetricsServer } from "./metrics-server.ts";
import type { Origin } from "./origin.ts";
import type { ServerDryRun } from "./server-dry-run.ts";
import type { Templates } from "./templates.ts";
import type { ResultsFile, TrafficFiles } from "./traffic-files.ts";

/** Everything outside: what a command may touch. A task names the parts it needs. */
export interface World {
  readonly files: Files;
  readonly sources: ConfigSources;
  readonly traffic: TrafficFiles;
  readonly results: ResultsFile;
  readonly templates: Templates;
  readonly schemas: ManifestSchemas;
  /** Schemas of a folder in kubeconform's layout, and those above where it has none. */
  schemasIn(folder: string): Promise<ManifestSchemas>;
  /** The API server of the user's current kube-context. */
  readonly server: ServerDryRun;
  /** A Git repository on this disk, or `owner/name` at GitHub; creates nothing. */
  openRepository(where: string): Promise<GitOpsRepository>;
  /** Makes an empty Git repository with one branch, for demonstrations. */
  createRepository(path: string, branch: string): Promise<void>;
  /** Where a folder's files come from, as far as Git knows: remote address and commit. */
  provenance(folder: string): Promise<Origin>;
  /** An OpenAI-compatible server on this machine; `silence`: seconds without a byte after which it counts as hung. */
  inference(address: string, silence: number): Promise<InferenceEndpoint>;
  /** A Prometheus by the name under which the operator has put its address into the environment. */
  metrics(name: string): Promise<MetricsServer>;
  readonly clock: { now(): Date };
  /** Uniform in [0, 1). Spreads retries; never reaches a result. */
  random(): number;
  wait(milliseconds: number): Promise<void>;
}
