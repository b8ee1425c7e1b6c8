import type {
  Architecture,
  Engine,
  Finding,
  Gpu,
  ModelDeployment,
  Platform,
  ResolvedPlan,
  Shape,
  WeightFormat,
} from "../domain/index.ts";
import { majorMinor } from "../domain/index.ts";
import { engines } from "../engines/index.generated.ts";
import { gpus } from "../gpus/index.generated.ts";
import { fitMemory } from "../memory/fit.ts";
import { kvBytesOfSequence } from "../memory/kv-cache.ts";
import { weightBytes } from "../memory/weights.ts";
import { findModel } from "../models/lookup.ts";
import { platforms } from "../platforms/index.generated.ts";
import { type Bytes, bytes } from "../units/index.ts";
import { limitsOf } from "./by-name.ts";
import { entryNamed } from "./entry.ts";
import { knownInstances } from "./known-prices.ts";
import { type KnownPrice, priceOf } from "./price-of.ts";
import { asGpu } from "./processor.ts";
import { servedKvCache } from "./served-kv-cache.ts";
import { plannedWeights } from "./served-weights.ts";
import { startupOf } from "./startup.ts";
import { unknownModelFinding } from "./unknown-model.ts";

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
  readonly price: KnownPrice | null;
}

/** Something the answer rests on is not known, or is known to be impossible: then the verdict is "block". */
export type Unresolved =
  | { readonly kind: "unknownModel"; readonly finding: Finding }
  | { readonly kind: "refused"; readonly verdict: "unknown" | "block"; readonly findings: readonly Finding[] };

/** Joins a deployment with model, GPU, engine, platform and price, and fills in every default. */
export function resolve(deployment: ModelDeployment): Resolved | Unresolved {
  const model = findModel(deployment.model.id);
  const architecture = deployment.model.architecture ?? model?.architecture;
  if (!architecture) {
    return { kind: "unknownModel", finding: unknownModelFinding(deployment.model.id) };
  }
  const weights = plannedWeights(deployment.model);
  const place = placeOf(deployment, leastMemory(deployment.model, architecture, weights));
  if (place.kind === "refused") return place;
  const server = engineOf(deployment);
  if (server.kind === "refused") return server;
  const { platform, shape, gpu, gpuId } = place;
  const { engine, version } = server;
  const plan = planOf({ deployment, architecture, gpu, gpuId, engine, platform, version, weights });
  return { kind: "resolved", plan, architecture, gpu, engine, platform, shape, price: priceOf(deployment.platform) };
}

type Refused = Extract<Unresolved, { kind: "refused" }>;

interface Place {
  readonly kind: "place";
  readonly platform: Platform;
  readonly shape: Shape;
  readonly gpu: Gpu;
  readonly gpuId: string;
}

/** Weights and one request of full length: less than this no place can do with. */
export function leastMemory(model: ModelDeployment["model"], architecture: Architecture, weights: WeightFormat): Bytes {
  const layout = {
    format: model.kvCache === "fp8" ? ("fp8" as const) : ("bf16" as const),
    tensorParallel: 1,
    blockSize: 1,
  };
  const context = model.maxContext ?? architecture.maxPositions;
  return bytes(weightBytes(architecture, weights, 1) + kvBytesOfSequence(architecture, context, layout));
}

function placeOf(deployment: ModelDeployment, needs: Bytes): Place | Refused {
  const { name, instance } = deployment.platform;
  const platform = entryNamed(platforms, name);
  if (!platform) {
    return refusal({
      id: "unknown-platform",
      path: ["spec", "platform", "name"],
      message: `Nothing is known about ${name} yet`,
      action: `Use one of: ${Object.keys(platforms).join(", ")}.`,
    });
  }
  const shape = platform.shapes[instance];
  const refused = refusalOf(deployment, platform, needs);
  if (!shape || refused !== null) {
    // What a platform refuses is known to be no; an instance that it does not have may only be newer than the table.
    return refusal({
      verdict: shape ? "block" : "unknown",
      id: "platform-cannot-host",
      path: ["spec", "platform", "instance"],
      message: refused ?? `${instance} is not an instance of ${platform.name}`,
      action: `Choose an instance that is known and has enough GPUs for one replica.${shape ? "" : knownInstances(deployment.platform)}`,
    });
  }
  if (!platform.autoscales && deployment.scaling.mode !== "fixed") {
    return refusal({
      verdict: "block",
      id: "platform-cannot-host",
      path: ["spec", "scaling", "mode"],
      message: `machines of ${platform.name} do not come and go by themselves, and mode ${deployment.scaling.mode} needs ones that do`,
      action: "Write mode: fixed and a number of replicas, or choose a platform that scales.",
    });
  }
  const computes = processorOf(shape, platform);
  if (computes !== null) return { kind: "place", platform, shape, ...computes };
  return refusal({
    id: "unknown-hardware",
    path: ["spec", "platform", "instance"],
    message: `${instance} has no GPU that is known`,
    action: "Choose an instance with a GPU of the catalogue.",
  });
}

