import type { RenderInput, View } from "../input.ts";
import { GATEWAY_PORT } from "./gateway.ts";
import { besideView } from "./identity.ts";
import { CILIUM_DNS, DNS, INTERNET, serverPeer } from "./network-rules.ts";

/** Where traces go: US, and its regions (eu, apac) one label below; values of LANGSMITH_ENDPOINT in public use, seen 2026-11-29. */
const LANGSMITH = { names: ["api.smith.langchain.com"], patterns: ["*.api.smith.langchain.com"] };

/** Data of `kubernetes/gateway-network-policy.yaml.hbs`: the namespaces that were named, or the gateway's own, to what it was given. */
export function gatewayNetworkPolicyView(input: RenderInput): View {
  const { serverPort, ...peer } = serverPeer(input);
  return {
    ...core(input),
    ...peer,
    ...DNS,
    port: GATEWAY_PORT,
    internet: INTERNET,
  };
}

/** Data of `kubernetes/gateway-cilium-network-policy.yaml.hbs`. */
export function gatewayCiliumNetworkPolicyView(input: RenderInput): View {
  return { ...core(input), ...serverPeer(input), ...CILIUM_DNS, port: String(GATEWAY_PORT), ...LANGSMITH };
}

function core(input: RenderInput) {
  const { access, gateway, namespace } = input.deployment;
  return {
    ...besideView(input, "gateway", "config"),
    callers: access.ingressFrom.length === 0 ? [namespace] : access.ingressFrom,
    hasCollector: input.settings.telemetry !== null,
    collector: besideView(input, "otel", "config").selector,
    isTraced: gateway !== null && gateway.langsmith !== null,
  };
}
