import { randomBytes } from "node:crypto";
import { appendFile } from "node:fs/promises";
import type { Environment } from "../ports/environment.ts";

/** Shows a text to whoever looks at a job of GitHub Actions: in its log, and on the page of its run. Elsewhere, to whoever started this. */
export async function tellJob(
  environment: Environment,
  markdown: string,
  write: (text: string) => unknown,
): Promise<void> {
  write(environment["GITHUB_ACTIONS"] === "true" ? unheard(markdown) : markdown);
  const page = environment["GITHUB_STEP_SUMMARY"]?.trim() ?? "";
  // The log has it all, whatever becomes of the page.
  if (page !== "") await appendFile(page, `${markdown}\n`).catch(() => undefined);
}

/** The runner takes lines of a log for commands, unless told not to until it reads a word that nobody could know. */
function unheard(text: string): string {
  const word = randomBytes(16).toString("hex");
  return `::stop-commands::${word}\n${text.trimEnd()}\n::${word}::\n`;
}