/** The GPU of a shape, or the processor that stands in its place; null where neither is known. */
function processorOf({ gpu: id, cpu, memory }: Shape, platform: Platform): { gpu: Gpu; gpuId: string } | null {
  if (id === null) return cpu && { gpu: asGpu(`CPU of ${platform.name}`, { memory, ...cpu.value }), gpuId: "cpu" };
  const gpu = entryNamed(gpus, id);
  return gpu ? { gpu, gpuId: id } : null;
}

function engineOf({ engine: given }: ModelDeployment): { kind: "engine"; engine: Engine; version: string } | Refused {
  const engine = entryNamed(engines, given.name);
  const version = majorMinor(given.version ?? engine?.defaultVersion ?? "");
  if (engine && version !== null && engine.versions.includes(version)) return { kind: "engine", engine, version };
  const known = engine ? `${engine.versions[0]} to ${engine.versions.at(-1)}` : Object.keys(engines).join(", ");
  return refusal({
    id: "unknown-engine-version",
    path: ["spec", "engine", version !== null && given.image?.includes(version) ? "image" : "name"],
    message: `${given.name} ${given.version ?? ""} is not known; known: ${known}`,
    action: "Name a known version as engine name@version, or wait for its memory law to be measured.",
  });
}

function refusalOf(deployment: ModelDeployment, platform: Platform, needs: Bytes): string | null {
  const { instance, tensorParallel } = deployment.platform;
  const { scaling } = deployment;
  return platform.refuse({
    instance,
    gpu: platform.shapes[instance]?.gpu ?? null,
    gpusPerReplica: tensorParallel,
    scaleToZero: scaling.mode !== "fixed" && scaling.minReplicas === 0,
    needs,
  });
}

type Refusal = Omit<Finding, "severity"> & Partial<Pick<Refused, "verdict">>;

function refusal({ verdict = "unknown", ...finding }: Refusal): Refused {
  return { kind: "refused", verdict, findings: [{ ...finding, severity: "blocking" }] };
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

/** Engines capture no CUDA graphs for more sequences than this unless told to. */
const LARGEST_GRAPH = 512;

function planOf(parts: PlanParts): ResolvedPlan {
  const { deployment, architecture, engine, version } = parts;
  const { tensorParallel } = deployment.platform;
  const maxContext = deployment.model.maxContext ?? architecture.maxPositions;
  const kvCache = servedKvCache(deployment.model.kvCache, parts);
  const { gpuMemoryUtilization, prefixCaching = null, ...given } = deployment.engine;
  const limits = limitsOf({ ...parts, tensorParallel }, { ...given, utilization: gpuMemoryUtilization, prefixCaching });
  const memory = fitMemory({
    ...{ architecture, gpu: parts.gpu, tensorParallel, engine, version, limits, maxContext },
    weights: parts.weights,
    kvCache,
  });
  return {
    modelId: deployment.model.id,
    gpu: parts.gpuId,
    gpusPerReplica: tensorParallel,
    engine: { name: deployment.engine.name, version },
    weights: parts.weights,
    kvCache,
    maxContext,
    limits,
    memory,
    startup: startupOf(parts.platform, {
      layers: architecture.layers,
      weightBytesOfReplica: weightBytes(architecture, parts.weights, tensorParallel) * tensorParallel,
      largestGraph: Math.min(limits.maxSequences, LARGEST_GRAPH),
    }),
    replicas: replicaBounds(deployment),
  };
}

/** The fewest and the most replicas that a way of scaling allows. */
export function replicaBounds({ scaling }: Pick<ModelDeployment, "scaling">): { min: number; max: number } {
  if (scaling.mode === "fixed") return { min: scaling.replicas, max: scaling.replicas };
  return { min: scaling.minReplicas, max: scaling.maxReplicas };
}
