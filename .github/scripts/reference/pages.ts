import { gpus, platforms } from "../../../planner/index.ts";
import { buildProgram } from "../../../src/cli/program.ts";
import { jsonSchemas } from "../../../src/config/index.ts";
import { outputJsonSchemas } from "../../../src/config/outputs/index.ts";
import { commandsPage } from "./commands-page.ts";
import { errorsPage } from "./errors-page.ts";
import { answersPage, keysPage } from "./keys-page.ts";
import type { Schema } from "./schema-rows.ts";

const FOLDER = ".github/guides/reference";

/** The reference that people read, by path from the repository root: written from the commands and schemas themselves. */
export function referencePages(): ReadonlyMap<string, string> {
  const inputs = jsonSchemas({ gpu: Object.keys(gpus), platform: Object.keys(platforms) });
  const pages = new Map([[`${FOLDER}/commands.md`, commandsPage(buildProgram())]]);
  for (const [name, schema] of Object.entries(inputs)) pages.set(`${FOLDER}/${name}.md`, keysPage(schema as Schema));
  pages.set(`${FOLDER}/answers.md`, answersPage(outputJsonSchemas() as Record<string, Schema>));
  pages.set(`${FOLDER}/errors.md`, errorsPage());
  return pages;
}
