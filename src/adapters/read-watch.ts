/** A value that notes which of its fields somebody reads. */
export interface WatchedValue {
  readonly value: object;
  /**
   * Fields nobody asked for, each with the names that were asked for beside it. A validator that found a mistake may have
   * stopped in the middle of a map, so maps whose keys it listed count only after one that found none.
   */
  readonly unread: (faultless: boolean) => readonly UnreadField[];
}

export interface UnreadField {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly known: readonly string[];
}

interface Watch {
  readonly target: object;
  readonly path: readonly (string | number)[];
  readonly read: Set<string>;
  /** Somebody went through all keys: a map, or an object that may only have so many. */
  listed: boolean;
}

/**
 * A compiled validator reads every field that it knows, so a field that nobody read is unknown to the schema. This
 * rests on how validators are generated: test/src/render/read-watch.test.ts puts an unknown field into every object.
 */
export function watchReads(root: object): WatchedValue {
  const watches: Watch[] = [];
  const proxies = new WeakMap<object, object>();
  const value = wrap(root, [], { watches, proxies });
  return { value, unread: (faultless) => watches.flatMap((watch) => unreadOf(watch, faultless)) };
}

interface Memory {
  readonly watches: Watch[];
  readonly proxies: WeakMap<object, object>;
}

function wrap(target: object, path: readonly (string | number)[], memory: Memory): object {
  const known = memory.proxies.get(target);
  if (known !== undefined) return known;
  const isList = Array.isArray(target);
  const watch: Watch = { target, path, read: new Set(), listed: false };
  if (!isList) memory.watches.push(watch);
  const proxy = new Proxy(target, {
    get(object, key) {
      const value = Reflect.get(object, key);
      if (typeof key === "symbol") return value;
      watch.read.add(key);
      // The API server takes a field without a value for one that is not there.
      if (value === null) return isList ? value : undefined;
      if (typeof value !== "object") return value;
      return wrap(value, [...path, isList ? Number(key) : key], memory);
    },
    ownKeys(object) {
      watch.listed = true;
      return isList
        ? Reflect.ownKeys(object)
        : Reflect.ownKeys(object).filter((key) => Reflect.get(object, key) !== null);
    },
  });
  memory.proxies.set(target, proxy);
  return proxy;
}

/** An object of which nothing was read is free-form: the schema did not look inside. */
function unreadOf({ target, path, read, listed }: Watch, faultless: boolean): readonly UnreadField[] {
  if ((listed && !faultless) || read.size === 0) return [];
  const unread = Object.keys(target).filter((key) => !read.has(key) && !(listed && Reflect.get(target, key) === null));
  return unread.map((key) => ({ path: [...path, key], value: Reflect.get(target, key), known: [...read] }));
}
