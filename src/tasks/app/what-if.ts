import { load } from "js-yaml";
import { platforms, prices } from "../../../planner/index.ts";
import { type Edit, readModelDeployment, withValues } from "../../config/index.ts";
import { COMMENT } from "../../mistakes/comment.ts";
import { InputError, type Mistake } from "../../ports/failure.ts";
import type { LoadedDeployment } from "../load-deployments.ts";

/** A question about a deployment: the file as it would be, and how much more traffic there would be. */
export interface Supposed {
  readonly loaded: LoadedDeployment;
  readonly trafficScale: number;
}

interface Change {
  readonly key: string;
  readonly value: string;
}

/** Applies KEY=VALUE pairs to a deployment. Values are data: what comes out has to be a ModelDeployment like any other. */
export function suppose(loaded: LoadedDeployment, changes: readonly Change[]): Supposed {
  const scales = changes.filter(({ key }) => key === "traffic");
  const edits = changes.filter(({ key }) => key !== "traffic").flatMap((change) => editsOf(loaded, change));
  const { located, settings } = loaded;
  const text = edits.length === 0 ? located.text : withValues(located.text, edits);
  return {
    loaded: { ...loaded, located: readSupposed(text, located.file, settings) },
    trafficScale: scales.reduce((product, { value }) => product * scaleOf(value), 1),
  };
}

/** Lines of a file that nobody wrote mean nothing to the reader: only what is wrong is said. */
function readSupposed(...[text, file, settings]: Parameters<typeof readModelDeployment>) {
  try {
    return readModelDeployment(text, file, settings);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((problem) => ({ ...problem, file: "what-if", line: null, column: null })));
  }
}

function scaleOf(value: string): number {
  const scale = Number(value.replace(/x$/, ""));
  if (Number.isFinite(scale) && scale > 0 && scale <= 1000) return scale;
  throw wrong("traffic", COMMENT.noFactor(value));
}

function editsOf(loaded: LoadedDeployment, { key, value }: Change): readonly Edit[] {
  if (key === "replicas") return replicaEdits(loaded, value);
  if (key === "gpu") return gpuEdits(loaded, value);
  const path = pathOf(key);
  return [{ path, value: leafOf(key, value) }];
}

/** `engine.maxSequences` and `spec.engine.maxSequences` alike; nothing outside of `spec`. */
function pathOf(key: string): readonly (string | number)[] {
  const parts = key.split(/\.|\[(\d+)\]/).filter((part) => part !== undefined && part !== "");
  const below = parts[0] === "spec" ? parts.slice(1) : parts;
  if (below.length < 2) throw wrong(key, COMMENT.noPath(key));
  return ["spec", ...below.map((part) => (/^\d+$/.test(part) ? Number(part) : part))];
}

/** A number, a text, true or false: never a map or a list. */
function leafOf(key: string, value: string): string | number | boolean {
  let read: unknown = null;
  try {
    read = load(value);
  } catch {
    // Not YAML: then it is no plain value either.
  }
  if (typeof read === "string" || typeof read === "number" || typeof read === "boolean") return read;
  throw wrong(key, COMMENT.noPlainValue(value));
}

/** A number of replicas that stays, whatever scaled before. */
function replicaEdits({ located }: LoadedDeployment, value: string): readonly Edit[] {
  const replicas = Number(value);
  if (!/^\d{1,5}$/.test(value) || replicas < 1) throw wrong("replicas", COMMENT.noReplicas(value));
  const { headroom } = located.value.scaling;
  return [{ path: ["spec", "scaling"], value: { mode: "fixed", replicas, ...(headroom === 0 ? {} : { headroom }) } }];
}

/** The cheapest instance of the same platform and region with that GPU, and enough of them for a replica. */
function gpuEdits({ located }: LoadedDeployment, value: string): readonly Edit[] {
  const { name, region, tensorParallel } = located.value.platform;
  const platform = Object.entries(platforms).find(([id]) => id === name)?.[1];
  const shapes = Object.entries(platform?.shapes ?? {});
  const rows = Object.entries(prices).find(([id]) => id === name)?.[1].regions;
  const regional = Object.entries(rows ?? {}).find(([id]) => id === region)?.[1] ?? {};
  const priceOf = (instance: string) =>
    Object.entries(regional).find(([id]) => id === instance)?.[1].onDemand ?? Number.POSITIVE_INFINITY;
  const fitting = shapes
    .filter(([, { gpu, gpuCount }]) => gpu === value.toLowerCase() && gpuCount >= tensorParallel)
    .toSorted(([a], [b]) => priceOf(a) - priceOf(b) || (a < b ? -1 : 1));
  const [instance] = fitting[0] ?? [];
  if (instance !== undefined) return [{ path: ["spec", "platform", "instance"], value: instance }];
  const known = [...new Set(shapes.map(([, { gpu }]) => gpu))].filter((gpu) => gpu !== null).sort();
  throw wrong("gpu", COMMENT.noGpu(value, { platform: name, least: tensorParallel }, known));
}

const wrong = (key: string, mistake: Mistake): InputError =>
  new InputError([{ file: "what-if", line: null, column: null, at: key, ...mistake }]);
