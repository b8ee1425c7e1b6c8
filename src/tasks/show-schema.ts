import { gpus, platforms } from "../../planner/index.ts";
import { didYouMean, jsonSchemas } from "../config/index.ts";
import { outputJsonSchemas } from "../config/outputs/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError, type InputError } from "../ports/failure.ts";
import type { Answer } from "./answer.ts";

/** `schema`: one JSON Schema, or all of them by name. */
export function showSchema(name: string | null): Answer {
  const schemas = allSchemas();
  const names = Object.keys(schemas);
  const chosen = name === null ? schemas : names.includes(name.toLowerCase()) ? schemas[name.toLowerCase()] : undefined;
  if (chosen === undefined) throw unknown(name ?? "", names);
  return { code: 0, document: () => chosen, text: () => `${JSON.stringify(chosen, null, 2)}\n` };
}

/** Every name that it takes. */
export const schemaNames = (): readonly string[] => Object.keys(allSchemas());

const allSchemas = (): Readonly<Record<string, object>> => ({
  ...jsonSchemas({ gpu: Object.keys(gpus), platform: Object.keys(platforms) }),
  ...outputJsonSchemas(),
});

function unknown(name: string, names: readonly string[]): InputError {
  return commandLineError("name", COMMAND_LINE.noSchema(name, names, didYouMean(name, names)));
}
