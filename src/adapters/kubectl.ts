import { OUTSIDE } from "../mistakes/outside.ts";
import { OutsideError } from "../ports/failure.ts";
import type { ServerDryRun } from "../ports/server-dry-run.ts";
import { answerOf } from "./kubectl-answer.ts";
import { type ProgramAnswer, runProgram } from "./program.ts";

const ASKING = ["--dry-run=server", "--validate=strict", "--request-timeout=20s", "--output=name", "--filename=-"];
const APPLY = ["apply", "--server-side", "--force-conflicts", "--field-manager=loadline", ...ASKING];
/** What the server is to name cannot be applied. */
const CREATE = ["create", ...ASKING];

/** The user's own kubectl, which knows the context, its credentials and their plugins. A server-side apply, strict, that is
 *  not persisted. */
export function kubectl(env: Readonly<Record<string, string | undefined>>): ServerDryRun {
  return { ask: async (manifest) => answerOf(await run(manifest, env), manifest) };
}

async function run(manifest: object, env: Readonly<Record<string, string | undefined>>): Promise<ProgramAnswer> {
  const { metadata } = manifest as { metadata?: { name?: unknown; generateName?: unknown } | null };
  const isNameless = typeof metadata?.generateName === "string" && typeof metadata.name !== "string";
  try {
    return await runProgram("kubectl", isNameless ? CREATE : APPLY, { env, input: JSON.stringify(manifest) });
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const what = isMissing ? OUTSIDE.kubectlMissing : (error as Error).message;
    throw new OutsideError("kubectl", what, false);
  }
}
