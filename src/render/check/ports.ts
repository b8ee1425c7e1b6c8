import type { Complaint } from "../yaml/readings.ts";
import { containersOf, kindOf } from "./pods.ts";
import {
  at,
  complain,
  duplicates,
  entries,
  isPresent,
  items,
  numberOf,
  type Rule,
  type Spot,
  textOf,
  when,
} from "./spot.ts";
import { mustBe } from "./words.ts";

/** Port numbers are 1 to 65535; names are short and, within an object, each their own. */
export const ports: Rule = (manifest) => {
  if (kindOf(manifest) === "v1 Service") return servicePorts(manifest);
  return containersOf(manifest).flatMap((container) => [...containerPorts(container), ...probePorts(container)]);
};

function containerPorts(container: Spot): readonly Complaint[] {
  const all = items(at(container, "ports"));
  return [
    ...all.flatMap((port) => [
      ...portNumber(at(port, "containerPort")),
      ...(numberOf(at(port, "hostPort")) === 0 ? [] : portNumber(at(port, "hostPort"))),
      ...mustBe("portName", at(port, "name")),
    ]),
    ...duplicates(
      all.map((port) => at(port, "name")),
      textOf,
    ),
  ];
}

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"];
const HANDLERS = ["httpGet", "tcpSocket", "grpc"];

function probePorts(container: Spot): readonly Complaint[] {
  return PROBES.flatMap((probe) =>
    HANDLERS.flatMap((handler) => portNumberOrName(at(container, probe, handler, "port"))),
  );
}

function servicePorts(manifest: Spot): readonly Complaint[] {
  const spec = at(manifest, "spec");
  const all = items(at(spec, "ports"));
  const type = textOf(at(spec, "type"));
  const needsPorts = type !== "ExternalName" && textOf(at(spec, "clusterIP")) !== "None";
  return [
    ...when(needsPorts && all.length === 0, spec, "a Service needs at least one port"),
    ...when(type === "ExternalName" && !isPresent(at(spec, "externalName")), spec, "`externalName` is required"),
    ...all.flatMap((port) => servicePort(port, all.length > 1)),
    ...duplicates(
      all.map((port) => at(port, "name")),
      textOf,
    ),
    ...duplicates(all, (port) => `${at(port, "port").value}/${textOf(at(port, "protocol")) ?? "TCP"}`),
  ];
}

function servicePort(port: Spot, mustBeNamed: boolean): readonly Complaint[] {
  const name = at(port, "name");
  return [
    ...when(mustBeNamed && !isPresent(name), port, "`name` is required where there are several ports"),
    ...mustBe("label", name),
    ...portNumber(at(port, "port")),
    ...portNumberOrName(at(port, "targetPort")),
    ...(numberOf(at(port, "nodePort")) === 0 ? [] : portNumber(at(port, "nodePort"))),
  ];
}

function portNumberOrName(spot: Spot): readonly Complaint[] {
  return textOf(spot) === null ? portNumber(spot) : mustBe("portName", spot);
}

function portNumber(spot: Spot): readonly Complaint[] {
  const value = numberOf(spot);
  if (value === null || (value >= 1 && value <= 65_535)) return [];
  return [complain(spot, `${value} is outside 1 to 65535`)];
}

/** Ports of a NetworkPolicy: an end needs a beginning below it. */
export const networkPolicies: Rule = (manifest) => {
  if (textOf(at(manifest, "kind")) !== "NetworkPolicy") return [];
  const rules = ["ingress", "egress"].flatMap((direction) => items(at(manifest, "spec", direction)));
  return [
    ...rules.flatMap((rule) => items(at(rule, "ports"))).flatMap(policyPort),
    ...rules.flatMap((rule) => [...items(at(rule, "from")), ...items(at(rule, "to"))]).flatMap(peer),
  ];
};

function policyPort(port: Spot): readonly Complaint[] {
  const first = at(port, "port");
  const end = at(port, "endPort");
  const low = numberOf(first);
  const high = numberOf(end);
  return [
    ...portNumberOrName(first),
    ...when(high !== null && (low === null || high < low), end, "must not lie below a numeric `port`"),
  ];
}

const CIDR =
  /^(?:\d{1,3}\.){3}\d{1,3}\/(?:[0-9]|[12][0-9]|3[0-2])$|^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\/(?:\d|\d\d|1[01]\d|12[0-8])$/;

function peer(spot: Spot): readonly Complaint[] {
  const block = at(spot, "ipBlock");
  const selectors = entries(spot).filter(([key, value]) => key.endsWith("Selector") && isPresent(value)).length;
  const cidr = textOf(at(block, "cidr"));
  return [
    ...when(isPresent(block) && selectors > 0, spot, "has both `ipBlock` and a selector"),
    ...when(cidr !== null && !CIDR.test(cidr), at(block, "cidr"), `\`${cidr}\` is not a CIDR (10.0.0.0/8)`),
  ];
}
