/** The part of JSON Schema that the published schemas use. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** One key of a format: where it stands, what it may be, whether it must be there. */
export interface KeyRow {
  readonly path: string;
  readonly value: string;
  readonly isRequired: boolean;
  readonly about: string;
}

/** Every key below a schema, parents first, down to a depth. Keys that alternatives share are told once. */
export function rowsOf(schema: Schema, deepest = Infinity): readonly KeyRow[] {
  const rows = new Map<string, KeyRow>();
  collect({ schema, path: "", asked: () => true }, rows);
  return [...rows.values()].filter(({ path }) => path.split(".").length <= deepest);
}

interface Place {
  readonly schema: Schema;
  readonly path: string;
  /** Whether a key that is required here is required whatever else is chosen. */
  readonly asked: (key: string) => boolean;
}

function collect({ schema, path, asked }: Place, rows: Map<string, KeyRow>): void {
  const own = schema.properties ?? {};
  const many = typeof schema.additionalProperties === "object" ? { "<name>": schema.additionalProperties } : {};
  for (const [key, child] of Object.entries({ ...own, ...many })) {
    const at = path === "" ? key : `${path}.${key}`;
    rows.set(at, rowOf(child, rows.get(at), { path: at, isRequired: requires(schema, key) && asked(key) }));
    collect({ schema: child, path: at, asked: () => true }, rows);
  }
  if (schema.items !== undefined) collect({ schema: schema.items, path: `${path}[]`, asked: () => true }, rows);
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const inAll = (key: string) => asked(key) && choices.every((choice) => requires(choice, key));
  for (const choice of choices) collect({ schema: choice, path, asked: inAll }, rows);
  for (const part of schema.allOf ?? []) collect({ schema: part, path, asked }, rows);
}

const requires = ({ required }: Schema, key: string): boolean => required?.includes(key) ?? false;

function rowOf(schema: Schema, known: KeyRow | undefined, head: { path: string; isRequired: boolean }): KeyRow {
  return {
    ...head,
    value: oneOf([...(known?.value ?? "").split(OR), ...wordsOf(schema).split(OR)]),
    about: known?.about || schema.description || "",
  };
}

const alternatives = ({ anyOf = [], oneOf = [], allOf = [] }: Schema): readonly Schema[] => [
  ...anyOf,
  ...oneOf,
  ...allOf,
];

const OR = ", or ";

const oneOf = (values: readonly string[]): string => [...new Set(values.filter((value) => value !== ""))].join(OR);

/** What a value may be, in words. */
function wordsOf(schema: Schema): string {
  const parts = alternatives(schema);
  if (schema.enum !== undefined) return schema.enum.map(code).join(" ");
  if (schema.const !== undefined) return code(schema.const);
  if (schema.type === undefined && parts.length > 0) return oneOf(parts.flatMap((part) => wordsOf(part).split(OR)));
  if (Array.isArray(schema.type)) return oneOf(schema.type.map((type) => named(schema, type)));
  return named(schema, String(schema.type ?? "anything"));
}

function named(schema: Schema, type: string): string {
  if (type === "array") {
    const of = schema.items === undefined ? "" : ` of ${wordsOf(schema.items)}`;
    return `list${of}`;
  }
  if (type === "object") return "section";
  if (type === "string") return textOf(schema.pattern);
  if (type === "integer" || type === "number")
    return `${type === "integer" ? "whole number" : "number"}${boundsOf(schema)}`;
  if (type === "boolean") return "`true` `false`";
  return type === "null" ? "`null`" : type;
}

/** What a text stands for, found by what its pattern takes and what it does not. */
const KINDS: readonly (readonly [name: string, takes: string, refuses: string])[] = [
  ["duration such as `90s`", "90s", "16Gi"],
  ["percentage such as `25%`", "25%", "25s"],
  ["size such as `16Gi`", "16Gi", "90s"],
  ["instant such as `2026-11-27T06:00:00Z`", "2026-11-27T06:00:00Z", "16Gi"],
  ["date such as `2026-11-27`", "2026-11-27", "16Gi"],
];

function textOf(pattern: string | undefined): string {
  if (pattern === undefined) return "text";
  const takes = new RegExp(pattern, "u");
  if (takes.test("some-words")) return "text";
  const kind = KINDS.find(([, yes, no]) => takes.test(yes) && !takes.test(no));
  return kind?.[0] ?? "text";
}

/** Bounds that say something; those of a machine's numbers do not. */
function boundsOf({ minimum, maximum }: Schema): string {
  const least = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? null : minimum;
  const most = maximum === undefined || maximum >= 100_000_000 ? null : maximum;
  if (least !== null && most !== null) return ` ${least} to ${most}`;
  if (least !== null) return ` from ${least}`;
  return most === null ? "" : ` to ${most}`;
}

const code = (value: unknown): string => `\`${String(value)}\``;
