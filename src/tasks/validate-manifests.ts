import type { Finding } from "../../planner/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError } from "../ports/failure.ts";
import type { Files } from "../ports/files.ts";
import type { ManifestSchemas } from "../ports/manifest-schemas.ts";
import type { ServerDryRun } from "../ports/server-dry-run.ts";
import type { World } from "../ports/world.ts";
import { LARGEST_TEXT } from "../render/documents.ts";
import { type ValidationResult, validateTexts } from "../render/validate.ts";
import { missing } from "./load-deployments.ts";
import { type NamedTexts, policyFindings, settingsAbove } from "./manifest-policies.ts";

/** Release that manifests are checked against unless somebody says otherwise. */
export const DEFAULT_KUBERNETES = "1.34";

export interface ValidateRequest {
  /** Files or folders, as the user wrote them. */
  readonly paths: readonly string[];
  readonly kubernetes: string;
  /** Folder of JSON Schemas in kubeconform's layout; null = the schemas that loadline carries. */
  readonly schemas: string | null;
  /** Ask the API server of the current kube-context as well. */
  readonly server: boolean;
}

export interface ValidatePorts {
  readonly files: Pick<Files, "read" | "list">;
  readonly schemas: ManifestSchemas;
  readonly schemasIn: World["schemasIn"];
  readonly server: ServerDryRun;
  readonly sources: World["sources"];
}

/** What an API server would refuse, and what policies say about the rest. */
export interface ValidatedManifests extends ValidationResult {
  readonly findings: readonly Finding[];
}

/** Checks every manifest in the files and folders named. A path that does not exist is a mistake of the user's. */
export async function validateManifests(request: ValidateRequest, ports: ValidatePorts): Promise<ValidatedManifests> {
  refuseRelease(request.kubernetes);
  const schemas = request.schemas === null ? ports.schemas : await ports.schemasIn(request.schemas);
  const named: NamedTexts[] = [];
  for (const path of request.paths) {
    const found = await filesAt(path, ports.files);
    const texts = new Map(found.map(([file, bytes]) => [file, textOf(bytes)]));
    named.push({ texts, settings: await settingsAbove(path, ports.sources) });
  }
  const texts = new Map(named.flatMap((one) => [...one.texts]));
  const server = request.server ? ports.server : null;
  const result = await validateTexts(texts, schemas, { kubernetes: request.kubernetes, server });
  if (texts.size === 0) throw commandLineError("", COMMAND_LINE.nothingToCheck(request.paths));
  return { ...result, findings: policyFindings(named, result.invalid) };
}

/** The file itself, or every YAML file and JSON manifest below a folder; hidden folders are other programs' business. */
async function filesAt(
  path: string,
  files: ValidatePorts["files"],
): Promise<readonly (readonly [string, Uint8Array])[]> {
  const names = await files.list(path);
  if (names === null) {
    const bytes = await files.read(path);
    if (bytes === null) throw missing(path);
    return [[path, bytes]];
  }
  const found: (readonly [string, Uint8Array])[] = [];
  for (const name of names.filter((one) => isManifestFile(one) || isOwnDockerfile(one))) {
    const file = path === "." ? name : `${path.replace(/\/+$/, "")}/${name}`;
    const bytes = await files.read(file);
    if (bytes !== null && (!name.endsWith(".json") || isManifestJson(bytes))) found.push([file, bytes]);
  }
  return found;
}

function isManifestFile(name: string): boolean {
  const isHidden = name.split("/").some((part) => part.startsWith(".") || part === "node_modules");
  return !isHidden && /\.(ya?ml|json)$/.test(name);
}

/** Where loadline writes them; other people's Dockerfiles are no manifests. */
const isOwnDockerfile = (name: string): boolean => /(^|\/)_build\/[^/]+\/[^/]+\/Dockerfile$/.test(name);

/** JSON is also what packages and dashboards are written in; a manifest names its version or its kind. */
const isManifestJson = (bytes: Uint8Array): boolean => /"(apiVersion|kind)"\s*:/.test(new TextDecoder().decode(bytes));

/** What is not UTF-8 decodes to replacement characters, which validation then reports. */
function textOf(bytes: Uint8Array): string {
  const head = bytes.byteLength > LARGEST_TEXT ? " ".repeat(LARGEST_TEXT + 1) : null;
  return head ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Releases whose kinds and removals are known here. */
const RELEASES = { first: 16, last: 36 };

function refuseRelease(kubernetes: string): void {
  const minor = Number(/^1\.(\d{1,2})$/.exec(kubernetes)?.[1] ?? NaN);
  if (minor >= RELEASES.first && minor <= RELEASES.last) return;
  throw commandLineError("--kubernetes", COMMAND_LINE.noRelease(kubernetes, RELEASES, DEFAULT_KUBERNETES));
}
