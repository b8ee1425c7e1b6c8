import { constructFromEvents, EVENT_ID, type Event, parseEvents, type Schema, YAMLException } from "js-yaml";
import { type EventStream, keyAt, lineAt, lineOf } from "./locate.ts";
import type { Path } from "./path.ts";
import { compareReadings } from "./readings.ts";
import { EDITOR_SCHEMA, KUBERNETES_SCHEMA } from "./schemas.ts";

/** One YAML document that means the same to every reader. */
export interface YamlDocument {
  readonly value: unknown;
  /** 1-based line of the node at a path, or of its nearest existing parent. */
  readonly lineAt: (path: Path) => number;
}

export interface YamlProblem {
  readonly line: number;
  readonly path: Path;
  readonly message: string;
  /** What the document says it is, where that much could be read. */
  readonly about: unknown;
}

const MOST_ALIASES = 100;
const DEEPEST = 60;

/** Reads every document of a text; empty ones are left out. What cannot be read, or reads differently, is a problem. */
export function readYaml(source: string): {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
} {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const documents: YamlDocument[] = [];
  const problems: YamlProblem[] = [];
  for (const stream of streamsOf(text, problems)) {
    const document = readDocument(stream, problems);
    if (document !== null && document.value !== null && document.value !== undefined) documents.push(document);
  }
  return { documents, problems };
}

function streamsOf(source: string, problems: YamlProblem[]): EventStream[] {
  try {
    return split(parseEvents(source, { maxDepth: DEEPEST })).map((events) => ({ source, events }));
  } catch (error) {
    problems.push({ line: lineOfError(source, error), path: [], message: messageOf(error), about: null });
    return [];
  }
}

/** Events of each document on its own, so that a fault in one does not hide the others. */
function split(events: readonly Event[]): Event[][] {
  const streams: Event[][] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) streams.push([]);
    streams.at(-1)?.push(event);
  }
  return streams;
}

function readDocument(stream: EventStream, problems: YamlProblem[]): YamlDocument | null {
  try {
    const value = construct(stream, EDITOR_SCHEMA);
    const differences = compareReadings(value, construct(stream, KUBERNETES_SCHEMA));
    for (const { path, message } of differences) {
      problems.push({ line: lineAt(stream, path), path, message, about: value });
    }
    return differences.length > 0 ? null : { value, lineAt: (path) => lineAt(stream, path) };
  } catch (error) {
    problems.push(problemOf(stream, error));
    return null;
  }
}

function construct(stream: EventStream, schema: Schema): unknown {
  const { source, events } = stream;
  return constructFromEvents([...events], { source, schema, maxAliases: MOST_ALIASES })[0];
}

function problemOf(stream: EventStream, error: unknown): YamlProblem {
  const line = lineOfError(stream.source, error);
  if (!(error instanceof YAMLException) || error.reason !== "duplicated mapping key") {
    return { line, path: [], message: messageOf(error), about: aboutOf(stream) };
  }
  const place = keyAt(stream, error.mark?.position ?? -1);
  const message = `\`${place?.key ?? "a key"}\` is written twice`;
  return { line, path: place?.path ?? [], message, about: aboutOf(stream) };
}

/** Kind and name of a document with duplicate keys, read leniently; null when even that fails. */
function aboutOf(stream: EventStream): unknown {
  try {
    const { source, events } = stream;
    return constructFromEvents([...events], { source, schema: EDITOR_SCHEMA, maxAliases: MOST_ALIASES, json: true })[0];
  } catch {
    return null;
  }
}

function lineOfError(source: string, error: unknown): number {
  return error instanceof YAMLException && error.mark ? lineOf(source, error.mark.position) : 1;
}

function messageOf(error: unknown): string {
  if (error instanceof YAMLException) return `unreadable YAML: ${error.reason}`;
  return `unreadable YAML: ${error instanceof Error ? error.message : String(error)}`;
}
