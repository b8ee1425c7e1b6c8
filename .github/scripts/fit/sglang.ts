import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Architecture, Gpu, WeightFormat } from "../../../planner/domain/index.ts";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import { kvBytesPerToken } from "../../../planner/memory/kv-cache.ts";
import { loadedBytes } from "../../../planner/memory/weights.ts";
import { findModel } from "../../../planner/models/lookup.ts";
import { gibibytes } from "../../../planner/units/index.ts";
import type { FittedFact } from "./generated-facts.ts";

interface SglangLog {
  readonly label: string;
  readonly source: string;
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly tensorParallel: number;
  readonly weights: WeightFormat;
  readonly fraction: number;
  readonly kvTokens: number;
}

/** The public logs beside this script. */
export function sglangLogs(): readonly SglangLog[] {
  const lines = readFileSync(join(import.meta.dirname, "sglang-logs.csv"), "utf8")
    .trim()
    .split("\n");
  return lines.slice(2).flatMap((text) => {
    const [model = "", gpuId = "", tp = "", weights = "", fraction = "", tokens = "", source = ""] = text.split(",");
    const gpu = Object.entries(gpus).find(([id]) => id === gpuId)?.[1];
    const architecture = findModel(model)?.architecture;
    if (gpu === undefined || architecture === undefined) return [];
    const label = `${model} on ${tp} x ${gpuId}`;
    const log = { label, source, architecture, gpu, weights: weights as WeightFormat };
    return [{ ...log, tensorParallel: Number(tp), fraction: Number(fraction), kvTokens: Number(tokens) }];
  });
}

/** What of the static share is neither weights nor KV pool, GiB a GPU. */
function settled({ architecture, gpu, tensorParallel, weights, fraction, kvTokens }: SglangLog): number {
  const pool = kvTokens * kvBytesPerToken(architecture, "auto", tensorParallel);
  const share = gpu.memoryUsable.value * fraction;
  return (share - loadedBytes(architecture, weights, tensorParallel) - pool) / gibibytes(1);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Each log predicted from the others: relative error of its KV pool, and the error in GiB. */
export function sglangResiduals(logs: readonly SglangLog[]): readonly { label: string; error: number; gib: number }[] {
  return logs.map((log) => {
    const gib = settled(log) - mean(logs.filter((other) => other !== log).map(settled));
    const pool = (log.kvTokens * kvBytesPerToken(log.architecture, "auto", log.tensorParallel)) / gibibytes(1);
    return { label: log.label, gib, error: gib / pool };
  });
}

/** The fitted facts of SGLang's memory law. */
export function sglangFacts(
  logs: readonly SglangLog[],
): Readonly<Record<string, Readonly<Record<string, FittedFact>>>> {
  const worst = Math.max(...sglangResiduals(logs).map(({ gib }) => Math.abs(gib)));
  const common = { source: logs.map(({ source }) => source).join("; "), seen: "2026-11-25" };
  const range = `two logs: ${logs.map(({ label }) => label).join(", ")}`;
  const error = `each predicted from the other within ${worst.toFixed(2)} GiB`;
  return {
    SGLANG_MEMORY: {
      settledGib: { ...common, range, error, value: mean(logs.map(settled)) },
      unseenGib: { ...common, range, error: "is itself an error: the larger of the two", value: worst },
    },
  };
}
