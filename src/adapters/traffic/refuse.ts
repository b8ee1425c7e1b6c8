import { TRAFFIC } from "../../mistakes/traffic.ts";
import { InputError, type Problem } from "../../ports/failure.ts";

export interface Refusal {
  readonly line?: number | null;
  /** Where on the line; its beginning when left out. */
  readonly column?: number;
  readonly at?: string;
  readonly found: string;
  readonly wanted: string;
  readonly advice: string;
}

/** One or more mistakes in one file, `shown` as the user wrote its path. */
export function refuse(shown: string, ...refusals: readonly Refusal[]): InputError {
  return new InputError(
    refusals.map(
      ({ line = null, column = 1, at = "", ...rest }): Problem => ({
        ...{ file: shown, line, column: line === null ? null : column, at },
        ...rest,
      }),
    ),
  );
}

/** A refused file operation by its error code; what is unexpected comes back as it was. */
export function refuseAccess(shown: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const found = ACCESS[code];
  if (found === undefined) return error;
  return refuse(shown, TRAFFIC.noAccess(found));
}

const ACCESS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file: part of the path is not a folder",
  EACCES: "no permission to read it",
  EPERM: "no permission to read it",
  EISDIR: "a folder",
  ELOOP: "a symbolic link that leads back to itself",
  ENAMETOOLONG: "a path that is too long",
};

export const count = (n: number): string => n.toLocaleString("en-US");
