import { join } from "node:path";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import type { Architecture, Gpu } from "../../../planner/index.ts";
import { llama318b } from "../../../planner/models/llama-3.1-8b.ts";
import { qwen332b } from "../../../planner/models/qwen3-32b.ts";
import type { MeasuredKernels } from "../../../planner/steps/fitted.ts";
import { peakOf } from "../../../planner/steps/kernel-choice.ts";
import type { KernelLaw } from "../../../planner/steps/kernel-laws.ts";
import { weightMatrices } from "../../../planner/steps/matrices.ts";
import { fitAttentionPoints } from "./attention-kernels.ts";
import type { Fitted } from "./fitted.ts";
import { type FittedLaws, measuredKernels } from "./kernels.ts";
import { fitKernel } from "./matrix-kernels.ts";
import { numberAt, query, type Row, wordAt } from "./parquet.ts";

const SOURCE = "casys-kaist/LLMServingSim@5daddb2 profiler/perf";

/** One model's layers on one card as they ran inside vLLM, in 16 bit. */
interface Profile {
  readonly folder: string;
  readonly architecture: Architecture;
  readonly tensorParallel: number;
}

const LLAMA = { path: "meta-llama/Llama-3.1-8B", architecture: llama318b.architecture };
const QWEN = { path: "Qwen/Qwen3-32B", architecture: qwen332b.architecture };

function profile(card: string, { path, architecture }: typeof LLAMA | typeof QWEN, tensorParallel: number): Profile {
  return { folder: `${card}/${path}/bf16/tp${tensorParallel}`, architecture, tensorParallel };
}

/** What kernels reach inside the engine tells more than what they reach alone: where a card has profiles, they are its law. */
const PROFILES: Readonly<Record<string, readonly Profile[]>> = {
  "rtx-4090": [profile("RTX4090", LLAMA, 1)],
  "rtx-pro-6000-server": [
    profile("RTXPRO6000", LLAMA, 1),
    profile("RTXPRO6000", LLAMA, 2),
    profile("RTXPRO6000", QWEN, 1),
    profile("RTXPRO6000", QWEN, 2),
  ],
};

/** The laws of a card with profiles: 16-bit matrices and attention from those, the rest from kernels of `others`. */
export async function fitProfiles(
  shared: string,
  id: keyof typeof PROFILES & keyof typeof gpus,
  { others, seen }: { others: MeasuredKernels; seen: string },
): Promise<MeasuredKernels> {
  const gpu: Gpu = gpus[id];
  const dense: Parameters<typeof fitKernel>[0][number][] = [];
  const decode: Parameters<typeof fitAttentionPoints>[1]["decode"][number][] = [];
  const prompt: Parameters<typeof fitAttentionPoints>[1]["prompt"][number][] = [];
  for (const one of PROFILES[id] ?? []) {
    const folder = join(shared, "data/measured/requests/profiles", one.folder);
    const matrices = await query(`select * from read_csv('${join(folder, "dense.csv")}') order by layer, tokens`);
    dense.push(...densePoints(one, matrices));
    const attention = await query(
      `select * from read_csv('${join(folder, "attention.csv")}') order by prefill_chunk, kv_prefill, n_decode, kv_decode`,
    );
    decode.push(...decodePoints(one, attention));
    prompt.push(...promptPoints(one, attention));
  }
  const table = `${SOURCE}: kernels inside vLLM`;
  const bf16 = { table, ...fitKernel(dense, peakOf(gpu, "bf16"), "bent") };
  const attention = { table, ...fitAttentionPoints(gpu, { decode, prompt }) };
  const isOwn = others.gpu === gpu.name;
  const { matmul, experts } = isOwn ? others.laws : { matmul: {}, experts: {} };
  return measuredKernels(
    { gpu, source: isOwn ? others.source : SOURCE, seen },
    {
      matmul: { ...borrowedEach(others, "matmul", matmul), bf16 },
      experts: borrowedEach(others, "experts", experts),
      attention,
      allReduce: { 2: borrowedAllReduce(others, 2), 4: borrowedAllReduce(others, 4), 8: borrowedAllReduce(others, 8) },
    },
  );
}

/** A law of other kernels with its evidence, which says whose it is. */
function borrowed<T>(others: MeasuredKernels, name: string, law: T): Fitted<T> {
  const known = others.evidence[name];
  if (!known) throw new Error(`${others.gpu} has no ${name}`);
  return { law, ...known, table: `${known.table} on ${others.gpu}` };
}

const borrowedEach = (others: MeasuredKernels, part: string, laws: object): Record<string, Fitted<KernelLaw>> =>
  Object.fromEntries(
    Object.entries(laws as Record<string, KernelLaw>).map(([format, law]) => [
      format,
      borrowed(others, `${part} ${format}`, law),
    ]),
  );

const borrowedAllReduce = (others: MeasuredKernels, together: 2 | 4 | 8): FittedLaws["allReduce"][2] =>
  borrowed(others, `all-reduce ${together}`, others.laws.allReduce[together]);

/** The profile's names of the matrices, in the order of `weightMatrices`. */
const MATRICES = ["qkv_proj", "o_proj", "gate_up_proj", "down_proj"];

function densePoints({ architecture, tensorParallel }: Profile, rows: readonly Row[]) {
  const matrices = weightMatrices(architecture, tensorParallel);
  return rows.flatMap((row) => {
    const matrix = matrices[MATRICES.indexOf(wordAt(row, "layer"))];
    if (matrix === undefined) return [];
    const { rows: n, columns: k } = matrix;
    const tokens = numberAt(row, "tokens");
    const bytes = 2 * n * k + 2 * tokens * (n + k);
    return [{ bytes, operations: 2 * n * k * tokens, seconds: secondsOf(row) }];
  });
}

const secondsOf = (row: Row): number => numberAt(row, "time_us") * 1e-6;

/** Heads of one GPU. */
function headsOf({ architecture: { attention }, tensorParallel }: Profile) {
  if (attention.kind !== "grouped-query") throw new Error("profiles are of grouped-query models");
  const { heads, kvHeads, headDim } = attention;
  return { heads: heads / tensorParallel, kvHeads: Math.ceil(kvHeads / tensorParallel), headDim };
}

/** Rows of decodes alone. */
function decodePoints(one: Profile, rows: readonly Row[]) {
  const { kvHeads, headDim } = headsOf(one);
  return rows
    .filter((row) => numberAt(row, "prefill_chunk") === 0 && numberAt(row, "n_decode") > 0)
    .map((row) => {
      const heads = numberAt(row, "n_decode") * kvHeads;
      return { heads, bytes: heads * numberAt(row, "kv_decode") * 4 * headDim, seconds: secondsOf(row) };
    });
}

/** Rows of one whole prompt alone. */
function promptPoints(one: Profile, rows: readonly Row[]) {
  const { heads, headDim } = headsOf(one);
  return rows
    .filter((row) => numberAt(row, "n_decode") === 0 && numberAt(row, "kv_prefill") === 0)
    .filter((row) => numberAt(row, "prefill_chunk") >= 256)
    .map((row) => ({ operations: 2 * numberAt(row, "prefill_chunk") ** 2 * heads * headDim, seconds: secondsOf(row) }));
}
