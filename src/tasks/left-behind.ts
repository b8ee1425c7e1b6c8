import { basename } from "node:path";
import { type Finding, leftBehindFinding } from "../../planner/index.ts";
import type { Pair } from "./changed-pairs.ts";
import { matchesAny } from "./glob.ts";
import { type LoadedDeployment, loadSettings } from "./load-deployments.ts";
import type { Side } from "./sides.ts";

/** At GitHub each file is asked for by itself. */
const MOST_READ = 40;
const LARGEST = 256 * 1024;

/** Removed deployments whose file was only moved out of reach: it lies elsewhere after the change, where no pattern matches. */
export async function leftBehind(head: Side, changed: readonly Pair[]): Promise<readonly Finding[]> {
  const removed = changed.flatMap(({ base, head: stays }) => (base === null || stays !== null ? [] : [base]));
  if (removed.length === 0) return [];
  const { models } = await loadSettings(head.source, head.shown);
  const others = (await head.source.list()).filter((path) => /\.ya?ml$/.test(path) && !matchesAny(models, path));
  const texts = new Map<string, string>();
  for (const path of likelyFirst(others, removed).slice(0, MOST_READ)) {
    const bytes = await head.source.read(path);
    if (bytes !== null && bytes.byteLength <= LARGEST) texts.set(path, Buffer.from(bytes).toString("utf8"));
  }
  return removed.flatMap(({ located: { value } }) => {
    const found = [...texts].find(([, text]) => describes(text, value.name));
    if (found === undefined) return [];
    const name = `${value.namespace}/${value.name}`;
    return [leftBehindFinding({ name, file: head.shown(found[0]), patterns: models })];
  });
}

/** What was moved has mostly kept its name. */
function likelyFirst(paths: readonly string[], removed: readonly LoadedDeployment[]): readonly string[] {
  const names = new Set(removed.map(({ path }) => basename(path)));
  return paths.toSorted((a, b) => Number(names.has(basename(b))) - Number(names.has(basename(a))));
}

/** A hint needs no more: whether the file could be read as a ModelDeployment matters only where it counts. */
const describes = (text: string, name: string): boolean =>
  /^kind:\s*["']?ModelDeployment\b/m.test(text) &&
  new RegExp(`\\bname:\\s*["']?${name}["']?\\s*([,}#]|$)`, "m").test(text);
