import * as z from "zod";
import { SCHEMA_BASE } from "../json-schemas.ts";
import { adviseOutput } from "./advise.ts";
import { calibrateOutput } from "./calibrate.ts";
import { commitOutput } from "./commit.ts";
import { compareOutput } from "./compare.ts";
import { diffOutput } from "./diff.ts";
import { doctorOutput } from "./doctor.ts";
import { explainOutput } from "./explain.ts";
import { factsOutput } from "./facts.ts";
import { fitOutput } from "./fit.ts";
import { forecastOutput } from "./forecast.ts";
import { initOutput } from "./init.ts";
import { observeOutput } from "./observe.ts";
import { planOutput } from "./plan.ts";
import { renderOutput } from "./render.ts";
import { reviewOutput } from "./review.ts";
import { simulateOutput } from "./simulate.ts";
import { validateOutput } from "./validate.ts";

/** The documents that commands print with `--json`, by the value of their `schema` key. */
export const outputs = {
  "loadline.advise/v1": adviseOutput,
  "loadline.calibrate/v1": calibrateOutput,
  "loadline.commit/v1": commitOutput,
  "loadline.compare/v1": compareOutput,
  "loadline.diff/v1": diffOutput,
  "loadline.doctor/v1": doctorOutput,
  "loadline.explain/v1": explainOutput,
  "loadline.facts/v1": factsOutput,
  "loadline.fit/v1": fitOutput,
  "loadline.forecast/v1": forecastOutput,
  "loadline.init/v1": initOutput,
  "loadline.observe/v1": observeOutput,
  "loadline.plan/v1": planOutput,
  "loadline.render/v1": renderOutput,
  "loadline.review/v1": reviewOutput,
  "loadline.simulate/v1": simulateOutput,
  "loadline.validate/v1": validateOutput,
} as const;

/** The JSON Schemas of the printed documents: `plan` for `loadline.plan/v1`, and so on. */
export function outputJsonSchemas(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, schema]) => [shortName(name), outputSchema(name, schema)]),
  );
}

function shortName(name: string): string {
  return name.replace(/^loadline\.|\/v\d+$/g, "");
}

function outputSchema(name: string, schema: z.ZodType): object {
  const { $schema, ...body } = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" });
  const heading = { $id: `${SCHEMA_BASE}/v1/${shortName(name)}.json`, title: name };
  return { $schema, ...heading, description: `What \`loadline ${shortName(name)} --json\` prints.`, ...body };
}
