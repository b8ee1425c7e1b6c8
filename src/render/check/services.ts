import type { Complaint } from "../yaml/readings.ts";
import { notABlock, notAMachine, notAnAddress } from "./addresses.ts";
import { kindOf } from "./pods.ts";
import {
  at,
  duplicates,
  entries,
  isPresent,
  items,
  numberOf,
  type Rule,
  type Spot,
  show,
  textOf,
  when,
} from "./spot.ts";
import { mustBe } from "./words.ts";

const TYPES = new Set(["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]);

/** Addresses of a Service, and what belongs to its type alone. */
export const services: Rule = (manifest, release) => {
  if (kindOf(manifest) !== "v1 Service") return [];
  const spec = at(manifest, "spec");
  const type = textOf(at(spec, "type")) ?? "ClusterIP";
  const seconds = at(spec, "sessionAffinityConfig", "clientIP", "timeoutSeconds");
  const value = numberOf(seconds);
  return [
    ...when(value !== null && (value < 1 || value > 86_400), seconds, `${value} is outside 1 to 86400`),
    ...(type === "ExternalName" ? mustBe("subdomain", at(spec, "externalName")) : []),
    ...notAnAddress(at(spec, "clusterIP"), release, ["None", ""]),
    ...items(at(spec, "clusterIPs")).flatMap((spot) => notAnAddress(spot, release, ["None"])),
    ...items(at(spec, "externalIPs")).flatMap((spot) => notAMachine(spot, release)),
    ...items(at(spec, "loadBalancerSourceRanges")).flatMap((spot) => notABlock(spot, release)),
    ...families(spec, type),
    ...(TYPES.has(type) ? ofType(spec, type) : []),
  ];
};

function ofType(spec: Spot, type: string): readonly Complaint[] {
  const ports = items(at(spec, "ports")).flatMap((port) => nodePort(at(port, "nodePort"), type));
  return [...ports, ...headless(spec, type), ...outwards(spec, type)];
}

/** One address of each family, the second only where the Service may have two. */
function families(spec: Spot, type: string): readonly Complaint[] {
  const all = at(spec, "ipFamilies");
  const policy = at(spec, "ipFamilyPolicy");
  const [first] = items(at(spec, "clusterIPs"));
  const address = textOf(at(spec, "clusterIP")) ?? "";
  return [
    ...duplicates(items(all), textOf),
    ...when(items(all).length > 1 && isSingle(spec), all, "two need `ipFamilyPolicy: PreferDualStack`"),
    ...(first === undefined ? [] : when(address !== textOf(first), first, "must be the same as `clusterIP`")),
    ...[all, policy].flatMap((spot) =>
      when(isPresent(spot) && type === "ExternalName", spot, "has no meaning with `type: ExternalName`"),
    ),
  ];
}

/** What nobody chooses is one family, but for a list of endpoints that somebody else keeps. */
function isSingle(spec: Spot): boolean {
  const policy = textOf(at(spec, "ipFamilyPolicy"));
  const isOwnList = textOf(at(spec, "clusterIP")) === "None" && entries(at(spec, "selector")).length === 0;
  return policy === "SingleStack" || (policy === null && !isOwnList);
}

const WITH_NODE_PORTS = new Set(["NodePort", "LoadBalancer"]);

/** The range is the API server's own setting; this is what it has unless told otherwise. */
function nodePort(port: Spot, type: string): readonly Complaint[] {
  const value = numberOf(port);
  if (value === null || value === 0) return [];
  return [
    ...when(!WITH_NODE_PORTS.has(type), port, `has no meaning with \`type: ${show(type)}\``),
    ...when(value < 30_000 || value > 32_767, port, `${value} is outside 30000 to 32767`),
  ];
}

function headless(spec: Spot, type: string): readonly Complaint[] {
  const address = at(spec, "clusterIP");
  const isHeadless = textOf(address) === "None";
  return when(isHeadless && WITH_NODE_PORTS.has(type), address, `must not be None with \`type: ${type}\``);
}

function outwards(spec: Spot, type: string): readonly Complaint[] {
  const policy = at(spec, "externalTrafficPolicy");
  const hasNodes = WITH_NODE_PORTS.has(type) || items(at(spec, "externalIPs")).length > 0;
  const balancer = ["loadBalancerClass", "allocateLoadBalancerNodePorts", "loadBalancerSourceRanges"].map((field) =>
    at(spec, field),
  );
  return [
    ...when(
      isPresent(policy) && textOf(policy) !== "" && !hasNodes,
      policy,
      `has no meaning with \`type: ${show(type)}\``,
    ),
    ...balancer.flatMap((spot) =>
      when(isPresent(spot) && type !== "LoadBalancer", spot, "has a meaning only with `type: LoadBalancer`"),
    ),
  ];
}
