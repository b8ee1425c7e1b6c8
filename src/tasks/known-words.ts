import { engines, gpus, models } from "../../planner/index.ts";
import { schemaNames } from "./show-schema.ts";

/** Words that a shell may complete, by the flag or the command that they follow. */
export const knownWords = (): Readonly<Record<string, readonly string[]>> => ({
  "--gpu": Object.keys(gpus),
  "--engine": Object.keys(engines),
  "--model": Object.values(models).map(({ id }) => id),
  schema: schemaNames(),
});
