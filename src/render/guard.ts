/** A template asked for a name that its data does not have. */
export class MissingName extends Error {
  /** The last step of the name; where it stands in the template is looked up by it. */
  readonly key: string;
  constructor(at: string, key: string) {
    super(`no value \`${at === "" ? key : `${at}.${key}`}\``);
    this.name = "MissingName";
    this.key = key;
  }
}

/**
 * Data that throws on a name it lacks. Handlebars' `strict` alone lets `{{#if plan.typo}}` and `{{#each plan.typo}}`
 * pass as empty, so a misspelt name would silently drop a block. Inherited names (`constructor`) are lacking, too.
 */
export function guard(value: unknown, at = ""): unknown {
  if (value === null || typeof value !== "object") return value;
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === "symbol") return Reflect.get(target, key);
      if (Object.hasOwn(target, key)) return guard(Reflect.get(target, key), at === "" ? key : `${at}.${key}`);
      if (key === "toJSON") return undefined;
      // Handlebars compares contexts with `!=`, which asks objects for these; as template names `has` refuses them.
      if (Array.isArray(target) || key === "valueOf" || key === "toString") return Reflect.get(target, key);
      throw new MissingName(at, key);
    },
    has: (target, key) => Object.hasOwn(target, key),
  });
}
