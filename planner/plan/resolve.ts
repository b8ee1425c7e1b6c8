import type {
  Architecture,
  Engine,
  Finding,
  Gpu,
  InstancePrice,
  ModelDeployment,
  Platform,
  PriceTable,
  ResolvedPlan,
  Shape,
  WeightFormat,
} from "../domain/index.ts";
import { majorMinor } from "../domain/index.ts";
import { engines } from "../engines/index.generated.ts";
import { gpus } from "../gpus/index.generated.ts";
import { fitMemory } from "../memory/fit.ts";
import { weightBytes } from "../memory/weights.ts";
import { findModel, nearestModels, publishedWeights } from "../models/lookup.ts";
import { platforms } from "../platforms/index.generated.ts";
import { prices } from "../prices/index.generated.ts";
import { entryNamed } from "./entry.ts";
import { startupOf } from "./startup.ts";

/** A ModelDeployment joined with everything the catalogues know about it. */
export interface Resolved {
  readonly kind: "resolved";
  readonly plan: ResolvedPlan;
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly shape: Shape;
  /** Null = not in the table: unknown, never zero. */
  readonly price: { readonly row: InstancePrice; readonly source: PriceTable["sources"][number] } | null;
}

/** Something the answer rests on is not known. `unknownModel` is a mistake in the input, the rest a refusal. */
export type Unresolved =
  | { readonly kind: "unknownModel"; readonly id: string; readonly nearest: readonly string[] }
  | { readonly kind: "refused"; readonly findings: readonly Finding[] };

/** Joins a deployment with model, GPU, engine, platform and price, and fills in every default. */
export function resolve(deployment: ModelDeployment): Resolved | Unresolved {
  const { model: wanted, platform: place } = deployment;
  const model = findModel(wanted.id);
  const architecture = wanted.architecture ?? model?.architecture;
  if (!architecture) return { kind: "unknownModel", id: wanted.id, nearest: nearestModels(wanted.id, 3) };
  const platform = entryNamed(platforms, place.name);
  if (!platform) {
    return refusal({
      id: "unknown-platform",
      path: ["spec", "platform", "name"],
      message: `Nothing is known about ${place.name} yet`,
      action: `Use one of: ${Object.keys(platforms).join(", ")}.`,
    });
  }
  const shape = platform.shapes[place.instance];
  const refused = refusalOf(deployment, platform);
  if (!shape || refused !== null) {
    return refusal({
      id: "platform-cannot-host",
      path: ["spec", "platform", "instance"],
      message: refused ?? `${place.instance} is not an instance of ${platform.name}`,
      action: "Choose an instance that is known and has enough GPUs for one replica.",
    });
  }
  const engine = entryNamed(engines, deployment.engine.name);
  const gpu = shape.gpu === null ? undefined : entryNamed(gpus, shape.gpu);
  if (!engine || !gpu) {
    return refusal({
      id: "unknown-hardware",
      path: ["spec", "platform", "instance"],
      message: `${place.instance} has no GPU that is known`,
      action: "Choose an instance with a GPU of the catalogue.",
    });
  }
  const version = majorMinor(deployment.engine.version ?? engine.defaultVersion) ?? engine.defaultVersion;
  if (!engine.versions.includes(version)) {
    return refusal({
      id: "unknown-engine-version",
      path: ["spec", "engine"],
      message: `${engine.name} ${version} is not known; known: ${engine.versions[0]} to ${engine.versions.at(-1)}`,
      action: "Name a known version as engine name@version, or wait for its memory law to be measured.",
    });
  }
  const weights = wanted.weights ?? publishedWeights(wanted.id) ?? model?.publishedWeights ?? "bf16";
  const parts = { deployment, architecture, gpu, engine, platform, version, weights, gpuId: shape.gpu ?? "" };
  return {
    kind: "resolved",
    plan: planOf(parts),
    architecture,
    gpu,
    engine,
    platform,
    shape,
    price: priceOf(deployment),
  };
}

function refusalOf(deployment: ModelDeployment, platform: Platform): string | null {
  const { instance, tensorParallel } = deployment.platform;
  const { scaling } = deployment;
  return platform.refuse({
    instance,
    gpu: platform.shapes[instance]?.gpu ?? null,
    gpusPerReplica: tensorParallel,
    scaleToZero: scaling.mode !== "fixed" && scaling.minReplicas === 0,
  });
}

function refusal(finding: Omit<Finding, "severity">): Unresolved {
  return { kind: "refused", findings: [{ ...finding, severity: "blocking" }] };
}

interface PlanParts {
  readonly deployment: ModelDeployment;
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly gpuId: string;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly version: string;
  readonly weights: WeightFormat;
}

function planOf(parts: PlanParts): ResolvedPlan {
  const { deployment, architecture, engine, version } = parts;
  const { tensorParallel } = deployment.platform;
  const maxContext = deployment.model.maxContext ?? architecture.maxPositions;
  const limits = limitsOf(parts);
  const memory = fitMemory({
    ...{ architecture, gpu: parts.gpu, tensorParallel, engine, version, limits, maxContext },
    weights: parts.weights,
    kvCache: deployment.model.kvCache,
  });
  return {
    modelId: deployment.model.id,
    gpu: parts.gpuId,
    gpusPerReplica: tensorParallel,
    engine: { name: deployment.engine.name, version },
    weights: parts.weights,
    kvCache: deployment.model.kvCache,
    maxContext,
    limits,
    memory,
    startup: startupOf(parts.platform, {
      layers: architecture.layers,
      weightBytesOfReplica: weightBytes(architecture, parts.weights, tensorParallel) * tensorParallel,
    }),
    replicas: replicaBounds(deployment),
  };
}

function limitsOf({ deployment, engine, version, gpu }: PlanParts): ResolvedPlan["limits"] {
  const defaults = engine.defaults(version, gpu);
  const { engine: given } = deployment;
  return {
    ...defaults,
    maxSequences: given.maxSequences ?? defaults.maxSequences,
    maxBatchedTokens: given.maxBatchedTokens ?? defaults.maxBatchedTokens,
    utilization: given.gpuMemoryUtilization ?? defaults.utilization,
    prefixCaching: given.prefixCaching ?? defaults.prefixCaching,
  };
}

function replicaBounds({ scaling }: ModelDeployment): { min: number; max: number } {
  if (scaling.mode === "fixed") return { min: scaling.replicas, max: scaling.replicas };
  return { min: scaling.minReplicas, max: scaling.maxReplicas };
}

function priceOf(deployment: ModelDeployment): Resolved["price"] {
  const { name, region, instance } = deployment.platform;
  const table = entryNamed(prices, name);
  const row = table?.regions[region]?.[instance];
  const source = row && table?.sources[row.source];
  return row && source ? { row, source } : null;
}
