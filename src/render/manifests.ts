import { TEMPLATE } from "../mistakes/template.ts";
import { fileError, InputError, type Mistake } from "../ports/failure.ts";
import { isWorkflow } from "./check/workflows.ts";
import { refuseDanger } from "./danger.ts";
import { dockerfileFaults, instructionsOf } from "./dockerfile.ts";
import type { RenderInput } from "./input.ts";
import type { PlannedFile } from "./layout/entry.ts";
import { planFiles } from "./layout/files.ts";
import { isRecord } from "./record.ts";
import { refuseUnsafePaths } from "./safe-paths.ts";
import { compileTemplate } from "./template.ts";
import { DEPLOYMENT } from "./view/account.ts";
import { printManifest } from "./yaml/print.ts";
import { readYaml } from "./yaml/read.ts";

type Manifest = Readonly<Record<string, unknown>>;

/**
 * The manifests of one deployment: path to text, sorted by path. Templates come in as text, by their path below
 * `templates/`. What a template prints is read back, compared with what was asked for and printed anew, so neither a
 * value nor a template decides where a file goes or what kind of thing it is.
 */
export function renderManifests(
  input: RenderInput,
  templates: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  try {
    refuseUnsafePaths(input);
    const files = planFiles(input).map((file) => [file.path, renderFile(file, templates)] as const);
    return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch (error) {
    throw error instanceof InputError ? placed(error, input) : error;
  }
}

/** What a view refuses is a key; the file and line of it are known to who read the ModelDeployment. */
function placed({ problems }: InputError, { stands }: RenderInput): InputError {
  return new InputError(
    problems.map((one) => (one.file === DEPLOYMENT && stands !== undefined ? { ...one, ...stands(one.at) } : one)),
  );
}

function renderFile(file: PlannedFile, templates: ReadonlyMap<string, string>): string {
  const source = templates.get(file.template);
  if (source === undefined) throw wrong(file, TEMPLATE.missing);
  const template = compiled(templates, { name: file.template, source });
  const text = template.print(wellFormed(file.view));
  if (file.expects === "dockerfile") return dockerfileBack(file, { source, text });
  const expects = JSON.stringify(file.expects);
  // What deployments share, each of them asks for; the answer to the same text is the same.
  if (template.last?.text === text && template.last.expects === expects) return template.last.manifest;
  const read = readBack(file, text);
  refuseDanger(read, `templates/${file.template}`);
  const manifest = printManifest(read, `Rendered by loadline from ${file.template}; edit the ModelDeployment instead.`);
  template.last = { text, expects, manifest };
  return manifest;
}

interface Compiled {
  readonly print: ReturnType<typeof compileTemplate>;
  /** What it printed last, and what became of it. */
  last: { readonly text: string; readonly expects: string; readonly manifest: string } | null;
}

const compiledTemplates = new WeakMap<ReadonlyMap<string, string>, Map<string, Compiled>>();

/** Compiling takes longer than printing: each template is compiled once for a set of templates. */
function compiled(templates: ReadonlyMap<string, string>, template: { name: string; source: string }): Compiled {
  const known = compiledTemplates.get(templates) ?? new Map<string, Compiled>();
  compiledTemplates.set(templates, known);
  const found = known.get(template.name) ?? {
    print: compileTemplate(template.source, `templates/${template.name}`),
    last: null,
  };
  known.set(template.name, found);
  return found;
}

function readBack(file: PlannedFile, text: string): Manifest {
  const { documents, problems } = readYaml(text);
  const [problem] = problems;
  if (problem !== undefined) throw wrong(file, TEMPLATE.noYaml(problem.message));
  const [document, second] = documents;
  if (document === undefined || second !== undefined || !isRecord(document.value)) {
    throw wrong(file, TEMPLATE.noManifest(documents.length));
  }
  compare(file, document.value);
  return document.value;
}

/** The instructions of the template and no other: no value has begun one. */
function dockerfileBack(file: PlannedFile, { source, text }: { source: string; text: string }): string {
  const [given, found] = [source, text].map((one) =>
    instructionsOf(one)
      .map(({ keyword }) => keyword)
      .join(" "),
  );
  if (given !== found) throw wrong(file, TEMPLATE.otherInstructions(found ?? "", given ?? ""));
  const [fault] = dockerfileFaults(text);
  if (fault !== undefined) throw wrong(file, TEMPLATE.dockerfileFault(fault.line, fault.message));
  return text;
}

function compare(file: PlannedFile, manifest: Manifest): void {
  if (typeof file.expects === "string") {
    if (!isWorkflow(manifest)) throw wrong(file, TEMPLATE.noWorkflow);
    return;
  }
  const metadata = isRecord(manifest["metadata"]) ? manifest["metadata"] : {};
  const found = {
    apiVersion: manifest["apiVersion"],
    kind: manifest["kind"],
    name: metadata["name"],
    namespace: metadata["namespace"] ?? null,
  };
  const { apiVersion, kind, name, namespace } = file.expects;
  const wanted = { apiVersion, kind, name, namespace };
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  throw wrong(file, TEMPLATE.otherManifest(JSON.stringify(found), JSON.stringify(wanted)));
}

/** A lone half of a surrogate pair has no UTF-8 form: it becomes the replacement character. */
function wellFormed<Value>(value: Value): Value {
  // JSON escapes such halves and nothing else like this: without one there is nothing to do.
  if (!/\\ud[89a-f]/.test(JSON.stringify(value))) return value;
  return JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === "string" ? part.toWellFormed() : part)));
}

const wrong = ({ template }: PlannedFile, mistake: Mistake): InputError => fileError(`templates/${template}`, mistake);
