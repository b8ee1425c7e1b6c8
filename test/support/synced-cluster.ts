import { load } from "js-yaml";
import { defineResource } from "./api-server.ts";
import { type Application, type ArgoCd, startArgoCd } from "./argo-cd.ts";
import { type Call, hearCalls } from "./argo-cd-calls.ts";
import { type GitOpsFolder, gitOpsFolder } from "./gitops-folder.ts";
import { definitionOf, type ManagedKind, operatorOf } from "./managed-operators.ts";
import { playOperators } from "./operators.ts";
import { type RealCluster, startCluster } from "./real-cluster.ts";
import { until } from "./until.ts";

/** A cluster with Argo CD, the operators that model servers need, and the GitOps repository `acme/gitops` that is followed. */
export interface SyncedCluster {
  readonly cluster: RealCluster;
  readonly argo: ArgoCd;
  readonly gitops: GitOpsFolder;
  /** What Argo CD's notifications have called. */
  readonly calls: readonly Call[];
  /** As an administrator does: what is not synced. */
  readonly install: (texts: Iterable<string>) => Promise<void>;
  /** Waits until it holds of an Application; what it says where it does not come about. */
  readonly until: (name: string, holds: (application: Application) => boolean) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const LOADLINE_TOKEN = "what-argo-cd-says-to-loadline";

/** What else is in a cluster to which such deployments go. */
const EXISTING = ["monitoring", "gpu-operator"];
const PRIORITY = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: serving-high}\nvalue: 1\n";
const SECONDS = 180;

/** Starts all of it; `kinds`: those of managed platforms that are to be known there. */
export async function startSyncedCluster(kinds: readonly ManagedKind[]): Promise<SyncedCluster> {
  const gitops = gitOpsFolder();
  const heard = await hearCalls();
  const cluster = await startCluster();
  for (const kind of kinds) await defineResource(cluster.client, definitionOf(kind));
  cluster.client.forget();
  const argo = await startArgoCd(cluster, gitops.repositories, "https://github.com/acme/gitops.git");
  const secret = "/api/v1/namespaces/argocd/secrets/argocd-notifications-secret";
  await cluster.client.merge(secret, { stringData: { "loadline-url": heard.url, "loadline-token": LOADLINE_TOKEN } });
  for (const name of EXISTING) await cluster.store(`apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`);
  await cluster.store(PRIORITY);
  await cluster.addNode({ name: "plain", labels: {}, hasGpus: false });
  const operators = playOperators(cluster, kinds.map(operatorOf));
  return {
    ...{ cluster, argo, gitops, calls: heard.calls },
    install: async (texts) => {
      for (const text of texts) {
        const refusal = await cluster.client.apply(text, "loadline");
        if (refusal !== null) throw new Error(refusal);
      }
    },
    until: async (name, holds) => {
      const found = async () => (await argo.applications()).find(({ metadata }) => metadata.name === name);
      const comes = async () => {
        const one = await found();
        return one !== undefined && holds(one);
      };
      await until(comes, SECONDS).catch(async () => {
        const one = await found();
        throw new Error(one === undefined ? `no Application ${name}` : told(one));
      });
    },
    stop: async () => {
      await operators.stop();
      argo.stop();
      heard.stop();
      await cluster.stop();
      gitops.remove();
    },
  };
}

export const isHealthy = ({ status }: Application): boolean =>
  status?.sync?.status === "Synced" && status.health?.status === "Healthy" && (status.conditions ?? []).length === 0;

/** An Application and what keeps it, in a line. */
export function told({ metadata, status }: Application): string {
  const resources = (status?.resources ?? []).filter(
    (one) => one.status !== "Synced" || (one.health?.status ?? "Healthy") !== "Healthy",
  );
  const said = [
    `${status?.sync?.status} at ${status?.sync?.revision}, ${status?.health?.status}`,
    ...(status?.conditions ?? []).map(({ type, message }) => `${type}: ${message}`),
    `${status?.operationState?.phase}: ${status?.operationState?.message}`,
    ...resources.map(({ kind, name, status, health }) => `${kind} ${name} ${status} ${JSON.stringify(health ?? {})}`),
  ];
  return `${metadata.name}: ${said.join("; ")}`;
}

/** Kinds of managed platforms that stand in files. */
export function managedKindsIn(texts: Iterable<string>): readonly ManagedKind[] {
  const found = new Map<string, ManagedKind>();
  for (const text of texts) {
    const { apiVersion, kind } = load(text) as { apiVersion: string; kind: string };
    const [group = "", version = ""] = apiVersion.split("/");
    if (/aws$|cnrm|azure|crossplane/.test(group)) found.set(`${group}/${kind}`, { group, version, kind });
  }
  return [...found.values()];
}
