import type { AnySchemaObject } from "ajv";

/** Strict schemas of our own, by "apiVersion Kind". */
export type OwnSchemas = Readonly<Record<string, AnySchemaObject>>;

export const text = { type: "string", minLength: 1 } as const;
const words = { type: "object", additionalProperties: { type: "string" } } as const;
const metadata = closed(
  { name: text, namespace: text, labels: words, annotations: words, finalizers: { type: "array", items: text } },
  ["name"],
);

/** A mapping of exactly these fields. Those that are not named as required may be left out. */
export function closed(properties: Readonly<Record<string, AnySchemaObject>>, required: readonly string[]) {
  return { type: "object", additionalProperties: false, properties, required: [...required] } as const;
}

/** A whole manifest with this `spec`. */
export function manifestOf(spec: AnySchemaObject): AnySchemaObject {
  return closed({ apiVersion: text, kind: text, metadata, spec }, ["apiVersion", "kind", "metadata", "spec"]);
}

export const matching = (pattern: string) => ({ type: "string", pattern }) as const;
export const oneOf = (...values: readonly string[]) => ({ enum: [...values] }) as const;
export const integer = (minimum: number, maximum: number) => ({ type: "integer", minimum, maximum }) as const;
