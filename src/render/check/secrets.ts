import type { Complaint } from "../yaml/readings.ts";
import { parsedJson } from "./json.ts";
import { kindOf } from "./pods.ts";
import { at, complain, isPresent, type Rule, type Spot, textOf, when } from "./spot.ts";

/** Keys that the API server asks of a type of Secret. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};
const JSON_KEYS = [".dockerconfigjson", ".dockercfg"];

/** A Secret of a known type holds what the type asks for. */
export const secrets: Rule = (manifest) => {
  if (kindOf(manifest) !== "v1 Secret") return [];
  const type = textOf(at(manifest, "type")) ?? "Opaque";
  const wanted = KEYS[type] ?? [];
  const value = (key: string) => ["stringData", "data"].map((map) => at(manifest, map, key)).find(isPresent);
  const missing = wanted.filter((key) => value(key) === undefined);
  return [
    ...missing.map((key) => complain(manifest, `\`data.${key}\` is required by \`type: ${type}\``)),
    ...wanted.filter((key) => JSON_KEYS.includes(key)).flatMap((key) => jsonOf(value(key))),
  ];
};

function jsonOf(spot: Spot | undefined): readonly Complaint[] {
  const text = spot === undefined ? null : textOf(spot);
  if (spot === undefined || text === null) return [];
  const json = spot.path[0] === "data" ? Buffer.from(text, "base64").toString("utf8") : text;
  return when(parsedJson(json) instanceof SyntaxError, spot, "is not JSON");
}
