/** The entry of a catalogue under a name that comes from outside; undefined when there is none. */
export function entryNamed<T>(catalogue: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
}
