import type { Manifest } from "../../planner/index.ts";
import { isWorkflow } from "./check/workflows.ts";
import { isRecord } from "./record.ts";
import { type Path, printPath } from "./yaml/path.ts";
import { readYaml, type YamlDocument } from "./yaml/read.ts";

/** One manifest of a text: a document, or an entry of a `List`. */
export interface ManifestText {
  readonly value: Readonly<Record<string, unknown>>;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | null;
  /** Where it stands in its document: empty, or `items[3]`. */
  readonly prefix: Path;
  /** 1-based line of a path inside the manifest. */
  readonly lineAt: (path: Path) => number;
}

export interface DocumentProblem {
  readonly line: number;
  readonly kind: string | null;
  readonly name: string | null;
  readonly path: string;
  readonly message: string;
}

export interface ManifestsRead {
  /** Documents that are not empty, readable or not. */
  readonly documents: number;
  readonly manifests: readonly ManifestText[];
  /** Those in documents that have a problem already, which says at which place they are not to be relied on. */
  readonly doubtful: readonly ManifestText[];
  readonly problems: readonly DocumentProblem[];
}

/** What a workflow of GitHub Actions, which names neither, goes by here. */
export const WORKFLOW = { apiVersion: "github.com/workflow", kind: "Workflow" } as const;

/** Larger files are not manifests, and reading them would take memory that others need. */
export const LARGEST_TEXT = 8 * 1024 * 1024;

/** Every manifest of a YAML or JSON text, lists taken apart. What is none is a problem, never an exception. */
export function manifestsIn(text: string): ManifestsRead {
  const unreadable = unreadableText(text);
  if (unreadable !== null) return { documents: 0, manifests: [], doubtful: [], problems: [wholeFile(unreadable)] };
  const { documents, doubtful, problems } = readYaml(text);
  const found: DocumentProblem[] = problems.map(({ about, line, message, path }) => ({
    line,
    ...headOf(about),
    path: printPath(path),
    message,
  }));
  const [sure, unsure] = [documents, doubtful].map((some) => {
    const manifests: ManifestText[] = [];
    for (const document of some) takeApart(document, { manifests, problems: found });
    return manifests;
  });
  const broken = new Set(problems.map(({ about }) => about)).size;
  return { documents: documents.length + broken, manifests: sure ?? [], doubtful: unsure ?? [], problems: found };
}

/** The readable manifests of some files, as policies look at them. */
export function manifestsOf(files: ReadonlyMap<string, string>): readonly Manifest[] {
  return [...files].flatMap(([file, text]) =>
    manifestsIn(text).manifests.map(({ value, apiVersion, kind, name, lineAt }) => ({
      ...{ file, apiVersion, kind, name, lineAt },
      body: value,
    })),
  );
}

function unreadableText(text: string): string | null {
  if (text.length > LARGEST_TEXT) return `larger than ${LARGEST_TEXT / 2 ** 20} MiB`;
  if (text.includes("\0")) return "not text: it contains a NUL byte";
  if (text.includes("\uFFFD")) return "not UTF-8 text";
  return null;
}

function wholeFile(message: string): DocumentProblem {
  return { line: 1, kind: null, name: null, path: "", message };
}

interface Sink {
  readonly manifests: ManifestText[];
  readonly problems: DocumentProblem[];
}

function takeApart(document: YamlDocument, sink: Sink): void {
  const { value } = document;
  if (!isRecord(value)) {
    const message = "not a manifest: a map with `apiVersion` and `kind` is wanted";
    sink.problems.push({ ...wholeFile(message), line: document.lineAt([]) });
    return;
  }
  const kind = textAt(value, "kind") ?? "";
  const items = value["items"];
  if (!kind.endsWith("List") || !Array.isArray(items)) {
    add(value, { document, prefix: [], sink });
    return;
  }
  const inherited = { apiVersion: textAt(value, "apiVersion"), kind: kind.slice(0, -"List".length) };
  items.forEach((item, index) => {
    const full = inherited.kind === "" || !isRecord(item) ? item : { ...inherited, ...item };
    add(full, { document, prefix: ["items", index], sink });
  });
}

interface Place {
  readonly document: YamlDocument;
  readonly prefix: Path;
  readonly sink: Sink;
}

function add(value: unknown, { document, prefix, sink }: Place): void {
  const lineAt = (path: Path) => document.lineAt([...prefix, ...path]);
  const problem = (path: Path, message: string) =>
    sink.problems.push({ line: lineAt(path), ...headOf(value), path: printPath([...prefix, ...path]), message });
  if (!isRecord(value)) {
    problem([], "not a manifest: a map with `apiVersion` and `kind` is wanted");
    return;
  }
  if (isWorkflow(value)) {
    const name = textAt(value, "name");
    sink.manifests.push({ value, ...WORKFLOW, name, prefix, lineAt });
    return;
  }
  const missing = ["apiVersion", "kind"].filter((field) => textAt(value, field) === null);
  for (const field of missing) {
    const isThere = value[field] !== undefined && value[field] !== null;
    problem(isThere ? [field] : [], isThere ? `\`${field}\` is not text` : `\`${field}\` is required`);
  }
  const apiVersion = textAt(value, "apiVersion");
  const kind = textAt(value, "kind");
  if (apiVersion === null || kind === null) return;
  sink.manifests.push({ value, apiVersion, kind, name: headOf(value).name, prefix, lineAt });
}

function headOf(value: unknown): { readonly kind: string | null; readonly name: string | null } {
  if (!isRecord(value)) return { kind: null, name: null };
  const metadata = isRecord(value["metadata"]) ? value["metadata"] : {};
  return { kind: textAt(value, "kind"), name: textAt(metadata, "name") };
}

function textAt(record: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = Object.hasOwn(record, key) ? record[key] : null;
  return typeof value === "string" && value !== "" ? value : null;
}
