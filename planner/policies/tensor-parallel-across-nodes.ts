import type { Finding } from "../domain/finding.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { found, server, workload } from "./_example.ts";
import { called, commandLine, containersOf, findingAt, gpusOf, modelServers } from "./_manifest.ts";

const eight = { limits: { "nvidia.com/gpu": 8 } };

/** Tensor parallelism stays within one node's GPUs. A ModelDeployment that does not is refused by its platform. */
export const tensorParallelAcrossNodes = {
  id: "tensor-parallel-across-nodes",
  about: "manifests",
  why: "Every layer waits for two all-reduces: within a node they take microseconds over NVLink, between nodes many times that.",
  severity: "warning",
  examples: {
    passes: found(workload({ args: [...server.args, "--tensor-parallel-size", "8"], resources: eight })),
    fails: found(workload({ args: [...server.args, "--tensor-parallel-size=16"], resources: eight })),
  },
  check,
} satisfies ManifestPolicy;

/** vLLM, SGLang and TGI. */
const FLAG = /(?:^|\s)(--tensor-parallel-size|-tp|--tp-size|--tp|--num-shard)[= ](\d+)(?=\s|$)/;

function check(set: ManifestSet): readonly Finding[] {
  return modelServers(set).flatMap((manifest) =>
    containersOf(manifest).flatMap((container) => {
      const [, flag = "", size = "0"] = FLAG.exec(commandLine(container)) ?? [];
      const gpus = gpusOf(container);
      if (gpus === 0 || Number(size) <= gpus) return [];
      return [
        findingAt(manifest, container, {
          id: "tensor-parallel-across-nodes",
          severity: "warning",
          message: `${called(manifest)} splits each layer over ${size} GPUs (${flag}), but its pod has ${gpus}: the rest is on other nodes, or the server does not start`,
          action: `Set ${flag} to ${gpus} and put stages on other nodes (--pipeline-parallel-size ${Math.ceil(Number(size) / gpus)}), or give the pod ${size} GPUs of one node.`,
        }),
      ];
    }),
  );
}
