import type { Call, Reply } from "./message.ts";
import type { State } from "./state.ts";

/** What a path names, with the names of its pattern: `{owner}`, `{repo}`, `{number}`. */
export interface Place {
  readonly [name: string]: string;
}

/** A request that the double answers in the emulator's place. Null: let the emulator answer after all. */
export interface Gap {
  readonly method: string;
  /** As the OpenAPI writes it: `/repos/{owner}/{repo}/pulls/{number}`; a `{rest}` at the end takes slashes too. */
  readonly path: string;
  /** What an installation's token needs; left out where the emulator itself is asked. */
  readonly needs?: readonly [string, "read" | "write"];
  readonly answer: (call: Call, place: Place, state: State) => Promise<Reply | null>;
}

export function matchPath(pattern: string, path: string): Place | null {
  const names: string[] = [];
  const source = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return name === "rest" ? "(.+)" : "([^/]+)";
  });
  const found = new RegExp(`^${source}$`).exec(path);
  if (found === null) return null;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]));
}

export const repositoryOf = (place: Place): string => `${place["owner"]}/${place["repo"]}`;
