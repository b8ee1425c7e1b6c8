import type { Memory } from "../../ports/work-queue.ts";

/** So many values are read with one question, and held at a time. */
const AT_ONCE = 500;

/** Values of many keys, in any order; a key without one is left out. */
export async function* readInPages<Value>(
  memory: Pick<Memory, "readAll">,
  keys: readonly string[],
): AsyncGenerator<readonly [string, Value]> {
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    yield* await memory.readAll<Value>(keys.slice(at, at + AT_ONCE));
  }
}
