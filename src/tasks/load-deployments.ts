import { isAbsolute, join, relative, resolve } from "node:path";
import type { ModelDeployment, Settings } from "../../planner/index.ts";
import { defaultSettings, type Located, readModelDeployment, readSettings } from "../config/index.ts";
import { LOADING } from "../mistakes/loading.ts";
import type { ConfigSource, ConfigSources } from "../ports/config-source.ts";
import { fileError, InputError } from "../ports/failure.ts";
import { matchesAny } from "./glob.ts";

/** Where Settings stand in a configuration repository. */
export const SETTINGS_FILE = "loadline.yaml";
const LARGEST_CONFIG = 1024 * 1024;

/** One ModelDeployment, the Settings that hold for it, and the repository its paths are relative to. */
export interface LoadedDeployment {
  readonly located: Located<ModelDeployment>;
  readonly settings: Settings;
  readonly source: ConfigSource;
  /** Path inside the repository, parted by "/". */
  readonly path: string;
}

/** Reads the ModelDeployments that a user names: files, or folders of a repository whose Settings say where models lie. */
export async function loadDeployments(
  named: readonly string[],
  sources: ConfigSources,
): Promise<readonly LoadedDeployment[]> {
  const loaded: LoadedDeployment[] = [];
  for (const name of named) {
    const isFolder = await sources.isFolder(name);
    const root = await sources.rootOf(isFolder ? join(name, SETTINGS_FILE) : name);
    const source = await sources.folder(root);
    const path = relative(root, resolve(name)).replaceAll("\\", "/");
    loaded.push(...(isFolder ? await loadBelow(source, name, path) : [await loadNamed(source, name, path)]));
  }
  refuseRepeats(loaded);
  return loaded;
}

async function loadNamed(source: ConfigSource, name: string, path: string): Promise<LoadedDeployment> {
  const settings = await loadSettings(source, (inside) => shownBeside(name, source.description, inside));
  return loadOne({ source, settings, path, shown: name });
}

/** The deployments of a repository that lie in one of its folders ("" = all of them). */
async function loadBelow(source: ConfigSource, name: string, folder: string): Promise<readonly LoadedDeployment[]> {
  const isBelow = (path: string) => folder === "" || path.startsWith(`${folder}/`);
  const shown = (path: string) =>
    isBelow(path) ? join(name, folder === "" ? path : path.slice(folder.length + 1)) : path;
  const loaded = await loadAll(source, shown, isBelow);
  if (loaded.length > 0) return loaded;
  throw fileError(name, LOADING.noDeployments);
}

/** Every ModelDeployment that the Settings of a repository name, sorted by path. `shown` turns paths into what users see. */
export async function loadAll(
  source: ConfigSource,
  shown: (path: string) => string,
  wanted: (path: string) => boolean = () => true,
): Promise<readonly LoadedDeployment[]> {
  const { loaded, mistakes } = await readAll(source, shown, wanted);
  if (mistakes.size > 0) throw new InputError([...mistakes.values()].flatMap(({ problems }) => problems));
  refuseRepeats(loaded);
  return loaded;
}

/** Paths of the ModelDeployments of a repository that cannot be read, each by itself. */
export async function unreadableIn(source: ConfigSource, shown: (path: string) => string): Promise<readonly string[]> {
  return [...(await readAll(source, shown, () => true)).mistakes.keys()];
}

interface ReadAll {
  readonly loaded: readonly LoadedDeployment[];
  /** By path. */
  readonly mistakes: ReadonlyMap<string, InputError>;
}

/** What is wrong with one file keeps no other from being read. */
async function readAll(
  source: ConfigSource,
  shown: (path: string) => string,
  wanted: (path: string) => boolean,
): Promise<ReadAll> {
  const settings = await loadSettings(source, shown);
  const paths = (await source.list()).filter((path) => matchesAny(settings.models, path) && wanted(path));
  const loaded: LoadedDeployment[] = [];
  const mistakes = new Map<string, InputError>();
  for (const path of paths) {
    try {
      loaded.push(await loadOne({ source, settings, path, shown: shown(path) }));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.set(path, error);
    }
  }
  return { loaded, mistakes };
}

/** The Settings of a repository, or what holds without any. */
export async function loadSettings(source: ConfigSource, shown: (path: string) => string): Promise<Settings> {
  return (await locateSettings(source, shown))?.value ?? defaultSettings();
}

/** The same with the lines on which they stand; null where there are none. */
export async function locateSettings(
  source: ConfigSource,
  shown: (path: string) => string,
): Promise<Located<Settings> | null> {
  const bytes = await source.read(SETTINGS_FILE);
  return bytes === null ? null : readSettings(textOf(bytes, shown(SETTINGS_FILE)), shown(SETTINGS_FILE));
}

async function loadOne(wanted: {
  source: ConfigSource;
  settings: Settings;
  path: string;
  shown: string;
}): Promise<LoadedDeployment> {
  const { source, settings, path, shown } = wanted;
  const bytes = await source.read(path);
  if (bytes === null) throw missing(shown);
  return { located: readModelDeployment(textOf(bytes, shown), shown, settings), settings, source, path };
}

/** UTF-8 text of a configuration file. */
export function textOf(bytes: Uint8Array, file: string): string {
  if (bytes.byteLength > LARGEST_CONFIG) {
    throw fileError(file, LOADING.tooLarge(bytes.byteLength));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw fileError(file, LOADING.notUtf8);
  }
}

/** A file that the user named is not there. */
export function missing(file: string): InputError {
  return fileError(file, LOADING.missing);
}

/** Two files may not describe the same thing: they would render to the same place. */
function refuseRepeats(loaded: readonly LoadedDeployment[]): void {
  const seen = new Map<string, string>();
  for (const { located } of loaded) {
    const key = `${located.value.namespace}/${located.value.name}`;
    const other = seen.get(key);
    if (other !== undefined) {
      throw new InputError([
        {
          file: located.file,
          ...located.locate(["metadata", "name"]),
          at: "metadata.name",
          ...LOADING.repeatedDeployment(key, other),
        },
      ]);
    }
    seen.set(key, located.file);
  }
}

/** A path inside the root, written the way the user wrote the file beside it. */
function shownBeside(name: string, root: string, inside: string): string {
  const absolute = join(root, inside);
  return isAbsolute(name) ? absolute : relative(process.cwd(), absolute) || absolute;
}
