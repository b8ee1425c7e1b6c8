import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { choice, flag, integer, text } from "./leaves.ts";
import { consistent, mapping, when } from "./shapes.ts";

/** Name of an object of the whole cluster: DNS labels joined by dots. */
const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `spec.pod`: how the pods run on Kubernetes, where that is not for the forecast to say. */
export function podSchema() {
  return mapping(
    {
      runAsUser: integer({ wanted: "user id of the server's process", example: "1000", most: 2_147_483_647 })
        .optional()
        .describe("User and group that the server runs as; root is refused. Default 1000."),
      readOnlyRoot: flag("read-only root file system")
        .optional()
        .describe("Whether the image's own files may not be written; /tmp and caches always may. Default true."),
      priorityClass: objectName("priority class", "serving-high")
        .optional()
        .describe("A PriorityClass of the cluster. Default: the cluster's own."),
      cache: cacheSchema().optional(),
    },
    { securityContext: DEPLOYMENT.securityContext },
  ).describe("How the pods run on Kubernetes.");
}

function cacheSchema() {
  return mapping({
    kind: choice("cache", ["node", "ephemeral", "shared"]).describe(
      "node: the node's own disk, the default. ephemeral: a disk of each pod's own. shared: one for all pods, which must be able to write it from several nodes.",
    ),
    storageClass: objectName("storage class", "efs").optional().describe("Needed for ephemeral and shared."),
  })
    .check(
      consistent(({ kind, storageClass }) => [
        ...when(kind !== "node" && storageClass === undefined, {
          path: ["storageClass"],
          ...DEPLOYMENT.storageClassMissing(kind),
        }),
        ...when(kind === "node" && storageClass !== undefined, {
          path: ["storageClass"],
          ...DEPLOYMENT.storageClassOnNode,
        }),
      ]),
    )
    .describe("Where weights and compiled kernels lie.");
}

function objectName(wanted: string, example: string) {
  return text({ wanted: `${wanted}: the name of an object in the cluster`, example, pattern: DNS_NAME });
}
