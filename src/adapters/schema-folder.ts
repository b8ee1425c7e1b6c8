import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import { DISK } from "../mistakes/disk.ts";
import { MANIFESTS } from "../mistakes/manifests.ts";
import { OUTSIDE } from "../mistakes/outside.ts";
import { fileError, OutsideError } from "../ports/failure.ts";
import type { KindOfManifest, ManifestSchemas, ShapeVerdict } from "../ports/manifest-schemas.ts";
import { groupOf } from "./kubernetes-kinds.ts";
import { problemsOfSchema } from "./schema-problems.ts";

/**
 * JSON Schemas in a folder, laid out as kubeconform's: `v1.34.0-standalone-strict/deployment-apps-v1.json` (also without
 * `-standalone` or `-strict`, or the files themselves in `folder`), and `cert-manager.io/certificate_v1.json` for custom
 * resources. What the folder does not have is answered by `otherwise`.
 */
export async function schemaFolder(folder: string, otherwise: ManifestSchemas): Promise<ManifestSchemas> {
  const places = await foldersIn(folder);
  const compiled = new Map<string, Promise<ValidateFunction | null>>();
  return {
    async check(manifest, as) {
      const key = `${as.apiVersion}/${as.kind}/${as.kubernetes}`;
      const validate = compiled.get(key) ?? compile(folder, candidates(as, places));
      compiled.set(key, validate);
      const found = await validate;
      if (found === null) {
        const verdict = await otherwise.check(manifest, as);
        return verdict.kind === "unknown" ? ((await unservedVersion(folder, as, places)) ?? verdict) : verdict;
      }
      return { kind: "checked", problems: found(manifest) ? [] : problemsOfSchema(found.errors ?? [], manifest) };
    },
  };
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (!["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      throw new OutsideError("disk", OUTSIDE.cannot("list", folder, (error as Error).message), false);
    }
    throw fileError(folder, DISK.noSchemas);
  }
}

/** A name of a group, version or kind that may become part of a file's name: manifests are data and choose no path. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;

/** Where a kind's schema may lie, the strictest and newest first. */
function candidates({ apiVersion, kind, kubernetes }: KindOfManifest, places: readonly string[]): readonly string[] {
  const group = groupOf(apiVersion);
  const version = apiVersion.slice(group === "" ? 0 : group.length + 1);
  if (![kind, version, ...(group === "" ? [] : [group])].every((part) => PLAIN.test(part))) return [];
  const suffix = group === "" ? version : `${group.split(".")[0]}-${version}`;
  const native = `${kind}-${suffix}.json`.toLowerCase();
  const ofRelease = places.filter((place) => isRelease(place, kubernetes)).sort(strictestAndNewest);
  const custom = group === "" ? [] : [join(group, `${kind.toLowerCase()}_${version}.json`)];
  return [...ofRelease.map((place) => join(place, native)), native, ...custom];
}

/** Of a custom group that only the folder has, a version that it does not have. A kind that it lacks is a gap: folders are
 *  often partial. */
async function unservedVersion(
  folder: string,
  as: KindOfManifest,
  places: readonly string[],
): Promise<ShapeVerdict | null> {
  const { apiVersion } = as;
  const group = groupOf(apiVersion);
  if (group === "" || !PLAIN.test(as.kind)) return null;
  const ofGroup = places.includes(group) ? await versionsIn(join(folder, group), /^[a-z0-9-]+_(\w+)\.json$/) : [];
  const ofKind = new RegExp(`^${as.kind.toLowerCase()}-${group.split(".")[0]}-(v\\w+)\\.json$`);
  const releases = places.filter((place) => isRelease(place, as.kubernetes));
  const beside = await Promise.all(["", ...releases].map((place) => versionsIn(join(folder, place), ofKind)));
  const known = [...ofGroup, ...beside.flat()].map((version) => `${group}/${version}`);
  if (known.length === 0 || known.includes(apiVersion)) return null;
  const message = MANIFESTS.unknownVersion(apiVersion, [...new Set(known)]);
  return { kind: "unserved", field: "apiVersion", message };
}

const versionsIn = async (folder: string, named: RegExp): Promise<readonly string[]> =>
  (await readdir(folder)).flatMap((file) => named.exec(file)?.[1] ?? []);

/** `v1.34.0-standalone-strict`, `1.34`, `master-standalone` and their like. */
function isRelease(place: string, kubernetes: string): boolean {
  const release = /^v?(\d+\.\d+|master)(\.\d+)?(-standalone|-local)?(-strict)?$/.exec(place)?.[1];
  return release === kubernetes || release === "master";
}

function strictestAndNewest(a: string, b: string): number {
  const rank = (place: string) => Number(place.endsWith("-strict")) + 2 * Number(!place.startsWith("master"));
  return rank(b) - rank(a) || b.localeCompare(a, "en", { numeric: true });
}

async function compile(folder: string, files: readonly string[]): Promise<ValidateFunction | null> {
  for (const file of files) {
    const place = resolve(folder, file);
    const schema = await read(place);
    if (schema !== null) return compiled(schema, place);
  }
  return null;
}

async function compiled(schema: AnySchemaObject, place: string): Promise<ValidateFunction> {
  // Kubernetes' formats (int32, int-or-string) say no more than its types do. References name files beside the schema.
  const ajv = new Ajv({
    ...{ strict: false, allErrors: true, verbose: true, validateFormats: false, logger: false },
    loadSchema: async (name) => {
      const sibling = PLAIN_FILE.test(name) ? await read(join(dirname(place), name)) : null;
      return sibling ?? Promise.reject(new Error(`it refers to ${name}, which does not lie beside it`));
    },
  });
  try {
    return await ajv.compileAsync(schema);
  } catch (error) {
    throw unusable(place, (error as Error).message);
  }
}

const PLAIN_FILE = /^[\w.-]+\.json$/;

/** Null where no file stands. Its own address and dialect are of no use: files are told apart by their place. */
async function read(place: string): Promise<AnySchemaObject | null> {
  let text: string;
  try {
    text = await readFile(place, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new OutsideError("disk", OUTSIDE.cannot("read", place, (error as Error).message), false);
  }
  try {
    const { $schema: _dialect, $id: _address, id: _oldAddress, ...schema } = JSON.parse(text) as AnySchemaObject;
    return schema;
  } catch (error) {
    throw unusable(place, (error as Error).message);
  }
}

const unusable = (place: string, found: string) => fileError(place, DISK.badSchema(found));
