import type { Complaint } from "../yaml/readings.ts";
import { containersOf, kindOf } from "./pods.ts";
import { at, complain, duplicates, isPresent, items, numberOf, type Rule, type Spot, textOf, when } from "./spot.ts";
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
      ...optional("portName", at(port, "name")),
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
    ...optional("label", name),
    ...portNumber(at(port, "port")),
    ...(numberOf(at(port, "targetPort")) === 0 ? [] : portNumberOrName(at(port, "targetPort"))),
    ...(numberOf(at(port, "nodePort")) === 0 ? [] : portNumber(at(port, "nodePort"))),
  ];
}

export function portNumberOrName(spot: Spot): readonly Complaint[] {
  return textOf(spot) === null ? portNumber(spot) : optional("portName", spot);
}

/** An empty text is no name. */
const optional = (form: "label" | "portName", spot: Spot): readonly Complaint[] =>
  textOf(spot) === "" ? [] : mustBe(form, spot);

export function portNumber(spot: Spot): readonly Complaint[] {
  const value = numberOf(spot);
  if (value === null || (value >= 1 && value <= 65_535)) return [];
  return [complain(spot, `${value} is outside 1 to 65535`)];
}
