import { OUTSIDE } from "../mistakes/outside.ts";
import { OutsideError } from "../ports/failure.ts";
import type { DryRunAnswer } from "../ports/server-dry-run.ts";
import type { ProgramAnswer } from "./program.ts";

/** Only what the server says of the object is an answer; whatever else goes wrong on the way is the outside's failure. */
export function answerOf({ code, stderr }: Pick<ProgramAnswer, "code" | "stderr">, manifest: object): DryRunAnswer {
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
  return { kind: "refused", path: pathIn(message, manifest), message: `the API server refuses it: ${message}` };
}

/** Of what does not fit the types of a kind the server says no reason, and kubectl only `Error from server:`. */
const isRefusal = (said: string): boolean =>
  /^The .* is invalid:|^Error from server \((Invalid|BadRequest|NotFound|Conflict|RequestEntityTooLarge)\)/.test(
    said,
  ) ||
  /^Error from server: failed to (?:create typed patch object|convert new object)/.test(said) ||
  /no matches for kind|resource name may not be empty|admission webhook .* denied|violates PodSecurity|exceeded quota/.test(
    said,
  );

const isPassing = (said: string): boolean =>
  /refused|timed? ?out|Unable to connect|unavailable|TooManyRequests/i.test(said);

const STEP = String.raw`(?:[\w-]+|\.|\[[^\]]+\])`;
const PLACE = new RegExp(
  [
    'unknown field "([^"]+)"',
    String.raw`(?:^|[\s[])\.(${STEP}+): (?:field not declared|expected|duplicate entries)`,
    String.raw`is invalid:\s+(?:\* )?\[?(${STEP}+): `,
  ].join("|"),
);

/** The first field that the message names: `unknown field "spec.x"`, `.spec.x: field not declared`, `is invalid: spec.x: …`. */
function pathIn(message: string, manifest: object): readonly (string | number)[] {
  const found = PLACE.exec(message);
  const path = found?.[1] ?? found?.[2] ?? found?.[3] ?? "";
  const steps: (string | number)[] = [];
  let at: unknown = manifest;
  for (const [text, inside] of path.matchAll(/\[([^\]]+)\]|[^.[\]]+/g)) {
    const step = inside === undefined ? text : stepInto(at, inside);
    if (step === null) break;
    steps.push(step);
    at = at !== null && typeof at === "object" ? Reflect.get(at, step) : undefined;
  }
  return steps;
}

/** `2`, a key with dots in it, or `name="server",protocol="TCP"` of a list whose entries have keys; null where there is no such entry. */
function stepInto(list: unknown, inside: string): string | number | null {
  if (/^\d+$/.test(inside)) return Number(inside);
  if (!Array.isArray(list)) return inside;
  const wanted = [...inside.matchAll(/([\w-]+)=("[^"]*"|[^,]+)/g)].map(([, key = "", value = ""]) => [
    key,
    value.replaceAll('"', ""),
  ]);
  const fits = (entry: unknown, [key = "", value]: readonly string[]) => {
    const given: unknown = entry !== null && typeof entry === "object" ? Reflect.get(entry, key) : undefined;
    // What is not written has its default, which only the server knows.
    return given === undefined || String(given) === value;
  };
  const index = list.findIndex((entry) => wanted.every((pair) => fits(entry, pair)));
  return wanted.length === 0 || index === -1 ? null : index;
}
