import type * as z from "zod";
import type { Architecture, BytesPerSecond, FlopPerSecond, Processor } from "../../planner/index.ts";
import { InputError } from "../ports/failure.ts";
import { architectureOf } from "./model-deployment.ts";
import { architectureSchema } from "./model-schema.ts";
import { once } from "./once.ts";
import { problemsOf } from "./problems.ts";
import { processorSchema } from "./processor-schema.ts";
import { inOrder, readYaml } from "./yaml.ts";

const architecture = once(architectureSchema);
const processor = once(processorSchema);

/** Reads the shape of a model from a file of its own: the keys of `spec.model.architecture`. */
export function readArchitecture(text: string, file: string): Architecture {
  return architectureOf(readBare(text, file, architecture()));
}

/** Reads a processor from a file of its own: the keys of `stepTime.processor` of a Scenario. */
export function readProcessor(text: string, file: string): Processor {
  return processorOf(readBare(text, file, processor()));
}

/** A processor's figures with their units. */
export function processorOf(raw: z.output<ReturnType<typeof processorSchema>>): Processor {
  const { memory, bytesPerSecond, flopPerSecond } = raw;
  return {
    memory,
    bytesPerSecond: bytesPerSecond as BytesPerSecond,
    flopPerSecond: flopPerSecond as FlopPerSecond,
  };
}

/** A mapping without apiVersion and kind. */
function readBare<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const document = readYaml(text, file);
  const read = schema.safeParse(document.value);
  if (read.success) return read.data;
  throw new InputError(inOrder(problemsOf(read.error.issues, { file, ...document })));
}
