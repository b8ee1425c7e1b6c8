import { InputError, type Mistake, type Problem } from "./failure.ts";

/** Variables of the process. What they hold is the operator's, never a pull request's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with a variable. */
export const environmentProblem = (at: string, mistake: Mistake): Problem => ({
  ...{ file: "environment", line: null, column: null, at },
  ...mistake,
});

/** A variable is wrong; `at` names it. */
export const environmentError = (at: string, mistake: Mistake): InputError =>
  new InputError([environmentProblem(at, mistake)]);

const SECRET_NAMES = /(TOKEN|KEY|PASSWORD|SECRET|DATABASE_URL)$/;
/** Shorter values stand in ordinary text; a log, which has less of that, hides shorter ones than a comment. */
const SHORTEST = { comment: 8, log: 4 } as const;

/** Values that nobody may read there, told by the names of their variables; the password of an address apart. */
export function secretsOf(environment: Environment, where: keyof typeof SHORTEST): readonly string[] {
  const named = Object.entries(environment).flatMap(([name, value = ""]) => (SECRET_NAMES.test(name) ? [value] : []));
  const passwords = named.map((value) => URL.parse(value)?.password ?? "");
  return [...new Set([...named, ...passwords, ...passwords.map(decoded)])].filter(
    ({ length }) => length >= SHORTEST[where],
  );
}

/** As it was before it became part of an address; what is no such text stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
