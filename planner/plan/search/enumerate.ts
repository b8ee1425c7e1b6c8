import type { Gpu, KvFormat, ModelDeployment, Shape, WeightFormat } from "../../domain/index.ts";
import { gpus } from "../../gpus/index.generated.ts";
import { platforms } from "../../platforms/index.generated.ts";
import { entryNamed } from "../entry.ts";
import { plannedWeights } from "../served-weights.ts";
import type { Space } from "./arm.ts";

/** One combination of what may change, not yet looked at. */
export interface Combination {
  readonly deployment: ModelDeployment;
  /** How far it is from the file. */
  readonly changes: number;
}

/** Combinations on one kind of machine, whatever its size: the same GPUs, so the same memory and speed. */
export interface MachineKind {
  readonly gpu: string | null;
  readonly gpuCount: number;
  /** Instances with these GPUs, by name. */
  readonly instances: readonly (readonly [string, Shape])[];
}

/** Families of machines that nobody should begin with. */
export const retiringFamilies = ({ name, region }: ModelDeployment["platform"]): readonly string[] =>
  entryNamed(platforms, name)?.retiring?.value[region] ?? [];

/** Machines of the deployment's platform, grouped by what they compute with. */
export function machineKinds({ platform }: ModelDeployment): readonly MachineKind[] {
  const families = retiringFamilies(platform);
  const isLeft = ([instance]: readonly [string, Shape]) =>
    !families.some((family) => instance.startsWith(`${family}-`));
  const shapes = Object.entries(entryNamed(platforms, platform.name)?.shapes ?? {}).filter(isLeft);
  const groups = Map.groupBy(shapes, ([, { gpu, gpuCount }]) => `${gpu} ${gpuCount}`);
  return [...groups.values()].flatMap((instances) => {
    const [first] = instances;
    return first === undefined ? [] : [{ gpu: first[1].gpu, gpuCount: first[1].gpuCount, instances }];
  });
}

/** The deployment as its platform can scale it: a fixed number where machines do not come and go by themselves, and one at least
 *  where the last replica always stays. */
export function withPossibleScaling(deployment: ModelDeployment): ModelDeployment {
  const { scaling } = deployment;
  const platform = entryNamed(platforms, deployment.platform.name);
  if (scaling.mode === "fixed" || platform === undefined) return deployment;
  const { headroom, minReplicas } = scaling;
  const atLeastOne = Math.max(1, minReplicas);
  if (!platform.autoscales) return { ...deployment, scaling: { mode: "fixed", replicas: atLeastOne, headroom } };
  const goesToZero = platform.kind === "kubernetes" || platform.scaling?.value.toZeroAfter != null;
  return goesToZero ? deployment : { ...deployment, scaling: { ...scaling, minReplicas: atLeastOne } };
}

const SPLITS = [1, 2, 4, 8, 16];
const SEQUENCES = [32, 64, 128, 256];
const BATCHED_TOKENS = [2048, 8192];

/** All combinations on one kind of machine: splits x weights x KV formats x engine limits. The instance is filled in later. */
export function combinationsOn(kind: MachineKind, base: ModelDeployment, space: Space): readonly Combination[] {
  const gpu = kind.gpu === null ? null : (entryNamed(gpus, kind.gpu) ?? null);
  const splits = gpu === null ? [1] : SPLITS.filter((split) => split <= kind.gpuCount);
  return splits.flatMap((tensorParallel) =>
    weightsFor(base, gpu, space).flatMap((weights) =>
      kvFormatsFor(base, gpu, space).flatMap((kvCache) =>
        limitsFor(base, space).map(({ maxSequences, maxBatchedTokens, changes }) => ({
          deployment: {
            ...base,
            model: { ...base.model, weights: weights.format, kvCache: kvCache.format },
            engine: { ...base.engine, maxSequences, maxBatchedTokens },
            platform: { ...base.platform, tensorParallel },
          },
          changes: weights.changes + kvCache.changes + changes,
        })),
      ),
    ),
  );
}

const SIXTEEN_BIT: readonly WeightFormat[] = ["bf16", "fp16"];

/** Own weights first (fp16 where the card has no bf16), then smaller ones: fp8 by the engine's own flag, int4 from another build. */
function weightsFor({ model }: ModelDeployment, gpu: Gpu | null, { weights }: Space) {
  const own = plannedWeights(model);
  const served = own === "bf16" && gpu !== null && gpu.matmul.bf16 === undefined ? "fp16" : own;
  const smaller = smallerThan(own).filter((format) => format !== "fp8" || gpu?.matmul.fp8 !== undefined);
  return [served, ...smaller]
    .filter((format) => weights === null || weights.includes(format))
    .map((format) => ({ format, changes: format === served ? 0 : format === "fp8" ? 4 : 8 }));
}

function smallerThan(own: WeightFormat): readonly WeightFormat[] {
  if (SIXTEEN_BIT.includes(own)) return ["fp8", "awq-int4"];
  return own === "fp8" || own === "int8" ? ["awq-int4"] : [];
}

function kvFormatsFor({ model, engine }: ModelDeployment, gpu: Gpu | null, { tunesEngine }: Space) {
  const own: { format: KvFormat; changes: number } = { format: model.kvCache, changes: 0 };
  const offersFp8 = tunesEngine && model.kvCache === "auto" && engine.name === "vllm" && gpu?.matmul.fp8 !== undefined;
  return offersFp8 ? [own, { format: "fp8" as const, changes: 2 }] : [own];
}

/** The file's own limits first; then other sizes of batch and of step. */
function limitsFor({ engine }: ModelDeployment, { tunesEngine }: Space) {
  const { maxSequences, maxBatchedTokens } = engine;
  const own = { maxSequences, maxBatchedTokens, changes: 0 };
  if (!tunesEngine || engine.name === "static") return [own];
  const sequences = [maxSequences, ...SEQUENCES.filter((size) => size !== maxSequences)];
  const tokens = [maxBatchedTokens, ...BATCHED_TOKENS.filter((size) => size !== maxBatchedTokens)];
  return sequences.flatMap((size) =>
    tokens.map((budget) => ({
      maxSequences: size,
      maxBatchedTokens: budget,
      changes: (size === maxSequences ? 0 : 1) + (budget === maxBatchedTokens ? 0 : 1),
    })),
  );
}
