import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { clusterProgram, type RealServer, startApiServer } from "./api-server.ts";

/** An API server with the controllers and the scheduler of Kubernetes, and nodes on which every pod runs at once. */
export interface RealCluster extends RealServer {
  /** Adds it where there is none of its name. */
  readonly addNode: (node: ClusterNode) => Promise<void>;
}

/** A large node; with eight GPUs, it takes only pods that tolerate that. */
export interface ClusterNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly hasGpus: boolean;
}

/** Nobody measures pods here, an autoscaler would only report that; and a busy machine is no lost node. */
const FLAGS = ["--controllers=*,-horizontal-pod-autoscaler-controller", "--node-monitor-grace-period=24h"];

export async function startCluster(): Promise<RealCluster> {
  const server = await startApiServer();
  const { kubeconfig, folder, client } = server;
  const parts = [
    ["controller-manager", ...FLAGS, `--service-account-private-key-file=${join(folder, "accounts.key")}`],
    ["scheduler"],
  ].map(([name = "", ...flags]) =>
    start([name, ...flags, `--kubeconfig=${kubeconfig}`, "--leader-elect=false", "--secure-port=0"]),
  );
  parts.push(start(["nodes", folder]));
  await client.waitFor("/api/v1/namespaces/default/serviceaccounts/default");
  return {
    ...server,
    addNode: (node) => server.store(JSON.stringify(manifestOf(node))),
    stop: async () => {
      for (const part of parts) part.kill("SIGKILL");
      await server.stop();
    },
  };
}

const start = (args: readonly string[]): ChildProcess =>
  spawn(clusterProgram, args, { stdio: ["pipe", "ignore", "ignore"] });

function manifestOf({ name, labels, hasGpus }: ClusterNode) {
  const gpus = hasGpus ? { "nvidia.com/gpu": "8" } : {};
  const room = { cpu: "192", memory: "2Ti", pods: "110", "ephemeral-storage": "8Ti", ...gpus };
  return {
    ...{ apiVersion: "v1", kind: "Node" },
    metadata: { name, labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", ...labels } },
    spec: { taints: hasGpus ? [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }] : [] },
    status: { capacity: room, allocatable: room },
  };
}
