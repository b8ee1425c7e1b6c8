import { constructFromEvents, EVENT_ID, type Event, parseEvents, type Schema, YAMLException } from "js-yaml";
import { type DuplicateKey, duplicateKeys, type EventStream, lineAt, lineOf } from "./locate.ts";
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

/** What stands in a text, document by document; empty ones are left out. */
export interface YamlRead {
  readonly documents: readonly YamlDocument[];
  /** As an editor reads them: documents with a problem that says at which place they are not to be relied on. */
  readonly doubtful: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
}

interface Reading {
  readonly documents: YamlDocument[];
  readonly doubtful: YamlDocument[];
  readonly problems: YamlProblem[];
}

/** Reads every document of a text. What cannot be read, or reads differently, is a problem. */
export function readYaml(source: string): YamlRead {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const reading: Reading = { documents: [], doubtful: [], problems: [] };
  for (const stream of streamsOf(text, reading)) readDocument(stream, reading);
  return reading;
}

/** A text that stops being YAML somewhere is read part by part: what stands before and behind is checked all the same. */
function streamsOf(text: string, reading: Reading): EventStream[] {
  try {
    return split(text);
  } catch {
    return partsOf(text).flatMap((part) => {
      try {
        return split(part);
      } catch (error) {
        reading.problems.push({ ...problemOf(part, error), about: {} });
        return [];
      }
    });
  }
}

/** Events of each document on its own, so that a fault in one does not hide the others. */
function split(source: string): EventStream[] {
  const streams: Event[][] = [];
  for (const event of parseEvents(source, { maxDepth: DEEPEST })) {
    if (event.type === EVENT_ID.DOCUMENT) streams.push([]);
    streams.at(-1)?.push(event);
  }
  return streams.map((events) => ({ source, events }));
}

/** Three dashes at the start of a line begin a document, whatever stands before them. Each part keeps its line numbers. */
function partsOf(text: string): readonly string[] {
  let line = 0;
  return text.split(/^(?=---(?:[ \t\r\n]|$))/m).map((part) => {
    const placed = "\n".repeat(line) + part;
    line += part.split("\n").length - 1;
    return placed;
  });
}

function readDocument(stream: EventStream, reading: Reading, duplicates: readonly DuplicateKey[] = []): void {
  try {
    const { value, complaints } = readTwice(stream, duplicates);
    const place = (path: Path) => lineAt(stream, path);
    reading.problems.push(...complaints.map((one) => ({ line: place(one.path), ...one, about: value })));
    if (value === null || value === undefined) return;
    if (complaints.length === 0) reading.documents.push({ value, lineAt: place });
    else if (complaints.every(({ isWhole }) => !isWhole)) reading.doubtful.push({ value, lineAt: place });
  } catch (error) {
    const found = duplicates.length === 0 && isDuplicate(error) ? duplicateKeys(stream) : [];
    if (found.length > 0) readDocument(stream, reading, found);
    else reading.problems.push({ ...problemOf(stream.source, error), about: aboutOf(stream) });
  }
}

const isDuplicate = (error: unknown): boolean =>
  error instanceof YAMLException && error.reason === "duplicated mapping key";

/** With duplicates, of which the last one counts, or without. */
function readTwice(stream: EventStream, duplicates: readonly DuplicateKey[]) {
  const isLenient = duplicates.length > 0;
  const value = construct(stream, EDITOR_SCHEMA, isLenient);
  const differences = compareReadings(value, construct(stream, KUBERNETES_SCHEMA, isLenient));
  const complaints = [
    ...duplicates.map(({ key, ...place }) => ({ ...place, message: `\`${key}\` is written twice`, isWhole: false })),
    ...differences.map((one) => ({ ...one, isWhole: one.path.length === 0 })),
  ];
  return { value, complaints };
}

/** `isLenient`: of a key that is written twice, the last one counts. */
function construct({ source, events }: EventStream, schema: Schema, isLenient: boolean): unknown {
  return constructFromEvents([...events], { source, schema, maxAliases: MOST_ALIASES, json: isLenient })[0];
}

/** Kind and name of a document that cannot be read to the end, as far as they can be; else nothing. */
function aboutOf(stream: EventStream): unknown {
  try {
    return construct(stream, EDITOR_SCHEMA, true);
  } catch {
    return {};
  }
}

function problemOf(source: string, error: unknown) {
  const line = error instanceof YAMLException && error.mark ? lineOf(source, error.mark.position) : 1;
  return { line, path: [], message: messageOf(error) };
}

function messageOf(error: unknown): string {
  if (error instanceof YAMLException) return `unreadable YAML: ${error.reason}`;
  return `unreadable YAML: ${error instanceof Error ? error.message : String(error)}`;
}
