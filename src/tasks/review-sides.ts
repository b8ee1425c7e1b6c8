import {
  type DeploymentChange,
  type Finding,
  moveFindings,
  type Review,
  settingChanges,
  type Verdict,
  verdictOf,
  withSeverities,
} from "../../planner/index.ts";
import type { World } from "../ports/world.ts";
import { changedPairs, type Pair } from "./changed-pairs.ts";
import { type ForecastOptions, type LocatedForecast, locateIn } from "./forecast-deployments.ts";
import { judgeDeployments } from "./judge-deployments.ts";
import { leftBehind } from "./left-behind.ts";
import { type LoadedDeployment, locateSettings } from "./load-deployments.ts";
import { grantingSide, threeSettings } from "./loaded-sides.ts";
import { manifestChanges } from "./manifest-changes.ts";
import type { Side, Sides } from "./sides.ts";
import { withOverrides, withOwnTemplates } from "./template-overrides.ts";

export { changedPairs, type Pair } from "./changed-pairs.ts";
export type { Side, Sides } from "./sides.ts";

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
  const trusted = withOwnTemplates(world, [grantingSide(sides)]);
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
  const pairs = await changedPairs(sides);
  const three = await threeSettings(sides);
  const settings = settingChanges(three);
  if (pairs === null && settings.length === 0) return null;
  const changed = pairs ?? [];
  const half = (from: number) => (share: number, what: string) => progress(from + share / 2, what);
  const base = await judge(present(changed, "base"), half(0));
  const head = await judge(present(changed, "head"), half(0.5));
  const found = [...moveFindings(three), ...(await leftBehind(sides.head, changed))];
  // What nobody sees who looks at one deployment; weighed as the base's Settings say.
  const whole = withSeverities(found, three.base);
  const review: Review = {
    base: sides.base.name,
    head: sides.head.name,
    verdict: worstOf([...head.map(({ forecast }) => forecast.verdict), verdictOf(whole)]),
    deployments: changed.map((pair) => changeOf(pair, base, head)),
    manifests: await manifestChanges(
      changed,
      { base, head },
      withOverrides(world.templates, [grantingSide(sides).source]),
    ),
    settings,
    findings: [...whole, ...head.flatMap(({ forecast }): readonly Finding[] => forecast.findings)],
  };
  return { review, locate: await locator(sides.head, head), head };
}

/** What is about the whole change stands in its Settings. */
async function locator({ source, shown }: Side, head: readonly LocatedForecast[]): Promise<ReviewedSides["locate"]> {
  const settings = await locateSettings(source, shown);
  const inModels = locateIn(head);
  return (name, path) => {
    if (name !== "") return inModels(name, path);
    return settings === null ? null : { file: settings.file, line: settings.locate(path).line };
  };
}

const present = (pairs: readonly Pair[], side: "base" | "head"): readonly LoadedDeployment[] =>
  pairs.flatMap((pair) => pair[side] ?? []);

function changeOf(pair: Pair, base: readonly LocatedForecast[], head: readonly LocatedForecast[]): DeploymentChange {
  const of = (forecasts: readonly LocatedForecast[], loaded: LoadedDeployment | null) =>
    forecasts.find((one) => one.loaded === loaded)?.forecast ?? null;
  const name = (pair.head ?? pair.base)?.located.value.name ?? "";
  return { name, change: pair.change, base: of(base, pair.base), head: of(head, pair.head) };
}

const WORST_FIRST: readonly Verdict[] = ["block", "unknown", "warn", "pass"];

const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? "pass";
