import { createHash } from "node:crypto";
import { didYouMean } from "../config/index.ts";
import { TEMPLATE } from "../mistakes/template.ts";
import type { ConfigSource } from "../ports/config-source.ts";
import { fileError, type InputError } from "../ports/failure.ts";
import type { Templates } from "../ports/templates.ts";
import { textOf } from "./load-deployments.ts";

/** Where a configuration repository keeps templates that take the place of ours, under the same names. */
const FOLDER = "templates/";
/** A template is a page or two; anything larger is not one. */
const LARGEST = 256 * 1024;

/**
 * Our templates, and in their place those of the repositories that deployments come from. Whoever calls passes what may be
 * trusted: the base of a change, never its head. What a template may do is the same for all (`render/template-policy.ts`).
 */
export function withOverrides(shipped: Templates, sources: readonly ConfigSource[]): Templates {
  return {
    read: async () => {
      const texts = new Map(await shipped.read());
      const names = [...texts.keys()];
      const owners = new Map<string, string>();
      for (const source of distinct(sources)) {
        for (const [name, text] of await overridesIn(source, names)) {
          const owner = owners.get(name);
          if (owner !== undefined && texts.get(name) !== text) {
            throw fileError(`${FOLDER}${name}`, TEMPLATE.twoOwners(owner, source.description));
          }
          owners.set(name, source.description);
          texts.set(name, text);
        }
      }
      return texts;
    },
  };
}

/** A world whose templates are those of the repositories that deployments come from, where these have any. */
export const withOwnTemplates = <W extends { readonly templates: Templates }>(
  world: W,
  loaded: readonly { readonly source: ConfigSource }[],
): W => ({
  ...world,
  templates: withOverrides(
    world.templates,
    loaded.map(({ source }) => source),
  ),
});

async function overridesIn(
  source: ConfigSource,
  names: readonly string[],
): Promise<readonly (readonly [string, string])[]> {
  const paths = (await source.list()).filter(isOverride);
  const found: (readonly [string, string])[] = [];
  for (const path of paths) {
    const name = path.slice(FOLDER.length);
    if (!names.includes(name)) throw unknownName(path, name, names);
    const bytes = (await source.read(path)) ?? new Uint8Array();
    if (bytes.byteLength > LARGEST) throw fileError(path, TEMPLATE.tooLarge(bytes.byteLength));
    found.push([name, textOf(bytes, path)]);
  }
  return found;
}

/** Tells one state of a repository's own templates from another; empty where it has none. */
export async function overridesPrint(source: ConfigSource): Promise<string> {
  const paths = (await source.list()).filter(isOverride);
  if (paths.length === 0) return "";
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${path}\0`).update((await source.read(path)) ?? new Uint8Array());
  return hash.digest("hex");
}

const isOverride = (path: string): boolean => path.startsWith(FOLDER) && path.endsWith(".hbs");

const distinct = (sources: readonly ConfigSource[]): readonly ConfigSource[] => [
  ...new Map(sources.map((source) => [source.description, source])).values(),
];

function unknownName(path: string, name: string, names: readonly string[]): InputError {
  return fileError(path, TEMPLATE.unknownName(`${FOLDER}${names[0] ?? ""}`, didYouMean(name, names)));
}
