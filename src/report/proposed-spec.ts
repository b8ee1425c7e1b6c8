import { stringify } from "yaml";
import { type Architecture, type ModelDeployment, type Scaling, versionOfImage } from "../../planner/index.ts";

/** One value below `spec` that is another one; undefined: it goes. */
export interface SpecChange {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The values that differ, each by itself: what the file leaves to defaults on both sides is not named. */
export function proposedChanges(base: ModelDeployment, proposed: ModelDeployment): readonly SpecChange[] {
  const [was, is] = [base, proposed].map((side) => ({
    model: modelSection(side),
    engine: engineSection(side),
    platform: platformSection(side),
    scaling: scalingSection(side.scaling),
  }));
  return changesBetween(was, is, []);
}

function changesBetween(was: unknown, is: unknown, path: readonly string[]): readonly SpecChange[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  if (!isMap(was) || !isMap(is)) return [{ path, value: is }];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return keys.flatMap((key) => changesBetween(was[key], is[key], [...path, key]));
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Sections of `spec` that replace those of the ModelDeployment, as they are written in the file; only those that change. */
export function proposedSpec(base: ModelDeployment, proposed: ModelDeployment): Record<string, object> {
  const sections = {
    model: [modelSection(base), modelSection(proposed)],
    engine: [engineSection(base), engineSection(proposed)],
    platform: [platformSection(base), platformSection(proposed)],
    scaling: [scalingSection(base.scaling), scalingSection(proposed.scaling)],
  } as const;
  const changed = Object.entries(sections).filter(([, [was, is]]) => JSON.stringify(was) !== JSON.stringify(is));
  return Object.fromEntries(changed.map(([name, [, is]]) => [name, is]));
}

/** The same as YAML, to paste under `spec:`; quoted where readers of YAML 1.1 would read something else. */
export const proposedYaml = (base: ModelDeployment, proposed: ModelDeployment): string =>
  stringify(proposedSpec(base, proposed), { lineWidth: 0, compat: "yaml-1.1" });

function modelSection({ model }: ModelDeployment): object {
  const { architecture, ...named } = model;
  return present({ ...named, architecture: architecture === null ? null : architectureSection(architecture) });
}

/** A shape that the file gives; latent attention comes from the catalogue alone. */
function architectureSection({ attention, moe, ...lengths }: Architecture): object | null {
  if (attention.kind === "latent") return null;
  const { kind: _, ...heads } = attention;
  return present({ ...lengths, ...heads, moe });
}

function engineSection({ engine }: ModelDeployment): object {
  const { name, version, image, ...rest } = engine;
  const isInImage = image !== null && version !== null && versionOfImage(image) === version;
  return present({ name: version === null || isInImage ? name : `${name}@${version}`, image, ...rest });
}

const platformSection = ({ platform }: ModelDeployment): object => present({ ...platform });

function scalingSection(scaling: Scaling): object {
  const headroom = scaling.headroom === 0 ? null : shareText(scaling.headroom);
  if (scaling.mode === "fixed") return present({ mode: scaling.mode, replicas: scaling.replicas, headroom });
  const { mode, minReplicas, maxReplicas, target, schedule } = scaling;
  const written = schedule.map(({ duration, ...entry }) => ({ ...entry, duration: durationText(duration) }));
  return present({
    ...{ mode, minReplicas, maxReplicas, headroom, target },
    schedule: written.length === 0 ? null : written,
  });
}

/** A number up to one; only percentages reach beyond. */
const shareText = (share: number): number | string =>
  share <= 1 ? share : `${Number((100 * share).toPrecision(12))}%`;

/** `12h` where it is whole hours, else seconds. */
const durationText = (seconds: number): string => (seconds % 3600 === 0 ? `${seconds / 3600}h` : `${seconds}s`);

const present = (keys: object): object =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null));
