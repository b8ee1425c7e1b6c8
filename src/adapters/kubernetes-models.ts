import argoCd from "@kubernetes-models/argo-cd/package.json" with { type: "json" };
import cilium from "@kubernetes-models/cilium/package.json" with { type: "json" };
import externalSecrets from "@kubernetes-models/external-secrets/package.json" with { type: "json" };
import keda from "@kubernetes-models/keda/package.json" with { type: "json" };
import prometheusOperator from "@kubernetes-models/prometheus-operator/package.json" with { type: "json" };
import kubernetes from "kubernetes-models/package.json" with { type: "json" };
import { MANIFESTS } from "../mistakes/manifests.ts";
import type { KindOfManifest, ManifestSchemas, ShapeProblem, ShapeVerdict } from "../ports/manifest-schemas.ts";
import { triggerProblems } from "./keda-triggers.ts";
import { groupOf, lookUp, type Served } from "./kubernetes-kinds.ts";
import { isLost, lostProblem } from "./lost-fields.ts";
import { nearestName } from "./nearest-name.ts";
import { ownProblems } from "./own-schemas/index.ts";
import { watchReads } from "./read-watch.ts";
import { explainShape, type ShapeError, unknownField } from "./shape-errors.ts";

interface Package {
  readonly name: string;
  readonly version: string;
}

const PACKAGES: Readonly<Record<string, Package>> = {
  "argoproj.io": argoCd,
  "cilium.io": cilium,
  "external-secrets.io": externalSecrets,
  "keda.sh": keda,
  "eventing.keda.sh": keda,
  "monitoring.coreos.com": prometheusOperator,
};

const packageOf = (apiVersion: string): Package => PACKAGES[groupOf(apiVersion)] ?? kubernetes;

/** A compiled validator: throws an error that carries `errors`. */
type Validate = (this: object) => void;

/** Manifest schemas from the kubernetes-models packages: compiled code, no network, nothing read at run time. */
export function kubernetesModels(): ManifestSchemas {
  const validators = new Map<string, Promise<Validate>>();
  return {
    async check(manifest, as) {
      const refusal = refuse(as);
      if (refusal !== null) return refusal;
      const own = ownProblems(manifest, as);
      if (own !== null) return { kind: "checked", problems: own };
      const key = `${as.apiVersion}/${as.kind}`;
      const validate = validators.get(key) ?? load(as);
      validators.set(key, validate);
      return { kind: "checked", problems: problemsOf(manifest, await validate, as) };
    },
  };
}

/** Only called for what `lookUp` lists: no text from a manifest decides what is imported. */
async function load({ apiVersion, kind }: KindOfManifest): Promise<Validate> {
  const loaded: Readonly<Record<string, { prototype: { validate: Validate } } | undefined>> = await import(
    `${packageOf(apiVersion).name}/${apiVersion}/${kind}`
  );
  const model = loaded[kind];
  if (model === undefined) throw new Error(`${packageOf(apiVersion).name} lost ${apiVersion} ${kind}`);
  return model.prototype.validate;
}

function problemsOf(manifest: object, validate: Validate, as: KindOfManifest): readonly ShapeProblem[] {
  const { name, version } = packageOf(as.apiVersion);
  const watched = watchReads(manifest);
  const errors = errorsOf(watched.value, validate);
  const shape = explainShape(errors, manifest);
  const unread = watched.unread(errors.length === 0);
  const unknown = unread.flatMap((field) => {
    if (isLost(field, as)) return lostProblem(field);
    const message = `${unknownField(String(field.path.at(-1)), field.known)} (schema: ${name} ${version})`;
    return [{ path: field.path, message }];
  });
  return [...unknown, ...shape, ...triggerProblems(manifest, as)];
}

function errorsOf(value: object, validate: Validate): readonly ShapeError[] {
  try {
    validate.call(value);
    return [];
  } catch (error) {
    if (error instanceof Error && "errors" in error && Array.isArray(error.errors)) return error.errors;
    throw error;
  }
}

function refuse({ apiVersion, kind, kubernetes: release }: KindOfManifest): ShapeVerdict | null {
  const found = lookUp(apiVersion, kind, Number(release.split(".")[1]));
  switch (found.is) {
    case "served":
      return null;
    case "unknown-group":
      return { kind: "unknown", reason: `no schema of the API group \`${groupOf(apiVersion)}\`` };
    case "without-schema":
      return { kind: "unknown", reason: `no schema of ${apiVersion} ${kind}` };
    default:
      return unserved(found, { apiVersion, kind, kubernetes: release });
  }
}

type Unserved = Extract<Served, { is: "removed" | "too-new" | "unknown-version" | "unknown-kind" }>;

function unserved(found: Unserved, { apiVersion, kind, kubernetes: release }: KindOfManifest): ShapeVerdict {
  switch (found.is) {
    case "removed":
      return notServed("apiVersion", MANIFESTS.removed(apiVersion, found.since, found.instead));
    case "too-new":
      return notServed("apiVersion", MANIFESTS.tooNew(`${apiVersion} ${kind}`, found.since, release));
    case "unknown-version":
      return notServed("apiVersion", MANIFESTS.unknownVersion(apiVersion, found.known));
    case "unknown-kind": {
      const { known } = found;
      return notServed("kind", MANIFESTS.unknownKind(kind, apiVersion, { nearest: nearestName(kind, known), known }));
    }
  }
}

const notServed = (field: "apiVersion" | "kind", message: string): ShapeVerdict => ({
  kind: "unserved",
  field,
  message,
});
