import type { ErrorObject } from "ajv";
import type { ShapeProblem } from "../ports/manifest-schemas.ts";
import { explainShape, pathOf, unknownField } from "./shape-errors.ts";

/** What a JSON Schema found. An unknown field is reported at the field itself; the rest as every validator's errors are. */
export function problemsOfSchema(errors: readonly ErrorObject[], manifest: object): readonly ShapeProblem[] {
  const [unknown = [], rest = []] = [true, false].map((is) =>
    errors.filter(({ keyword }) => (keyword === "additionalProperties") === is),
  );
  const fields = unknown.map(({ instancePath, params, parentSchema }) => {
    const field = String(params["additionalProperty"]);
    const known = Object.keys((parentSchema?.["properties"] as object | undefined) ?? {});
    return { path: [...pathOf(instancePath, manifest), field], message: unknownField(field, known) };
  });
  return [...fields, ...explainShape(rest, manifest)];
}
