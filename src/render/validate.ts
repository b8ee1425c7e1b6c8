import type { ManifestSchemas } from "../ports/manifest-schemas.ts";
import type { DryRunAnswer, ServerDryRun } from "../ports/server-dry-run.ts";
import { checkMeaning } from "./check/rules.ts";
import { workflowComplaints } from "./check/workflows.ts";
import { dockerfileFaults, isDockerfile } from "./dockerfile.ts";
import { type DocumentProblem, type ManifestsRead, type ManifestText, manifestsIn, WORKFLOW } from "./documents.ts";
import { printPath } from "./yaml/path.ts";
import type { Complaint } from "./yaml/readings.ts";

/** One thing that makes a manifest unusable. Lines are 1-based, of the offending node. */
export interface InvalidEntry {
  readonly file: string;
  readonly line: number;
  readonly kind: string | null;
  readonly name: string | null;
  /** `spec.template.spec.containers[0].image`; empty where the whole document is meant. */
  readonly path: string;
  readonly message: string;
}

/** A document that was not checked, and why. */
export interface SkippedEntry {
  readonly file: string;
  readonly line: number;
  readonly kind: string | null;
  readonly name: string | null;
  readonly reason: string;
}

export interface ValidationResult {
  readonly files: number;
  readonly documents: number;
  readonly invalid: readonly InvalidEntry[];
  readonly skipped: readonly SkippedEntry[];
}

export interface ValidationOptions {
  /** Release of Kubernetes, `1.34`. */
  readonly kubernetes: string;
  /** An API server to ask as well; null = none. */
  readonly server?: ServerDryRun | null;
}

/** Checks manifests by schema and by meaning, file by file in the order given, each from its top. */
export async function validateTexts(
  files: ReadonlyMap<string, string>,
  schemas: ManifestSchemas,
  options: ValidationOptions,
): Promise<ValidationResult> {
  const invalid: InvalidEntry[] = [];
  const skipped: SkippedEntry[] = [];
  let documents = 0;
  for (const [file, text] of files) {
    if (isDockerfile(file)) {
      documents += 1;
      invalid.push(
        ...dockerfileFaults(text).map((fault) => ({ file, ...fault, kind: "Dockerfile", name: null, path: "" })),
      );
      continue;
    }
    const read = manifestsIn(text);
    documents += read.documents;
    const found = await checkManifests(read, schemas, options);
    skipped.push(...found.skipped.map((entry) => ({ file, ...entry })));
    const entries = [...read.problems, ...found.invalid].map((entry) => ({ file, ...entry }));
    invalid.push(...entries.sort((a, b) => a.line - b.line));
  }
  return { files: files.size, documents, invalid, skipped };
}

async function checkManifests(read: ManifestsRead, schemas: ManifestSchemas, options: ValidationOptions) {
  const skipped: Omit<SkippedEntry, "file">[] = [];
  const invalid: DocumentProblem[] = [];
  const check = async (manifest: ManifestText, answer: DryRunAnswer | undefined) => {
    const found = withServer(await checkOne(manifest, schemas, options), answer);
    if (found.skipped !== null) skipped.push({ ...headOf(manifest), reason: found.skipped });
    return found.complaints.map((complaint) => entryOf(manifest, complaint));
  };
  for (const manifest of read.manifests) invalid.push(...(await check(manifest, await askServer(manifest, options))));
  for (const manifest of read.doubtful) invalid.push(...otherThan(read.problems, await check(manifest, undefined)));
  return { invalid, skipped };
}

/** Where a text is read in two ways, nothing more is said about the place. */
function otherThan(said: readonly DocumentProblem[], found: readonly DocumentProblem[]) {
  const places = new Set(said.map(({ line, path }) => `${line} ${path}`));
  return found.filter(({ line, path, message }) => isAbsence(message) || !places.has(`${line} ${path}`));
}

async function askServer({ apiVersion, value }: ManifestText, { server }: ValidationOptions) {
  return apiVersion === WORKFLOW.apiVersion ? undefined : await server?.ask(value);
}

interface Found {
  readonly skipped: string | null;
  readonly complaints: readonly Complaint[];
}

async function checkOne(
  { value, apiVersion, kind }: ManifestText,
  schemas: ManifestSchemas,
  { kubernetes }: ValidationOptions,
): Promise<Found> {
  if (apiVersion === WORKFLOW.apiVersion) return { skipped: null, complaints: workflowComplaints(value) };
  const verdict = await schemas.check(value, { apiVersion, kind, kubernetes });
  switch (verdict.kind) {
    case "unknown":
      return { skipped: verdict.reason, complaints: [] };
    case "unserved":
      return { skipped: null, complaints: [{ path: [verdict.field], message: verdict.message }] };
    case "checked":
      return { skipped: null, complaints: firstAtEachPlace([...verdict.problems, ...checkMeaning(value, kubernetes)]) };
  }
}

/** What the server accepts was checked, whatever schemas are missing here. */
function withServer({ skipped, complaints }: Found, answer: DryRunAnswer | undefined): Found {
  switch (answer?.kind) {
    case undefined:
      return { skipped, complaints };
    case "accepted":
      return { skipped: null, complaints };
    case "refused":
      return { skipped: null, complaints: firstAtEachPlace([...complaints, answer]) };
    case "uncheckable":
      return { skipped: answer.reason, complaints };
  }
}

/** What the schema says about a place comes first, and then nothing more is said about it. */
function firstAtEachPlace(complaints: readonly Complaint[]): readonly Complaint[] {
  const seen = new Set<string>();
  return complaints.filter(({ path, message }) => {
    const place = isAbsence(message) ? `${printPath(path)} ${message}` : printPath(path);
    const isNew = !seen.has(place);
    seen.add(place);
    return isNew;
  });
}

/** What a place lacks, which may be several things. */
const isAbsence = (message: string): boolean => message.endsWith("is required");

function entryOf(manifest: ManifestText, { path, message }: Complaint): DocumentProblem {
  return {
    ...headOf(manifest),
    line: manifest.lineAt(path),
    path: printPath([...manifest.prefix, ...path]),
    message,
  };
}

function headOf({ kind, name, lineAt }: ManifestText) {
  return { line: lineAt([]), kind, name };
}
