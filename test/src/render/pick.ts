/** The value at a path of a manifest; undefined where there is none. */
export function pick(value: unknown, ...steps: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of steps) at = at !== null && typeof at === "object" ? Reflect.get(at, step) : undefined;
  return at;
}

/** The list at a path; fails the test where there is none. */
export function listAt(value: unknown, ...steps: readonly (string | number)[]): readonly unknown[] {
  const list = pick(value, ...steps);
  if (!Array.isArray(list)) throw new Error(`no list at ${steps.join(".")}`);
  return list;
}
