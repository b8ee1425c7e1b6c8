import type { ShapeProblem } from "../ports/manifest-schemas.ts";
import { nearestName } from "./nearest-name.ts";

/** What a compiled validator reports, as far as it is used here. */
export interface ShapeError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

type Path = readonly (string | number)[];

/** The most telling error for each place: alternatives ("integer or text") come as one, and say the nearest. */
export function explainShape(errors: readonly ShapeError[], manifest: object): readonly ShapeProblem[] {
  const places = Map.groupBy(errors, placeOf);
  return [...places.values()].flatMap((group) => {
    const first = group[0];
    if (first === undefined) return [];
    const { path, value } = resolve(first.instancePath, manifest);
    return [{ path, message: messageOf(group, value) }];
  });
}

/** Each missing field is a problem of its own, though all are reported at the object that lacks them. */
function placeOf({ instancePath, keyword, params }: ShapeError): string {
  return keyword === "required" ? `${instancePath} ${String(params["missingProperty"])}` : instancePath;
}

const TELLING = ["required", "enum", "format", "pattern", "minimum", "maximum", "minLength", "minItems"];

function messageOf(group: readonly ShapeError[], value: unknown): string {
  const types = group.filter(({ keyword }) => keyword === "type").map(({ params }) => String(params["type"]));
  const telling = TELLING.map((keyword) => group.find((error) => error.keyword === keyword)).find(Boolean);
  if (telling !== undefined) return describe(telling, value);
  if (types.length > 0) return `${show(value)} is not ${types.map(withArticle).join(" or ")}`;
  return `${show(value)} ${group[0]?.message ?? "does not fit"}`;
}

function describe({ keyword, params, message }: ShapeError, value: unknown): string {
  switch (keyword) {
    case "required":
      return `\`${String(params["missingProperty"])}\` is required`;
    case "enum":
      return `${show(value)} is not one of ${listOf(params["allowedValues"])}`;
    case "format":
      return `${show(value)} is not ${FORMATS[String(params["format"])] ?? `a ${String(params["format"])}`}`;
    case "pattern":
      return `${show(value)} is not ${patternName(String(params["pattern"]))}`;
    default:
      return `${show(value)} ${message ?? keyword}`;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  quantity: "a quantity (500m, 16G, 16Gi)",
  int32: "a 32-bit integer",
  int64: "a 64-bit integer",
  byte: "base64",
  "date-time": "a date and time (RFC 3339)",
};

function patternName(pattern: string): string {
  return pattern.includes("([0-9]+)h)?") ? "a Prometheus duration (15s, 5m, 1h30m)" : `of the form ${pattern}`;
}

function listOf(values: unknown): string {
  return Array.isArray(values) ? values.map(String).filter(Boolean).join(", ") : String(values);
}

function withArticle(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text.replaceAll(/^"|"$/g, "")}\``;
}

/** Follows a JSON pointer, turning steps into list positions where a list stands. */
function resolve(pointer: string, manifest: object): { readonly path: Path; readonly value: unknown } {
  const path: (string | number)[] = [];
  let value: unknown = manifest;
  for (const part of pointer.split("/").slice(1)) {
    const step = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(step) : step);
    value = value !== null && typeof value === "object" ? Reflect.get(value, step) : undefined;
  }
  return { path, value };
}

/** Where a JSON pointer leads from a manifest's root. */
export const pathOf = (pointer: string, manifest: object): Path => resolve(pointer, manifest).path;

/** What is said of a field that no schema has. */
export function unknownField(field: string, known: readonly string[]): string {
  const nearest = nearestName(field, known);
  return `unknown field \`${field}\`${nearest === null ? "" : `; did you mean \`${nearest}\`?`}`;
}
