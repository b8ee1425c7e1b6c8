import type { ChangeKind, DeploymentChange, Finding, ManifestChange, Review, Verdict } from "../../planner/index.ts";
import type { ConfigSource } from "../ports/config-source.ts";
import type { Templates } from "../ports/templates.ts";
import type { World } from "../ports/world.ts";
import { manifestDiff } from "../render/manifest-diff.ts";
import { renderManifests } from "../render/manifests.ts";
import { type ForecastOptions, type LocatedForecast, locateIn } from "./forecast-deployments.ts";
import { judgeDeployments } from "./judge-deployments.ts";
import { type LoadedDeployment, loadAll, loadSettings } from "./load-deployments.ts";
import { renderInputs } from "./render-inputs.ts";
import { withOverrides, withOwnTemplates } from "./template-overrides.ts";

/** One state of a configuration repository. */
export interface Side {
  readonly name: string;
  readonly source: ConfigSource;
  /** A path of the repository as the reader knows it. */
  readonly shown: (path: string) => string;
}

export interface Sides {
  /** What the change is compared with. */
  readonly base: Side;
  readonly head: Side;
  /** Whose Settings grant power; the base where nothing else is said. */
  readonly powers?: Side;
}

/** A review, and what it was made of. */
export interface ReviewedSides {
  readonly review: Review;
  readonly locate: ReturnType<typeof locateIn>;
  /** The forecasts of the changed deployments of the head. */
  readonly head: readonly LocatedForecast[];
}

type ReviewWorld = Pick<World, "traffic" | "metrics" | "files" | "templates">;

/** Forecasts loaded deployments, in their order. */
export type Judge = (
  loaded: readonly LoadedDeployment[],
  progress: ForecastOptions["progress"],
) => Promise<readonly LocatedForecast[]>;

/** Forecasts what differs between two states, renders both and judges the head. Null: neither holds a ModelDeployment. */
export async function reviewSides(
  sides: Sides,
  world: ReviewWorld,
  options: ForecastOptions,
): Promise<ReviewedSides | null> {
  const trusted = withOwnTemplates(world, [sides.powers ?? sides.base]);
  const judge: Judge = (loaded, progress) => judgeDeployments(loaded, trusted, { ...options, progress });
  return reviewWith(sides, { world, judge, progress: options.progress });
}

export interface ReviewParts {
  readonly world: Pick<ReviewWorld, "templates">;
  readonly judge: Judge;
  readonly progress: ForecastOptions["progress"];
}

/** The same with forecasts from wherever they come. */
export async function reviewWith(sides: Sides, { world, judge, progress }: ReviewParts): Promise<ReviewedSides | null> {
  const changed = await changedPairs(sides);
  if (changed === null) return null;
  const half = (from: number) => (share: number, what: string) => progress(from + share / 2, what);
  const base = await judge(present(changed, "base"), half(0));
  const head = await judge(present(changed, "head"), half(0.5));
  const review: Review = {
    base: sides.base.name,
    head: sides.head.name,
    verdict: worstOf(head.map(({ forecast }) => forecast.verdict)),
    deployments: changed.map((pair) => changeOf(pair, base, head)),
    manifests: await manifestChanges(base, head, withOverrides(world.templates, [(sides.powers ?? sides.base).source])),
    findings: head.flatMap(({ forecast }): readonly Finding[] => forecast.findings),
  };
  return { review, locate: locateIn(head), head };
}

/** The deployments that the two states do not have alike. Null: neither holds any. */
export async function changedPairs(sides: Sides): Promise<readonly Pair[] | null> {
  const pairs = pairUp(
    await loadAll(sides.base.source, sides.base.shown),
    await withPowersOf(sides.powers ?? sides.base, await loadAll(sides.head.source, sides.head.shown)),
  );
  if (pairs.length === 0) return null;
  const changed: Pair[] = [];
  for (const pair of pairs) if (pair.change !== "changed" || (await differs(pair))) changed.push(pair);
  return changed;
}

/** What grants power is the base's to say: a change cannot lower the policies that judge it, name who may approve it, or have
 *  another server asked. */
async function withPowersOf(base: Side, head: readonly LoadedDeployment[]): Promise<readonly LoadedDeployment[]> {
  const { policies, approvers, prometheus } = await loadSettings(base.source, base.shown);
  return head.map((one) => ({ ...one, settings: { ...one.settings, policies, approvers, prometheus } }));
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

const present = (pairs: readonly Pair[], side: "base" | "head"): readonly LoadedDeployment[] =>
  pairs.flatMap((pair) => pair[side] ?? []);

function changeOf(pair: Pair, base: readonly LocatedForecast[], head: readonly LocatedForecast[]): DeploymentChange {
  const of = (forecasts: readonly LocatedForecast[], loaded: LoadedDeployment | null) =>
    forecasts.find((one) => one.loaded === loaded)?.forecast ?? null;
  const name = (pair.head ?? pair.base)?.located.value.name ?? "";
  return { name, change: pair.change, base: of(base, pair.base), head: of(head, pair.head) };
}

/** Sides whose plan is unknown have no manifests; their findings say why. Both are rendered with the templates of the base: a
 *  template is code, and what a change brings is data until it is merged. */
async function manifestChanges(
  base: readonly LocatedForecast[],
  head: readonly LocatedForecast[],
  trusted: Templates,
): Promise<readonly ManifestChange[]> {
  const templates = await trusted.read();
  const rendered = async (located: readonly LocatedForecast[]) => {
    const planned = located.filter(({ forecast }) => forecast.plan !== null);
    const files = new Map<string, string>();
    // Where a change comes from is the same on both sides of a review; only what it changes is shown.
    for (const input of await renderInputs(planned, {
      provenance: async () => ({ repository: null, revision: null }),
    })) {
      for (const [path, text] of renderManifests(input, templates)) files.set(path, text);
    }
    return files;
  };
  return manifestDiff(await rendered(base), await rendered(head));
}

const WORST_FIRST: readonly Verdict[] = ["block", "unknown", "warn", "pass"];

const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? "pass";
