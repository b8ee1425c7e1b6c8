/** A mistake without its place. */
export interface Mistake {
  readonly found: string;
  readonly wanted: string;
  readonly advice: string;
}

/** The words on a value of a file: what stood there is shown as it stands. */
export type Expectation = Omit<Mistake, "found">;

/** One mistake in what the user gave us, in four parts: where, what stood there, what was wanted, what to do. */
export interface Problem extends Mistake {
  /** Path as the user wrote it, or "command line". */
  readonly file: string;
  /** 1-based; null when the whole file is meant. */
  readonly line: number | null;
  readonly column: number | null;
  /** Key path inside the file ("spec.scaling.minReplicas"), or the flag's name; empty for the whole file. */
  readonly at: string;
}

/** The input or the usage is wrong: exit code 2. Nothing has been written. */
export class InputError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(explain).join("\n"));
    this.name = "InputError";
    this.problems = problems;
  }
}

/** A flag or an argument is wrong; `at` names it, "" where that is plain. */
export const commandLineError = (at: string, { found, wanted, advice }: Mistake): InputError =>
  new InputError([{ file: "command line", line: null, column: null, at, found, wanted, advice }]);

/** A file or folder as a whole is wrong, no place in it. */
export const fileError = (file: string, { found, wanted, advice }: Mistake): InputError =>
  new InputError([{ file, line: null, column: null, at: "", found, wanted, advice }]);

/** An outside system failed: exit code 3. */
export class OutsideError extends Error {
  /** "git", "github.com", ... */
  readonly system: string;
  /** What is wrong with it, without a full stop: other programs' own words often end in one already. */
  readonly reason: string;
  readonly retryable: boolean;
  constructor(system: string, what: string, retryable: boolean) {
    const reason = what.replace(/\.+$/, "");
    super(`${system}: ${reason}. ${retryable ? "Trying again may help." : "Trying again will not help."}`);
    this.name = "OutsideError";
    this.system = system;
    this.reason = reason;
    this.retryable = retryable;
  }
}

/** An outside system answers nobody for a while: the same will go through later, however often it was tried. */
export class LimitedError extends OutsideError {
  readonly afterSeconds: number;
  constructor(system: string, what: string, afterSeconds: number) {
    super(system, what, true);
    this.afterSeconds = afterSeconds;
  }
}

/** `file:line:column  path` on the first line, then found, wanted and advice, indented. */
export function explain(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== null).join(":");
  const head = problem.at === "" ? place : `${place}  ${problem.at}`;
  return [head, `  Found: ${problem.found}`, `  Wanted: ${problem.wanted}`, `  ${problem.advice}`].join("\n");
}
