import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import type { Exchange, Json } from "./message.ts";

/** GitHub's own description of its interface, 13 MB of it; read once. */
let known: Json = null;
const description = (): Json => {
  const at = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
  known ??= nullable(JSON.parse(readFileSync(at, "utf8")));
  return known;
};

/** What GitHub's description says against one request; empty where it is as it should be. */
export function findings({ call }: Pick<Exchange, "call">): string[] {
  const template = templateOf(call.path);
  const operation = template && description().paths[template]?.[call.method.toLowerCase()];
  if (!operation) return [`${call.method} ${call.path}: no such operation`];
  const at = `${call.method} ${template}`;
  return [...queryFindings(operation, call.query), ...bodyFindings(operation, call.body)].map(
    (what) => `${at}: ${what}`,
  );
}

function templateOf(path: string): string | null {
  const parts = path.split("/");
  const fitting = Object.keys(description().paths).filter((template) => fits(template.split("/"), parts));
  const literals = (template: string): number => template.split("/").filter((part) => !part.startsWith("{")).length;
  return fitting.sort((a, b) => literals(b) - literals(a))[0] ?? null;
}

/** The last name of a template may stand for several parts: a ref, a path. */
function fits(template: readonly string[], parts: readonly string[]): boolean {
  const last = template.at(-1) ?? "";
  const isOpen = /^\{(ref|path|basehead)\}$/.test(last) && parts.length >= template.length;
  if (!isOpen && template.length !== parts.length) return false;
  return template.every((part, index) => part.startsWith("{") || part === parts[index]);
}

function queryFindings(operation: Json, query: URLSearchParams): string[] {
  const declared = (operation.parameters ?? []).map((parameter: Json) => resolved(parameter));
  return [...query].flatMap(([name, value]) => {
    const parameter = declared.find((one: Json) => one.in === "query" && one.name === name);
    if (parameter === undefined) return [`unknown query parameter ${name}`];
    const isNumber = parameter.schema.type === "integer";
    return compiled(parameter.schema)(isNumber ? Number(value) : value) ? [] : [`${name}=${value} is not as declared`];
  });
}

function bodyFindings(operation: Json, body: unknown): string[] {
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  if (schema === undefined) return body === undefined || isEmpty(body) ? [] : ["takes no body"];
  if (body === undefined) return operation.requestBody.required ? ["lacks its body"] : [];
  const validate = compiled(schema);
  const wrong = validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  const names = Object.keys(resolved(schema).properties ?? {});
  const unknown = names.length === 0 ? [] : Object.keys(body as object).filter((name) => !names.includes(name));
  return [...wrong, ...unknown.map((name) => `unknown key ${name}`)];
}

const isEmpty = (body: unknown): boolean => typeof body === "object" && body !== null && Object.keys(body).length === 0;

const validators = new WeakMap<object, ValidateFunction>();
let ajv: Ajv | null = null;

function compiled(schema: Json): ValidateFunction {
  const done = validators.get(schema);
  if (done) return done;
  ajv ??= new Ajv({ strict: false, allErrors: true, validateFormats: false }).addSchema(
    { $id: "github", components: description().components },
    "github",
  );
  const made = ajv.compile(rooted(schema));
  validators.set(schema, made);
  return made;
}

/** References as the one document has them, seen from a schema that stands outside of it. */
const rooted = (schema: Json): Json => JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"github#/'));

function resolved(node: Json): Json {
  if (node?.$ref === undefined) return node;
  return (node.$ref as string)
    .slice(2)
    .split("/")
    .reduce((at: Json, part) => at[part], description());
}

/** OpenAPI 3.0 says `nullable`; JSON Schema knows only types. */
function nullable(node: Json): Json {
  if (Array.isArray(node)) return node.map(nullable);
  if (node === null || typeof node !== "object") return node;
  const { nullable: isNullable, ...rest } = node;
  const inner = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, nullable(value)])) as Json;
  if (isNullable !== true) return isNullable === undefined ? inner : { ...inner, nullable: nullable(isNullable) };
  if (typeof inner.type === "string" && inner.enum === undefined) return { ...inner, type: [inner.type, "null"] };
  return { anyOf: [inner, { type: "null" }] };
}
