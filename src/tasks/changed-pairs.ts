import type { ChangeKind } from "../../planner/index.ts";
import type { ConfigSource } from "../ports/config-source.ts";
import type { LoadedDeployment } from "./load-deployments.ts";
import { loadSides } from "./loaded-sides.ts";
import type { Sides } from "./sides.ts";

/** The deployments that the two states do not have alike. Null: neither holds any. */
export async function changedPairs(sides: Sides): Promise<readonly Pair[] | null> {
  const { base, head } = await loadSides(sides);
  const pairs = pairUp(base, head);
  if (pairs.length === 0) return null;
  const changed: Pair[] = [];
  for (const pair of pairs) if (pair.change !== "changed" || (await differs(pair))) changed.push(pair);
  return changed;
}

/** A deployment on both sides; null where it does not exist. */
export interface Pair {
  readonly change: ChangeKind;
  readonly base: LoadedDeployment | null;
  readonly head: LoadedDeployment | null;
}

/** Pairs deployments of both sides by namespace and name; what only moved to another name is a rename. */
function pairUp(base: readonly LoadedDeployment[], head: readonly LoadedDeployment[]): readonly Pair[] {
  const known = new Map(base.map((one) => [keyOf(one), one]));
  const pairs = head.map((one): Pair => {
    const before = known.get(keyOf(one)) ?? null;
    known.delete(keyOf(one));
    return { change: before === null ? "added" : "changed", base: before, head: one };
  });
  return [
    ...renamed(pairs, known),
    ...[...known.values()].map((one): Pair => ({ change: "removed", base: one, head: null })),
  ];
}

/** An added deployment with exactly the spec of one that left; takes that one out of `left`. */
function renamed(pairs: readonly Pair[], left: Map<string, LoadedDeployment>): readonly Pair[] {
  return pairs.map((pair) => {
    if (pair.change !== "added" || pair.head === null) return pair;
    const spec = specOf(pair.head);
    const before = [...left.values()].find((one) => specOf(one) === spec);
    if (before === undefined) return pair;
    left.delete(keyOf(before));
    return { change: "renamed", base: before, head: pair.head };
  });
}

const keyOf = ({ located }: LoadedDeployment): string => `${located.value.namespace}/${located.value.name}`;

function specOf({ located }: LoadedDeployment): string {
  const { name: _name, namespace: _namespace, ...spec } = located.value;
  return JSON.stringify(spec);
}

/** Whether the deployment, what its Settings say, its traffic or its calibration changed. */
async function differs({ base, head }: Pair): Promise<boolean> {
  if (base === null || head === null) return true;
  if (JSON.stringify(base.located.value) !== JSON.stringify(head.located.value)) return true;
  if (JSON.stringify(base.settings) !== JSON.stringify(head.settings)) return true;
  const { traffic, engine } = head.located.value;
  const files = [traffic?.source.kind === "file" ? traffic.source.file : null, engine.calibration];
  for (const file of files) if (file !== null && (await fileDiffers(file, base.source, head.source))) return true;
  return false;
}

async function fileDiffers(file: string, base: ConfigSource, head: ConfigSource): Promise<boolean> {
  const [before, after] = await Promise.all([base.read(file), head.read(file)]);
  return before === null || after === null || Buffer.compare(before, after) !== 0;
}
