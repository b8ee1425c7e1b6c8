import type { ConfigSource } from "../../ports/config-source.ts";
import { InputError } from "../../ports/failure.ts";
import { loadAll, SETTINGS_FILE, unreadableIn } from "../load-deployments.ts";
import type { Side, Sides } from "../review-sides.ts";

/**
 * Leaves out what is not the change's to mend. A file that cannot be read where the change began is compared with as if it were not
 * there, so that the change that mends it can pass; one that cannot be read here and there, and stands as it stood, is nobody's
 * mistake now; and without a `loadline.yaml` a file that does not speak of loadline is somebody else's.
 */
export async function readableSides({ base, head, ...rest }: Sides): Promise<Sides> {
  const known = await brokenIn(base);
  const from = await readableBase(base, known);
  const isSomebodysElse = async (path: string): Promise<boolean> => {
    const [before, after] = await Promise.all([base.source.read(path), head.source.read(path)]);
    if (after === null) return false;
    // The same text may be read differently: what it leaves out, the Settings say.
    if (before !== null && Buffer.compare(before, after) === 0) return known.includes(path);
    return (await head.source.read(SETTINGS_FILE)) === null && !Buffer.from(after).includes("loadline.dev/");
  };
  const left: string[] = [];
  for (const path of await brokenIn(head)) if (await isSomebodysElse(path)) left.push(path);
  return { ...rest, base: from, head: without(head, left) };
}

/** Settings that cannot be read, or two files of one name, leave nothing to compare with. */
async function readableBase(base: Side, broken: readonly string[]): Promise<Side> {
  const side = without(base, broken);
  try {
    await loadAll(side.source, side.shown);
    return side;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...base, source: { ...base.source, list: async () => [] } };
  }
}

/** Settings that cannot be read are a mistake of their own, said by whoever reads them. */
async function brokenIn({ source, shown }: Side): Promise<readonly string[]> {
  try {
    return await unreadableIn(source, shown);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function without(side: Side, paths: readonly string[]): Side {
  if (paths.length === 0) return side;
  const list: ConfigSource["list"] = async () => (await side.source.list()).filter((path) => !paths.includes(path));
  return { ...side, source: { ...side.source, list } };
}
