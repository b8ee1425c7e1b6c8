import type { RenderInput } from "../input.ts";
import * as gateway from "../view/gateway.ts";
import * as network from "../view/gateway-network.ts";
import { besideName } from "../view/identity.ts";
import { usesCilium, usesNetworkPolicy } from "../view/network.ts";
import type { Entry } from "./entry.ts";

const hasGateway = ({ deployment }: RenderInput) => deployment.gateway !== null;
const name = (input: RenderInput) => besideName(input, "gateway");
const shared = { name, applies: hasGateway };

/** What stands between callers and the model, where the file asks for it. */
export const KUBERNETES_GATEWAY: readonly Entry[] = [
  {
    ...shared,
    template: "kubernetes/gateway-config",
    apiVersion: "v1",
    kind: "ConfigMap",
    view: gateway.gatewayConfigView,
  },
  {
    ...shared,
    template: "kubernetes/gateway-deployment",
    apiVersion: "apps/v1",
    kind: "Deployment",
    view: gateway.gatewayDeploymentView,
  },
  {
    ...shared,
    template: "kubernetes/gateway-service",
    apiVersion: "v1",
    kind: "Service",
    view: gateway.gatewayServiceView,
  },
  {
    ...shared,
    template: "kubernetes/gateway-network-policy",
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    view: network.gatewayNetworkPolicyView,
    applies: (input) => hasGateway(input) && usesNetworkPolicy(input),
  },
  {
    ...shared,
    template: "kubernetes/gateway-cilium-network-policy",
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    view: network.gatewayCiliumNetworkPolicyView,
    applies: (input) => hasGateway(input) && usesCilium(input),
  },
];
