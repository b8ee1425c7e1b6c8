import * as z from "zod";

/** Advice for keys that belong elsewhere, by key. */
export type KeyAdvice = Readonly<Record<string, string>>;

/** What the message of an `unrecognized_keys` issue holds, as JSON: zod itself does not say which keys it knows. */
export interface KnownKeys {
  readonly known: readonly string[];
  readonly advice: KeyAdvice;
}

/** A mapping with exactly these keys; an unknown one is answered with the nearest known key, or with advice of its own. */
export function mapping<Shape extends z.ZodRawShape>(
  shape: Shape,
  advice: KeyAdvice = {},
): z.ZodObject<Shape, z.core.$strict> {
  const keys: KnownKeys = { known: Object.keys(shape), advice };
  const words = JSON.stringify(keys);
  return z.strictObject(shape, { error: (issue) => (issue.code === "unrecognized_keys" ? words : undefined) });
}

/** A mistake that only shows between several keys of a mapping; `path` starts at the mapping that is checked. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly wanted: string;
  readonly advice: string;
}

/** A check over a whole mapping, run once its own keys have been read. */
export function consistent<T>(find: (value: T) => readonly Contradiction[]): z.core.CheckFn<T> {
  return (context) => {
    for (const { path, wanted, advice } of find(context.value)) {
      context.issues.push({
        code: "custom",
        input: context.value,
        path: [...path],
        message: wanted,
        params: { advice },
      });
    }
  };
}

/** The first contradiction if `broken`, else nothing: reads as a list of rules. */
export function when(broken: boolean, contradiction: Contradiction): readonly Contradiction[] {
  return broken ? [contradiction] : [];
}
