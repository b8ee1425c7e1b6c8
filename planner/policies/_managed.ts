import type { Manifest } from "../domain/manifest.ts";
import { at, entries, items, type Spot, textOf } from "../domain/spot.ts";
import { top } from "./_manifest.ts";

/** A variable that stands as text in what an operator hands to a managed platform. */
export interface ManagedVariable {
  readonly name: string;
  readonly text: string;
  readonly spot: Spot;
}

type Reader = (spec: Spot) => readonly ManagedVariable[];

/** By group and kind: where each platform's resource has its variables. */
const READERS: Readonly<Record<string, Reader>> = {
  "run.cnrm.cloud.google.com/RunService": ofContainers,
  "app.azure.com/ContainerApp": ofContainers,
  "sagemaker.services.k8s.aws/Model": (spec) => ofMap(at(spec, "primaryContainer", "environment")),
  "lambda.services.k8s.aws/Function": (spec) => ofMap(at(spec, "environment", "variables")),
  "http.m.crossplane.io/Request": ofRequest,
};

export function managedVariables(manifest: Manifest): readonly ManagedVariable[] {
  const [group = ""] = (textOf(at(top(manifest), "apiVersion")) ?? "").split("/");
  const key = `${group}/${manifest.kind}`;
  const read = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
  return read === undefined ? [] : read(at(top(manifest), "spec"));
}

function ofContainers(spec: Spot): readonly ManagedVariable[] {
  return items(at(spec, "template", "containers")).flatMap((container) =>
    items(at(container, "env")).flatMap((entry) => {
      const [name, text] = [textOf(at(entry, "name")), textOf(at(entry, "value"))];
      return name === null || text === null ? [] : [{ name, text, spot: at(entry, "value") }];
    }),
  );
}

function ofMap(map: Spot): readonly ManagedVariable[] {
  return entries(map).flatMap(([name, spot]) => {
    const text = textOf(spot);
    return text === null ? [] : [{ name, text, spot }];
  });
}

/** The body is a text of its own, which has no lines in the manifest: what is in it is found where the text stands. */
function ofRequest(spec: Spot): readonly ManagedVariable[] {
  const spot = at(spec, "forProvider", "payload", "body");
  const model = at({ value: parsed(textOf(spot) ?? ""), path: [] }, "model");
  return [...ofMap(at(model, "env")), ...ofMap(at(model, "secrets"))]
    .filter(({ text }) => !text.startsWith("{{"))
    .map((one) => ({ ...one, spot }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
