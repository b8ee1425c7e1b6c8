import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Mistake } from "../../src/ports/failure.ts";

/** Words of the catalogue: those of a whole mistake, some of them, or one sentence. */
type Words = Partial<Mistake> | string;
// biome-ignore lint/suspicious/noExplicitAny: entries take what they like; `Cases` holds each to its own parameters
type Entry = Words | ((...values: any[]) => Words);
type Values<E> = E extends (...values: infer V) => Words ? V : [];

/** How each entry of an area is provoked for real, and the values that it is then given. */
export type Cases<Area> = {
  readonly [Name in keyof Area]: readonly [provoke: () => unknown, ...values: Values<Area[Name]>];
};

/** What `provoke` throws, as a user reads it. */
async function thrown(provoke: () => unknown): Promise<string> {
  try {
    await provoke();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("accepted what should have been refused");
}

/** Does something, and throws what that throws with places of this run (folders, ports, ids) named as they always are. */
export async function withPlacesNamed(
  act: () => unknown,
  ...names: readonly (readonly [place: string | RegExp, name: string])[]
): Promise<void> {
  try {
    await act();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(names.reduce((text, [place, name]) => text.replaceAll(place, name), said).trimEnd());
  }
}

const sentences = (words: Words): string[] => (typeof words === "string" ? [words] : Object.values(words));

function wordsOf(entry: Entry, values: readonly unknown[]): Words {
  return typeof entry === "function" ? entry(...values) : entry;
}

/** Every entry of an area is provoked, says its own words, and reads as the golden file shows. */
export function showEach<Area extends Readonly<Record<string, Entry>>>(
  area: string,
  entries: Area,
  cases: Cases<Area>,
) {
  const names = Object.keys(entries);
  const provoked = new Map<string, Promise<string>>();
  const textOf = (name: string): Promise<string> => {
    const [provoke] = cases[name] as readonly [() => unknown, ...unknown[]];
    const text = provoked.get(name) ?? thrown(provoke);
    provoked.set(name, text);
    return text;
  };
  describe(`mistakes: ${area}`, () => {
    it.each(names)("%s", async (name) => {
      const [, ...values] = cases[name] as readonly [() => unknown, ...unknown[]];
      const words = sentences(wordsOf(entries[name] as Entry, values));
      expect(words.length).toBeGreaterThan(0);
      const text = await textOf(name);
      for (const sentence of words) expect(text).toContain(sentence);
    });

    it("read as the golden file shows", async () => {
      const shown: string[] = [];
      for (const name of names) shown.push(`[${name}]\n${await textOf(name)}\n`);
      await expect(shown.join("\n")).toMatchFileSnapshot(join(import.meta.dirname, `../golden/mistakes/${area}.txt`));
    });
  });
}
