import {
  type Capacity,
  type Comparison,
  type MissedPlan,
  type ModelDeployment,
  NO_QUOTA,
  type Platform,
  type PlatformComparison,
  type Unknown,
  unknownText,
  type WeightFormat,
} from "../../domain/index.ts";
import { findModel } from "../../models/lookup.ts";
import { platforms } from "../../platforms/index.generated.ts";
import { bytes } from "../../units/index.ts";
import { type Ahead, trafficAhead } from "../outlook.ts";
import { priceOf, sourceOfPrices } from "../price-of.ts";
import type { PlanRequest } from "../request.ts";
import { leastMemory } from "../resolve.ts";
import { plannedWeights } from "../served-weights.ts";
import { missingModel } from "../unknown-model.ts";
import { type PlatformSearch, searchPlatform } from "./advise.ts";
import type { Space } from "./arm.ts";
import { regionFor } from "./regions.ts";
import { Reused } from "./reused.ts";
import { uncheckedTarget } from "./unchecked.ts";

/** Fewer plans than advice needs: there is one winner to find on each platform. */
const EFFORT = { trials: 60, lines: 1, holding: 1 };

export type ComparisonAnswer =
  | { readonly kind: "comparison"; readonly comparison: Comparison }
  | { readonly kind: "noTraffic" };

/** The same model, weights, engine, traffic and targets on every platform: the cheapest plan that holds on each, or why there is
 *  none. Machine, split and number of replicas are each platform's own; a quota is that of the file's own platform, and kept there alone. */
export function compare(request: PlanRequest, quota: Space["quota"]): ComparisonAnswer {
  const asked = askedOf(request);
  if (asked === null) return { kind: "noTraffic" };
  const reused = new Reused();
  const entries = Object.entries(platforms).map(([id, platform]: [string, Platform], index, all) => {
    const progress = (share: number) => request.progress?.((index + share) / all.length);
    progress(0);
    const isOwn = id === request.deployment.platform.name;
    const place = placeFor(request, { id, platform, quota: isOwn ? quota : NO_QUOTA, reused });
    return onPlatform({ ...request, progress }, asked, place);
  });
  const { name, platform: own } = request.deployment;
  const quotaOn = hasEntries(quota) ? own.name : null;
  return { kind: "comparison", comparison: { name, quotaOn, platforms: entries.sort(order) } };
}

const hasEntries = ({ gpus, instances }: Space["quota"]): boolean =>
  Object.keys(gpus).length + Object.keys(instances).length > 0;

/** The traffic to carry, or why nothing can be tried anywhere. */
type Asked = { readonly ahead: Ahead } | { readonly missing: Unknown };

/** Null: no traffic is known. */
function askedOf(request: PlanRequest): Asked | null {
  const message = missingModel(request.deployment);
  if (message !== null) return { missing: { kind: "model", message } };
  if (request.history === null) return null;
  const ahead = trafficAhead(request, request.history);
  const unchecked = uncheckedTarget(request.deployment.slo, ahead);
  return unchecked === null ? { ahead } : { missing: { kind: "target", message: unchecked } };
}

interface Place {
  readonly id: string;
  readonly platform: Platform;
  readonly quota: Space["quota"];
  /** The same GPUs are rented by many. */
  readonly reused: Reused;
}

/** A place with the deployment as it would stand there, and the line of one where there is no plan. */
interface PlaceFor extends Place {
  readonly moved: ModelDeployment;
  readonly nothing: Omit<PlatformComparison, "verdict" | "reason">;
}

function placeFor({ deployment }: PlanRequest, place: Place): PlaceFor {
  const { id, platform } = place;
  const region = regionFor(platform, id, deployment.platform.region);
  const moved = movedTo(deployment, place, region);
  const { timeToFirstDeploy, goodFor, watchOut, name } = platform;
  const { capacity } = moved.platform;
  const nothing = {
    ...{ platform: id, name, region, timeToFirstDeploy: timeToFirstDeploy.value, goodFor, watchOut, capacity },
    ...{ unknown: [], remarks: remarksOn(deployment, moved, platform) },
    ...{ plan: null, ...pricesOf(id, platform, region), coldStartShare: null },
  };
  return { ...place, moved, nothing };
}

function onPlatform(request: PlanRequest, asked: Asked, place: PlaceFor): PlatformComparison {
  const { platform, moved, nothing, reused } = place;
  if (Object.keys(platform.shapes).length === 0)
    return { ...nothing, verdict: "block", reason: refusal(platform, moved) };
  if ("missing" in asked)
    return { ...nothing, verdict: "unknown", reason: unknownText(asked.missing), unknown: [asked.missing] };
  const own = { ...request, deployment: moved, progress: () => undefined };
  const { progress = () => undefined } = request;
  const effort = { ...EFFORT, progress };
  const found = searchPlatform(own, asked.ahead, { space: spaceFor(moved, place), effort, reused });
  const { plan, unknown } = found;
  const remarks = [...nothing.remarks, ...endRemark(found)];
  if (plan === null) {
    return { ...nothing, ...failure(found), unknown, remarks, ...priceSourceOf(found.miss) };
  }
  return {
    ...{ ...nothing, unknown, remarks },
    verdict: plan.forecast.verdict,
    reason: plan.text,
    plan,
    ...priceSourceOf(plan),
    coldStartShare: plan.forecast.coldStartShare,
  };
}

