import type { RenderInput, View } from "../input.ts";
import { identityView, selectorOf } from "./identity.ts";
import { listeningPort } from "./launch.ts";
import { CILIUM_DNS, DNS, INTERNET } from "./network-rules.ts";

/** Names that weights come from. `*` stands for one label in Cilium, and the hub's stores are up to three labels deep. */
const HUB_NAMES = ["huggingface.co"];
const HUB_PATTERNS = ["*.huggingface.co", "*.hf.co", "*.*.hf.co", "*.*.*.hf.co"];

export const usesNetworkPolicy = ({ settings }: RenderInput): boolean =>
  settings.kubernetes.networkPolicy === "kubernetes";

/** Never both: what a NetworkPolicy allows, Cilium allows as well, and HTTPS to everywhere would be back. */
export const usesCilium = ({ settings }: RenderInput): boolean => settings.kubernetes.networkPolicy === "cilium";

/** Data of `kubernetes/network-policy.yaml.hbs`. */
export function networkPolicyView(input: RenderInput): View {
  return {
    ...identityView(input, "config"),
    selector: selectorOf(input),
    callers: callersOf(input),
    ...DNS,
    internet: INTERNET,
  };
}

/** Data of `kubernetes/cilium-network-policy.yaml.hbs`. */
export function ciliumNetworkPolicyView(input: RenderInput): View {
  return {
    ...identityView(input, "config"),
    selector: selectorOf(input),
    callers: callersOf(input),
    // Cilium knows ports by number: a port's name is looked up in each pod, and costs a policy for each.
    port: String(listeningPort(input)),
    ...CILIUM_DNS,
    names: HUB_NAMES,
    patterns: HUB_PATTERNS,
  };
}

/**
 * Namespaces whose pods may call the server: those that are named, and Prometheus, which reads its metrics on the same
 * port. Where none is named it is the deployment's own. The kubelet's probes come from the node, which no policy keeps out.
 */
function callersOf({ deployment, settings }: RenderInput): readonly string[] {
  const { ingressFrom } = deployment.access;
  const named = ingressFrom.length === 0 ? [deployment.namespace] : ingressFrom;
  // A gateway of this deployment runs beside it, and so does the collector that reads its metrics.
  const beside = deployment.gateway === null && settings.telemetry === null ? [] : [deployment.namespace];
  return [...new Set([...named, ...beside, settings.kubernetes.monitoringNamespace])];
}
