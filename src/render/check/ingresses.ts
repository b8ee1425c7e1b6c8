import type { Complaint } from "../yaml/readings.ts";
import { isAddress } from "./address-block.ts";
import { kindOf } from "./pods.ts";
import { portNumber } from "./ports.ts";
import { at, complain, isPresent, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { isSubdomain, mustBe, serviceName } from "./words.ts";

/** Hosts, paths and backends of an Ingress. */
export const ingresses: Rule = (manifest, release) => {
  if (kindOf(manifest) !== "networking.k8s.io/v1 Ingress") return [];
  const spec = at(manifest, "spec");
  const fallback = at(spec, "defaultBackend");
  const rules = items(at(spec, "rules"));
  return [
    ...when(!isPresent(fallback) && rules.length === 0, spec, "needs `rules` or a `defaultBackend`"),
    ...backendOf(fallback, release),
    ...mustBe("subdomain", at(spec, "ingressClassName")),
    ...items(at(spec, "tls")).flatMap((tls) => mustBe("subdomain", at(tls, "secretName"))),
    ...rules.flatMap((rule) => hostOf(at(rule, "host"))),
    ...items(at(spec, "tls")).flatMap((tls) => items(at(tls, "hosts")).flatMap(hostOf)),
    ...rules.flatMap((rule) => noPaths(at(rule, "http", "paths"))),
    ...rules.flatMap((rule) => items(at(rule, "http", "paths"))).flatMap((entry) => pathOf(entry, release)),
  ];
};

function hostOf(host: Spot): readonly Complaint[] {
  const text = textOf(host) ?? "";
  if (text === "" || (isSubdomain(text.replace(/^\*\./, "")) && !isAddress(text))) return [];
  return [complain(host, `\`${show(text)}\` is not a host name (www.example.com, *.example.com)`)];
}

const noPaths = (paths: Spot): readonly Complaint[] =>
  when(Array.isArray(paths.value) && paths.value.length === 0, paths, "needs at least one path");

function pathOf(entry: Spot, release: number): readonly Complaint[] {
  const path = at(entry, "path");
  const text = textOf(path);
  const isOwn = textOf(at(entry, "pathType")) === "ImplementationSpecific";
  const isAbsolute = text?.startsWith("/") ?? false;
  const mayBeEmpty = isOwn && (text ?? "") === "";
  return [
    ...when(!isAbsolute && !mayBeEmpty, isPresent(path) ? path : entry, "`path` must begin with /"),
    ...when(
      !isOwn && isAbsolute && /\/\/|\/\.{1,2}(?:\/|$)|%2[fF]/.test(text ?? ""),
      path,
      `\`${show(text)}\` has //, /./, /../ or %2f in it`,
    ),
    ...backendOf(at(entry, "backend"), release),
  ];
}

function backendOf(backend: Spot, release: number): readonly Complaint[] {
  if (!isPresent(backend)) return [];
  const service = at(backend, "service");
  const given = ["service", "resource"].filter((field) => isPresent(at(backend, field))).length;
  const port = at(service, "port");
  const named = ["name", "number"].filter((field) => isPresent(at(port, field))).length;
  return [
    ...when(given !== 1, backend, `names ${given} of \`service\` and \`resource\` instead of one`),
    ...mustBe(serviceName(release), at(service, "name")),
    ...when(
      isPresent(service) && named !== 1,
      isPresent(port) ? port : service,
      "needs `port.name` or `port.number`, one of them",
    ),
    ...mustBe("portName", at(port, "name")),
    ...portNumber(at(port, "number")),
  ];
}
