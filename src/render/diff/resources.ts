import { manifestsIn } from "../documents.ts";
import { type Fields, isRecord } from "../record.ts";
import { printManifest } from "../yaml/print.ts";
import { asWritten, meaningOf } from "./server-fields.ts";

/** One resource of a set of manifests, or one file that holds no readable ones. */
export interface Resource {
  readonly path: string;
  /** `Deployment ai-models/chat`; null for a file that cannot be taken apart. */
  readonly title: string | null;
  readonly kind: string | null;
  /** Equal for two texts that ask the API server for the same. */
  readonly meaning: string;
  /** Printed like a rendered manifest, whatever it looked like in its file. */
  readonly text: string;
}

/** Every resource by its identity, which neither the file it stands in nor its place there is part of. */
export function resourcesIn(files: ReadonlyMap<string, string>): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  for (const [path, text] of files) {
    for (const [key, resource] of resourcesOf(path, text)) {
      // The API server knows one object of a name: what is there twice is kept apart by where it stands.
      found.set(found.has(key) ? `${key} in ${path} #${found.size}` : key, resource);
    }
  }
  return found;
}

function resourcesOf(path: string, text: string): readonly (readonly [string, Resource])[] {
  const { manifests, problems } = manifestsIn(text);
  if (problems.length > 0 || manifests.length === 0) {
    return [[`file ${path}`, { path, title: null, kind: null, meaning: text, text }]];
  }
  const [only] = manifests;
  const isWhole = manifests.length === 1 && only?.prefix.length === 0;
  return manifests.map(({ value, apiVersion, kind, name }) => {
    const title = `${kind} ${nameOf(value, name)}`;
    const own = asWritten(value);
    const shown = isWhole ? printManifest(own, commentOf(text)) : printManifest(own, null);
    return [`${groupOf(apiVersion)}/${title}`, { path, title, kind, meaning: meaningOf(own), text: shown }];
  });
}

function nameOf(value: Fields, name: string | null): string {
  const metadata = value["metadata"];
  const namespace = isRecord(metadata) && typeof metadata["namespace"] === "string" ? metadata["namespace"] : null;
  return namespace === null ? (name ?? "?") : `${namespace}/${name ?? "?"}`;
}

/** The line above a manifest, which says where it came from. */
function commentOf(text: string): string | null {
  return /^# (.*)\n/.exec(text)?.[1] ?? null;
}

/** `apps` of `apps/v1`: a resource stays the same one when its version changes. */
const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? apiVersion.replace(/\/.*$/, "") : "core");
