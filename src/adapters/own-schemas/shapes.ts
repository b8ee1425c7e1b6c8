import type { AnySchemaObject } from "ajv";

/** An object of exactly these fields. A name that ends in `?` may be left out. */
export function exactly(fields: Readonly<Record<string, AnySchemaObject>>): AnySchemaObject {
  const entries = Object.entries(fields).map(([name, schema]) => [name.replace(/\?$/, ""), schema] as const);
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(entries),
    required: Object.keys(fields).filter((name) => !name.endsWith("?")),
  };
}

/** A whole manifest: what every object has, and its `spec`. */
export function manifest(apiVersion: string, kind: string, spec: AnySchemaObject): AnySchemaObject {
  const metadata = exactly({
    ...{ name: text(), namespace: text(), "labels?": texts(), "annotations?": texts() },
  });
  return exactly({ apiVersion: { const: apiVersion }, kind: { const: kind }, metadata, spec });
}

export const text = (pattern?: string): AnySchemaObject =>
  pattern === undefined ? { type: "string", minLength: 1 } : { type: "string", pattern };
export const oneOf = (...words: readonly string[]): AnySchemaObject => ({ type: "string", enum: words });
export const integer = (minimum: number, maximum?: number): AnySchemaObject => ({
  ...{ type: "integer", minimum },
  ...(maximum === undefined ? {} : { maximum }),
});
export const texts = (longest?: number): AnySchemaObject => ({
  type: "object",
  additionalProperties: { type: "string", ...(longest === undefined ? {} : { maxLength: longest }) },
});
export const list = (items: AnySchemaObject, most?: number): AnySchemaObject => ({
  ...{ type: "array", minItems: 1, items },
  ...(most === undefined ? {} : { maxItems: most }),
});
