import { setTimeout } from "node:timers/promises";
import type { RealCluster } from "./real-cluster.ts";

/** A resource, as far as somebody reads it here. */
export interface Resource {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly generation?: number };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

/** The list of a kind in the API, and what its operator does with one that it has not seen in this version. */
export type Operator = readonly [list: string, deal: (resource: Resource, cluster: RealCluster) => Promise<void>];

const PAUSE_MS = 300;

/** Plays the operators that a cluster of model servers has: until it is stopped, all that they are asked for comes about. */
export function playOperators(cluster: RealCluster, more: readonly Operator[]): { readonly stop: () => Promise<void> } {
  const seen = new Set<string>();
  let isPlaying = true;
  const round = async ([list, deal]: Operator) => {
    const { items } = (await cluster.client.read<{ items: Resource[] }>(list)) ?? { items: [] };
    for (const resource of items) {
      const { namespace, name, generation } = resource.metadata;
      const version = `${list} ${namespace}/${name} ${generation}`;
      if (seen.has(version)) continue;
      seen.add(version);
      await deal(resource, cluster);
    }
  };
  const played = (async () => {
    for (; isPlaying; await setTimeout(PAUSE_MS)) for (const operator of [...OPERATORS, ...more]) await round(operator);
  })();
  return {
    stop: async () => {
      isPlaying = false;
      await played;
    },
  };
}

/** An operator that does its work somewhere else, and writes here how far it is. */
export const reporting = (list: string, status: (resource: Resource) => object): Operator => [
  list,
  ({ metadata, ...rest }, { client }) => {
    const at = list.lastIndexOf("/");
    const path = `${list.slice(0, at)}/namespaces/${metadata.namespace}${list.slice(at)}/${metadata.name}/status`;
    return client.merge(path, { status: status({ metadata, ...rest }) });
  },
];

const holding = (...types: readonly string[]) =>
  types.map((type) => ({
    type,
    status: "True",
    lastTransitionTime: "2026-11-30T00:00:00Z",
    reason: "Done",
    message: "",
  }));

const OPERATORS: readonly Operator[] = [
  ["/apis/apps/v1/deployments", provideNode],
  ["/api/v1/persistentvolumeclaims", provideVolume],
  reporting("/apis/external-secrets.io/v1/externalsecrets", () => ({ conditions: holding("Ready") })),
  reporting("/apis/keda.sh/v1alpha1/scaledobjects", () => ({ conditions: holding("Ready", "Active") })),
  reporting("/apis/autoscaling/v2/horizontalpodautoscalers", () => ({
    ...{ currentReplicas: 1, desiredReplicas: 1, conditions: holding("AbleToScale", "ScalingActive") },
  })),
];

/** What Karpenter does: a node on which the pods of a Deployment find room, with the taint of a node that has GPUs. */
async function provideNode({ metadata, spec }: Resource, cluster: RealCluster): Promise<void> {
  const pod = (spec as { template: { spec: PodSpec } }).template.spec;
  const [term] = pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms ?? [];
  const wanted = (term?.matchExpressions ?? []).flatMap(({ key, operator, values = [] }) =>
    operator === "In" ? [[key, values[0] ?? ""] as const] : [],
  );
  const labels = { ...pod.nodeSelector, ...Object.fromEntries(wanted) };
  const hasGpus = JSON.stringify(pod).includes('"nvidia.com/gpu"');
  await cluster.addNode({ name: `${metadata.namespace}-${metadata.name}`, labels, hasGpus });
}

interface PodSpec {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution: {
        readonly nodeSelectorTerms: readonly { readonly matchExpressions?: readonly Expression[] }[];
      };
    };
  };
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** What a provisioner of a storage class does: a disk for each claim. */
async function provideVolume({ metadata, spec }: Resource, { client }: RealCluster): Promise<void> {
  const { accessModes, storageClassName, resources } = spec as {
    readonly accessModes: readonly string[];
    readonly storageClassName?: string;
    readonly resources: { readonly requests: { readonly storage: string } };
  };
  const volume = {
    ...{ apiVersion: "v1", kind: "PersistentVolume", metadata: { name: `${metadata.namespace}-${metadata.name}` } },
    spec: {
      ...{ accessModes, storageClassName, capacity: { storage: resources.requests.storage } },
      claimRef: { namespace: metadata.namespace, name: metadata.name },
      hostPath: { path: "/disk" },
    },
  };
  const refusal = await client.create(JSON.stringify(volume));
  if (refusal !== null) throw new Error(refusal);
}
