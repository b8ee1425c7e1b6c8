import type { ConfigSource } from "../../ports/config-source.ts";
import { SETTINGS_FILE } from "../load-deployments.ts";

/** Folders of a repository that hold `loadline.yaml`, "" for the top, sorted: each is a configuration repository of its own. */
export async function rootsOf(source: ConfigSource): Promise<readonly string[]> {
  const paths = (await source.list()).filter((path) => path === SETTINGS_FILE || path.endsWith(`/${SETTINGS_FILE}`));
  return paths.map((path) => path.slice(0, -SETTINGS_FILE.length)).sort();
}

/** The part of a source below a root. What lies below another root inside of it is that one's. */
export function sourceBelow(source: ConfigSource, root: string, roots: readonly string[]): ConfigSource {
  const inner = roots.filter((other) => other !== root && other.startsWith(root));
  const isOwn = (path: string) => path.startsWith(root) && !inner.some((other) => path.startsWith(other));
  const ownOf = (paths: readonly string[]) => paths.filter(isOwn).map((path) => path.slice(root.length));
  const { links } = source;
  return {
    ...source,
    list: async () => ownOf(await source.list()),
    ...(links === undefined ? {} : { links: async () => ownOf(await links()) }),
    read: (path) => source.read(`${root}${path}`),
    onDisk: (path) => source.onDisk(`${root}${path}`),
  };
}
