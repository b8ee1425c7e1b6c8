import type { Architecture } from "../../planner/index.ts";
import { InputError } from "../ports/failure.ts";
import { architectureOf } from "./model-deployment.ts";
import { architectureSchema } from "./model-schema.ts";
import { once } from "./once.ts";
import { problemsOf } from "./problems.ts";
import { inOrder, readYaml } from "./yaml.ts";

const schema = once(architectureSchema);

/** Reads the shape of a model from a file of its own: the keys of `spec.model.architecture`. */
export function readArchitecture(text: string, file: string): Architecture {
  const document = readYaml(text, file);
  const read = schema().safeParse(document.value);
  if (!read.success) throw new InputError(inOrder(problemsOf(read.error.issues, { file, ...document })));
  return architectureOf(read.data);
}
