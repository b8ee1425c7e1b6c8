import type * as z from "zod";
import { SCHEMA } from "../mistakes/schema.ts";
import { type Expectation, InputError, type Problem } from "../ports/failure.ts";
import { didYouMean } from "./nearest.ts";
import type { Located } from "./position.ts";
import { type Origin, problemsOf } from "./problems.ts";
import { type KeyPath, showValue } from "./show.ts";
import { EXAMPLES, inOrder, readYaml, type YamlDocument } from "./yaml.ts";

/** The version of every input format. */
export const API_VERSION = "loadline.dev/v1alpha1";
export const KINDS = ["ModelDeployment", "Settings", "Scenario", "Calibration"] as const;
export type Kind = (typeof KINDS)[number];

/** One input format: the kind it stands under and how its content becomes a value. */
export interface Format<Raw, T> {
  readonly kind: Kind;
  /** Built on first use: schemas cost time at start-up that most commands do not need. */
  readonly schema: () => z.ZodType<Raw>;
  readonly normalise: (raw: Raw) => T;
  /** Where the word `off` stands for itself. */
  readonly permitOff?: (path: KeyPath) => boolean;
}

/** Text of one file to a value with places, or an InputError with every problem. */
export function readDocument<Raw, T>(text: string, file: string, format: Format<Raw, T>): Located<T> {
  const document = readYaml(text, file, format.permitOff);
  const origin: Origin = { file, ...document };
  const header = headerProblems(origin, format.kind, "required");
  if (header.some(({ at }) => at !== "apiVersion")) throw new InputError(header);
  const result = format.schema().safeParse(document.value);
  const problems = result.success ? [] : inOrder(problemsOf(withoutHeader(result.error.issues), origin));
  if (!result.success || header.length > 0) throw new InputError([...header, ...problems]);
  return { value: format.normalise(result.data), file, text, locate: locator(document) };
}

/** A value that came as JSON; every problem is placed on the one line it came from. */
export function readJsonValue<Raw, T>(value: unknown, place: JsonPlace, format: Format<Raw, T>): T {
  const line = { line: place.line, column: null };
  const origin: Origin = { file: place.file, value, locate: () => line, locateKey: () => line, source: () => null };
  const header = headerProblems(origin, format.kind, "optional");
  if (header.length > 0) throw new InputError(header);
  const result = format.schema().safeParse(value);
  if (!result.success) throw new InputError(inOrder(problemsOf(withoutHeader(result.error.issues), origin)));
  return format.normalise(result.data);
}

export interface JsonPlace {
  readonly file: string;
  readonly line: number | null;
}

function withoutHeader(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.filter(({ path }) => path[0] !== "apiVersion" && path[0] !== "kind");
}

/** A path that does not start with a key of the file itself is taken to start below `spec` (or `metadata`). */
function locator(document: YamlDocument): Located<unknown>["locate"] {
  const { value } = document;
  return (path) => {
    const [first] = path;
    if (first === undefined || (isMapping(value) && Object.hasOwn(value, first))) return document.locate(path);
    const parent = METADATA.includes(String(first)) ? "metadata" : "spec";
    return document.locate(isMapping(value) && Object.hasOwn(value, parent) ? [parent, ...path] : path);
  };
}

const METADATA: readonly string[] = ["name", "namespace", "labels"];

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function headerProblems(origin: Origin, kind: Kind, apiVersion: "required" | "optional"): Problem[] {
  const { value, file } = origin;
  if (!isMapping(value)) return [noMapping(origin, kind)];
  const wrongKind = value["kind"] !== kind && !(value["kind"] === undefined && apiVersion === "optional");
  const wrongVersion =
    value["apiVersion"] !== API_VERSION && !(value["apiVersion"] === undefined && apiVersion === "optional");
  const problem = (key: "apiVersion" | "kind", words: Expectation): Problem => {
    return { file, ...origin.locate([key]), at: key, found: showValue(value[key]), ...words };
  };
  return [
    ...(wrongVersion ? [problem("apiVersion", SCHEMA.otherVersion(API_VERSION))] : []),
    ...(wrongKind ? [problem("kind", otherKind(value["kind"], kind))] : []),
  ];
}

function otherKind(found: unknown, kind: Kind): Expectation {
  const other = KINDS.find((known) => known === found);
  if (other !== undefined) return SCHEMA.otherKind(other, kind);
  return SCHEMA.unknownKind(kind, typeof found === "string" ? didYouMean(found, [kind]) : null);
}

function noMapping(origin: Origin, kind: Kind): Problem {
  const mistake = SCHEMA.noMapping(showValue(origin.value), kind, EXAMPLES);
  return { file: origin.file, ...origin.locate([]), at: "", ...mistake };
}
