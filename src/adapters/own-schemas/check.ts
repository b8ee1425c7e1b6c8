import { Ajv, type ValidateFunction } from "ajv";
import type { ShapeProblem } from "../../ports/manifest-schemas.ts";
import { problemsOf } from "../ajv-problems.ts";
import { OWN_SCHEMAS } from "./index.ts";

const compiled = new Map<string, ValidateFunction>();

/** What our own schema says about a manifest; null where we have none of its kind. */
export function checkByOwnSchema(manifest: object, key: string): readonly ShapeProblem[] | null {
  const schema = Object.hasOwn(OWN_SCHEMAS, key) ? OWN_SCHEMAS[key] : undefined;
  if (schema === undefined) return null;
  const validate = compiled.get(key) ?? new Ajv({ allErrors: true, verbose: true }).compile(schema);
  compiled.set(key, validate);
  return validate(manifest) ? [] : problemsOf(validate.errors ?? [], manifest);
}
