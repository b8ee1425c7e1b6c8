import { join } from "node:path";
import {
  type EngineLimits,
  type Gpu,
  type Model,
  majorMinor,
  type WeightFormat,
} from "../../../planner/domain/index.ts";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import { findModel } from "../../../planner/models/lookup.ts";
import { bytes, gibibytes } from "../../../planner/units/index.ts";
import { type CsvRow, csvRows } from "./csv.ts";

/** One start-up of vLLM and what it printed; GiB per GPU, null where it was not printed. */
export interface MemoryPoint {
  readonly label: string;
  readonly model: Model | null;
  readonly gpu: Gpu | null;
  readonly version: string;
  readonly tensorParallel: number;
  readonly limits: EngineLimits;
  readonly weights: WeightFormat;
  readonly activation: number | null;
  readonly nonTorch: number | null;
  readonly kv: number | null;
  readonly graphs: number | null;
}

const GPUS: Readonly<Record<string, keyof typeof gpus>> = {
  "H100-80GB-SXM": "h100-sxm5",
  "B200-180GB": "b200-sxm6",
  "RTX4090-24GB": "rtx-4090",
};
const MODELS: Readonly<Record<string, string>> = {
  "Llama-3.3-70B-FP8": "meta-llama/Llama-3.3-70B-Instruct",
  "Llama-3.1-8B": "meta-llama/Llama-3.1-8B",
};
/** Builds that their logs do not name, by the half-year they are from. */
const VERSIONS: Readonly<Record<string, string>> = {
  "not stated (V1, 2025 H2)": "0.11",
  "V1, 2025-07": "0.10",
  "2025-07": "0.10",
};

/** Points of the shared table and of the public logs beside this script. */
export function memoryPoints(shared: string): readonly MemoryPoint[] {
  const measured = csvRows(join(shared, "data/measured/memory/kv_blocks.csv")).flatMap(sharedPoint);
  const published = csvRows(join(import.meta.dirname, "startup-logs.csv")).map(publishedPoint);
  return [...measured, ...published];
}

const numberOr = (text: string, otherwise: number): number => (text === "" ? otherwise : Number.parseFloat(text));
const numberOrNull = (text: string): number | null => (text === "" ? null : Number(text));

function sharedPoint(row: CsvRow): MemoryPoint[] {
  const version = VERSIONS[row("engine_version")] ?? majorMinor(row("engine_version"));
  const gpuId = GPUS[row("gpu")];
  const model = findModel(MODELS[row("model")] ?? row("model"));
  // What does not start has no pool; builds that no engine file knows, and logs that name no version, teach nothing.
  if (gpuId === undefined || model === null || version === null || row("available_kv_gib").startsWith("-")) return [];
  return [
    {
      label: `${row("model")} x${row("tp")} on ${row("gpu")}`,
      model,
      gpu: sized(gpus[gpuId], row("device_total_gib")),
      version,
      tensorParallel: Number(row("tp")),
      limits: limitsOf(row, row("util")),
      weights: row("weight_dtype") as WeightFormat,
      activation: numberOrNull(row("activation_gib")),
      nonTorch: numberOrNull(row("non_torch_gib")),
      kv: poolOf(row),
      graphs: null,
    },
  ];
}

/** GiB of the KV pool: printed, or from its blocks. gpt-oss-120b's parts add up to 95 % of the card, not to the 90 % it states. */
function poolOf(row: CsvRow): number | null {
  if (row("model") === "openai/gpt-oss-120b") return null;
  if (row("available_kv_gib") !== "") return Number(row("available_kv_gib"));
  const llamaBytesPerToken = 131_072;
  const blocks = numberOrNull(row("total_kv_blocks"));
  return blocks === null ? null : (blocks * 16 * llamaBytesPerToken) / gibibytes(1);
}

function publishedPoint(row: CsvRow): MemoryPoint {
  const gpu = Object.entries(gpus).find(([id]) => id === row("gpu"))?.[1];
  return {
    label: `${row("model")} x${row("tp")} ${row("weight_dtype")}`,
    model: findModel(row("model")),
    gpu: gpu === undefined ? null : sized(gpu, row("device_total_gib")),
    version: row("engine_version"),
    tensorParallel: Number(row("tp")),
    limits: limitsOf(row, row("utilization")),
    weights: row("weight_dtype") as WeightFormat,
    activation: numberOrNull(row("activation_gib")),
    nonTorch: numberOrNull(row("non_torch_gib")),
    kv: numberOrNull(row("available_kv_gib")),
    graphs: numberOrNull(row("graph_estimate_gib")),
  };
}

const limitsOf = (row: CsvRow, utilization: string): EngineLimits => ({
  maxSequences: numberOr(row("max_num_seqs"), 1024),
  maxBatchedTokens: numberOr(row("max_num_batched_tokens"), 8192),
  utilization: numberOr(utilization, 0.9),
  blockSize: 16,
  prefixCaching: true,
});

/** A card as large as the log says it is: cards of one kind differ by some MiB. */
const sized = (gpu: Gpu, total: string): Gpu =>
  total === "" ? gpu : { ...gpu, memoryUsable: { ...gpu.memoryUsable, value: bytes(gibibytes(Number(total))) } };