function priceSourceOf(plan: Pick<MissedPlan, "deployment"> | null) {
  const known = plan === null ? null : priceOf(plan.deployment.platform);
  return known === null ? {} : { priceSource: known.source, isPriceKnown: true };
}

/** Who says what machines cost there; where nobody does, where one would look. */
function pricesOf(id: string, { billing: { source: page } }: Platform, region: string) {
  const known = sourceOfPrices(id, region);
  if (known !== null) return { priceSource: known, isPriceKnown: true };
  return {
    priceSource: { source: `${page.source}: no price of a GPU is known`, date: page.seen },
    isPriceKnown: false,
  };
}

/** Same weights; a place without GPUs serves one request at a time in a plain process. */
function movedTo(deployment: ModelDeployment, { id, platform }: Place, region: string): ModelDeployment {
  const capacity = offeredCapacity(platform, deployment.platform.capacity);
  const moved = { ...deployment, platform: { ...deployment.platform, name: id, region, capacity } };
  const hasGpus = Object.values(platform.shapes).some(({ gpu }) => gpu !== null);
  if (hasGpus) return moved;
  const plain = { name: "static", version: null, image: null, maxSequences: 1, maxBatchedTokens: null };
  return { ...moved, engine: { ...moved.engine, ...plain, calibration: null } };
}

function offeredCapacity({ spot, committed }: Platform, wanted: Capacity): Capacity {
  const isOffered = { "on-demand": true, spot: spot !== null, reserved: committed !== null };
  return isOffered[wanted] ? wanted : "on-demand";
}

/** What is not as the file says. */
function remarksOn({ platform: wanted }: ModelDeployment, { platform: moved }: ModelDeployment, { name }: Platform) {
  const { capacity, region } = moved;
  const isElsewhere = wanted.name === moved.name && wanted.region !== region;
  return [
    ...(isElsewhere ? [`no price in ${wanted.region} is known there: compared in ${region}`] : []),
    ...(capacity === wanted.capacity
      ? []
      : [`${wanted.capacity} is not offered or not known there: compared ${ON_DEMAND}`]),
    ...(region === EVERYWHERE ? [`${name} asks one price in all of its regions, so none is named`] : []),
  ];
}

const ON_DEMAND = "at the price on demand";

/** How a table calls the one region of a place whose prices are the same in all of them. */
const EVERYWHERE = "all";

const endRemark = ({ endedAfter }: PlatformSearch): readonly string[] =>
  endedAfter === null ? [] : [`the search ended after ${endedAfter} trials: something cheaper may hold`];

function spaceFor({ model }: ModelDeployment, { quota }: Place): Space {
  const own = plannedWeights(model);
  const weights: readonly WeightFormat[] = own === "bf16" ? ["bf16", "fp16"] : [own];
  return { quota, weights, minReplicas: 1, sharesNodes: false, tunesEngine: false, tunesScaling: true };
}

function refusal(platform: Platform, { model, platform: wanted, scaling }: ModelDeployment): string {
  const architecture = model.architecture ?? findModel(model.id)?.architecture;
  const weights = plannedWeights(model);
  const needs = architecture === undefined ? bytes(0) : leastMemory(model, architecture, weights);
  const { instance, tensorParallel: gpusPerReplica } = wanted;
  const scaleToZero = scaling.mode !== "fixed" && scaling.minReplicas === 0;
  return (
    platform.refuse({ instance, gpu: null, gpusPerReplica, scaleToZero, needs }) ??
    `${platform.name} rents nothing that is known`
  );
}

/** Nothing holds: because nothing is known, because nothing can be hosted, or because a target is missed. */
function failure({ miss, unknown }: PlatformSearch): Pick<PlatformComparison, "verdict" | "reason"> {
  if (miss !== null) return { verdict: "block", reason: `nothing holds; nearest: ${miss.text}; ${miss.failsOn}` };
  const isUnknown = unknown.some(({ kind }) => kind !== "refused");
  const reason = unknown.map(unknownText).join("; ") || "nothing that is rented there fits";
  return { verdict: isUnknown ? "unknown" : "block", reason };
}

const RANK = ["pass", "warn", "unknown", "block"];

function order(a: PlatformComparison, b: PlatformComparison): number {
  const cost = (one: PlatformComparison) => one.plan?.forecast.cost.monthlyUsd?.p50 ?? Infinity;
  const holds = (one: PlatformComparison) => (one.plan === null ? 1 : 0);
  return (
    holds(a) - holds(b) ||
    (holds(a) === 0 ? cost(a) - cost(b) : RANK.indexOf(a.verdict) - RANK.indexOf(b.verdict)) ||
    (a.platform < b.platform ? -1 : 1)
  );
}
