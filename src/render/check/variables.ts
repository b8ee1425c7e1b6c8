import type { Complaint } from "../yaml/readings.ts";
import { containersOf, podOf } from "./pods.ts";
import { at, complain, isPresent, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { mustBe } from "./words.ts";

/** Kubernetes: pkg/apis/core/validation, validEnvDownwardAPIFieldPathExpressions and validVolumeDownwardAPIFieldPathExpressions. */
const OF_A_VARIABLE =
  /^(?:metadata\.(?:name|namespace|uid)|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIPs?|podIPs?)|metadata\.(?:labels|annotations)\['[^']+'\])$/;
const OF_A_FILE = /^metadata\.(?:name|namespace|uid|labels|annotations|(?:labels|annotations)\['[^']+'\])$/;
const RESOURCE = /^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** What a pod tells its containers about itself, as variables and as files. */
export const variables: Rule = (manifest) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const volumes = items(at(pod, "spec", "volumes"));
  const projected = volumes.flatMap((volume) => items(at(volume, "projected", "sources")));
  const files = [...volumes, ...projected].flatMap((source) => items(at(source, "downwardAPI", "items")));
  return [
    ...containersOf(manifest).flatMap(variablesOf),
    ...files.flatMap((file) => [...field(at(file, "fieldRef"), OF_A_FILE), ...resource(at(file, "resourceFieldRef"))]),
  ];
};

function variablesOf(container: Spot): readonly Complaint[] {
  const sources = items(at(container, "env")).map((variable) => at(variable, "valueFrom"));
  return [
    ...sources.flatMap((source) => [
      ...field(at(source, "fieldRef"), OF_A_VARIABLE),
      ...resource(at(source, "resourceFieldRef")),
      ...["secretKeyRef", "configMapKeyRef"].flatMap((name) => [
        ...named(at(source, name)),
        ...mustBe("dataKey", at(source, name, "key")),
      ]),
    ]),
    ...items(at(container, "envFrom")).flatMap(oneMap),
  ];
}

function field(reference: Spot, known: RegExp): readonly Complaint[] {
  const path = at(reference, "fieldPath");
  const text = textOf(path);
  if (text === null || known.test(text)) return [];
  return [complain(path, `\`${show(text)}\` is not a field that a pod can be told (status.podIP, metadata.name)`)];
}

function resource(reference: Spot): readonly Complaint[] {
  const name = at(reference, "resource");
  const text = textOf(name);
  if (text === null || RESOURCE.test(text)) return [];
  return [complain(name, `\`${show(text)}\` is not a resource of a container (limits.memory, requests.cpu)`)];
}

function oneMap(from: Spot): readonly Complaint[] {
  const given = ["configMapRef", "secretRef"].filter((name) => isPresent(at(from, name))).length;
  return [
    ...when(given !== 1, from, `names ${given} sources instead of one`),
    ...["configMapRef", "secretRef"].flatMap((name) => named(at(from, name))),
  ];
}

/** The schema lets the name out, the server does not. */
function named(reference: Spot): readonly Complaint[] {
  if (!isPresent(reference)) return [];
  const name = at(reference, "name");
  return (textOf(name) ?? "") === "" ? [complain(reference, "`name` is required")] : mustBe("subdomain", name);
}
