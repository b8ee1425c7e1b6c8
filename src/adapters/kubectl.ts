import { OUTSIDE } from "../mistakes/outside.ts";
import { OutsideError } from "../ports/failure.ts";
import type { DryRunAnswer, ServerDryRun } from "../ports/server-dry-run.ts";
import { type ProgramAnswer, runProgram } from "./program.ts";

const APPLY = [
  ...["apply", "--server-side", "--dry-run=server", "--validate=strict", "--force-conflicts"],
  ...["--field-manager=loadline", "--request-timeout=20s", "--output=name", "--filename=-"],
];

/** The user's own kubectl, which knows the context, its credentials and their plugins. A server-side apply, strict, that is
 *  not persisted. */
export function kubectl(env: Readonly<Record<string, string | undefined>>): ServerDryRun {
  return { ask: async (manifest) => answerOf(await run(JSON.stringify(manifest), env)) };
}

async function run(input: string, env: Readonly<Record<string, string | undefined>>): Promise<ProgramAnswer> {
  try {
    return await runProgram("kubectl", APPLY, { env, input });
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const what = isMissing ? OUTSIDE.kubectlMissing : (error as Error).message;
    throw new OutsideError("kubectl", what, false);
  }
}

/** Only what the server says of the object is an answer; whatever else goes wrong on the way is the outside's failure. */
export function answerOf({ code, stderr }: Pick<ProgramAnswer, "code" | "stderr">): DryRunAnswer {
  if (code === 0) return { kind: "accepted" };
  const said = stderr
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("Warning:"))
    .join(" ");
  const missing = /\(NotFound\).*: namespaces "([^"]*)" not found/.exec(said)?.[1];
  if (missing !== undefined) return { kind: "uncheckable", reason: `the server has no namespace \`${missing}\` yet` };
  if (!isRefusal(said))
    throw new OutsideError("kubectl", said === "" ? OUTSIDE.kubectlSpeechless : said, isPassing(said));
  const message = said.replace(/^(Error from server( \(\w+\))?|error): (error when \w+ "STDIN": )?/, "");
  return { kind: "refused", path: pathIn(message), message: `the API server refuses it: ${message}` };
}

const isRefusal = (said: string): boolean =>
  /^The .* is invalid:|^Error from server \((Invalid|BadRequest|NotFound|Conflict|RequestEntityTooLarge)\)/.test(
    said,
  ) || /no matches for kind|admission webhook .* denied|violates PodSecurity|exceeded quota/.test(said);

const isPassing = (said: string): boolean =>
  /refused|timed? ?out|Unable to connect|unavailable|TooManyRequests/i.test(said);

/** The first field that the message names: `unknown field "spec.x"`, `.spec.x: field not declared`, `is invalid: spec.x: …`. */
function pathIn(message: string): readonly (string | number)[] {
  const found =
    /unknown field "([^"]+)"|(?:^|[\s[])\.((?:[\w-]|\.|\[\d+\])+): (?:field not declared|expected)|is invalid: \[?((?:[\w-]|\.|\[\d+\])+): /.exec(
      message,
    );
  const path = found?.[1] ?? found?.[2] ?? found?.[3] ?? "";
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) => (index === undefined ? step : Number(index)));
}
