import { DIAGNOSIS } from "../../mistakes/diagnosis.ts";
import { InputError, OutsideError } from "../../ports/failure.ts";

/** One thing that was looked at. `advice` says what to do; empty where nothing is to be done. */
export interface Diagnosis {
  readonly id: string;
  readonly state: "ok" | "warning" | "problem" | "skipped";
  readonly found: string;
  readonly advice: string;
  /** A system outside could not be asked, so that nobody knows; trying again may help. */
  readonly isOutside?: true;
}

export const ok = (id: string, found: string): Diagnosis => ({ id, state: "ok", found, advice: "" });
export const problem = (id: string, words: Pick<Diagnosis, "found" | "advice">): Diagnosis => ({
  ...{ id, state: "problem" },
  ...words,
});

export async function asked(id: string, found: string, ask: () => Promise<unknown>): Promise<Diagnosis> {
  try {
    await ask();
    return ok(id, found);
  } catch (error) {
    return failureOf(id, error);
  }
}

export function failureOf(id: string, error: unknown): Diagnosis {
  if (error instanceof OutsideError) {
    const failed = problem(id, DIAGNOSIS.systemFails(error.message));
    return error.retryable ? { ...failed, isOutside: true } : failed;
  }
  const [mistake] = error instanceof InputError ? error.problems : [];
  if (mistake !== undefined) return problem(id, DIAGNOSIS.mistaken(mistake));
  if (error instanceof Error) return problem(id, DIAGNOSIS.cannotAsk(error.message.split("\n")[0] ?? "fails"));
  throw error;
}
