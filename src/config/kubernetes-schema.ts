import type * as z from "zod";
import { DEFAULT_KUBERNETES_SETTINGS, type KubernetesSettings } from "../../planner/index.ts";
import { choice } from "./leaves.ts";
import { dnsLabel, image } from "./names.ts";
import { duration } from "./quantities.ts";
import { unevenInterval } from "./restart-interval.ts";
import { consistent, mapping } from "./shapes.ts";

/** `kubernetes` of the Settings. */
export function kubernetesSchema() {
  return mapping({
    networkPolicy: choice("network policy", ["kubernetes", "cilium", "none"])
      .optional()
      .describe(
        "Kind of the policy around a model server. kubernetes, the default: NetworkPolicy, HTTPS to any public address. cilium: CiliumNetworkPolicy, HTTPS to Hugging Face only. none: you have your own.",
      ),
    secretStore: choice("secret store", ["ClusterSecretStore", "SecretStore"])
      .optional()
      .describe("Kind of the External Secrets stores that access.secrets name. Default ClusterSecretStore."),
    monitoringNamespace: dnsLabel("namespace of Prometheus", "monitoring")
      .optional()
      .describe("Where Prometheus and prometheus-adapter run. Default monitoring."),
    kubectlImage: image("registry.k8s.io/kubectl:v1.34.1")
      .optional()
      .describe(`Image that makes restarts. Default ${DEFAULT_KUBERNETES_SETTINGS.kubectlImage}.`),
    devicePluginRestart: devicePluginSchema().optional(),
  }).describe("What the clusters have, and what may run there beside the models.");
}

function devicePluginSchema() {
  const name = "nvidia-device-plugin-daemonset";
  return mapping({
    every: duration("time between restarts", "7d"),
    namespace: dnsLabel("namespace of the device plugin", "kube-system").default("kube-system"),
    daemonSet: dnsLabel("DaemonSet of the device plugin", name).default(name),
  })
    .check(consistent(({ every }) => unevenInterval(every, ["every"])))
    .describe("Restarts NVIDIA's device plugin on a schedule. Off unless written; current versions need none.");
}

type Raw = z.output<ReturnType<typeof kubernetesSchema>>;

export function kubernetesSettings(raw: Raw | undefined): KubernetesSettings {
  const given = Object.fromEntries(Object.entries(raw ?? {}).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_KUBERNETES_SETTINGS, ...given };
}
