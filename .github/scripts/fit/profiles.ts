import { join } from "node:path";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import type { Gpu } from "../../../planner/index.ts";
import { llama318b } from "../../../planner/models/llama-3.1-8b.ts";
import type { MeasuredKernels } from "../../../planner/steps/fitted.ts";
import { peakOf } from "../../../planner/steps/hardware.ts";
import { weightMatrices } from "../../../planner/steps/matrices.ts";
import { fitAttentionPoints } from "./attention-kernels.ts";
import { measuredKernels } from "./kernels.ts";
import { fitKernel } from "./matrix-kernels.ts";
import { numberAt, query, type Row, wordAt } from "./parquet.ts";

const SOURCE = "casys-kaist/LLMServingSim@5daddb2 profiler/perf/RTX4090/meta-llama/Llama-3.1-8B/bf16/tp1";
const TABLE = "kernels inside vLLM";

/** The profile's names of the matrices, in the order of `weightMatrices`. */
const MATRICES = ["qkv_proj", "o_proj", "gate_up_proj", "down_proj"];

/** The laws of an RTX 4090, on a profile of Llama 3.1 8B's layers inside vLLM. No profile has two of these cards: all-reduces are
 *  those of another card without a link of its own. */
export async function fitRtx4090(shared: string, l40s: MeasuredKernels, seen: string): Promise<MeasuredKernels> {
  const folder = join(shared, "data/measured/requests/profiles/RTX4090/meta-llama/Llama-3.1-8B/bf16/tp1");
  const gpu: Gpu = gpus["rtx-4090"];
  const dense = await query(`select * from read_csv('${join(folder, "dense.csv")}') order by layer, tokens`);
  const matmul = { bf16: { table: TABLE, ...fitKernel(densePoints(dense), peakOf(gpu, "bf16"), "bent") } };
  const rows = await query(
    `select * from read_csv('${join(folder, "attention.csv")}') order by prefill_chunk, kv_prefill, n_decode, kv_decode`,
  );
  const attention = { table: TABLE, ...fitAttentionPoints(gpu, attentionPoints(rows)) };
  const borrowed = (together: 2 | 4 | 8) => {
    const known = l40s.evidence[`all-reduce ${together}`];
    if (!known) throw new Error(`no all-reduce of ${together} GPUs to borrow`);
    return { ...known, law: l40s.laws.allReduce[together], table: `${known.table} on ${l40s.gpu}` };
  };
  const allReduce = { 2: borrowed(2), 4: borrowed(4), 8: borrowed(8) };
  return measuredKernels({ gpu, source: SOURCE, seen }, { matmul, experts: {}, attention, allReduce });
}

function densePoints(rows: readonly Row[]) {
  const matrices = weightMatrices(llama318b.architecture, 1);
  return rows.flatMap((row) => {
    const matrix = matrices[MATRICES.indexOf(wordAt(row, "layer"))];
    if (matrix === undefined) return [];
    const { rows: n, columns: k } = matrix;
    const tokens = numberAt(row, "tokens");
    const bytes = 2 * n * k + 2 * tokens * (n + k);
    return [{ bytes, operations: 2 * n * k * tokens, seconds: numberAt(row, "time_us") * 1e-6 }];
  });
}

/** Rows of decodes alone, and of one whole prompt alone. */
function attentionPoints(rows: readonly Row[]) {
  const { attention } = llama318b.architecture;
  const { heads, kvHeads, headDim } = attention;
  const seconds = (row: Row) => numberAt(row, "time_us") * 1e-6;
  const decode = rows
    .filter((row) => numberAt(row, "prefill_chunk") === 0 && numberAt(row, "n_decode") > 0)
    .map((row) => {
      const held = numberAt(row, "n_decode") * kvHeads;
      return { heads: held, bytes: held * numberAt(row, "kv_decode") * 4 * headDim, seconds: seconds(row) };
    });
  const prompt = rows
    .filter((row) => numberAt(row, "n_decode") === 0 && numberAt(row, "kv_prefill") === 0)
    .filter((row) => numberAt(row, "prefill_chunk") >= 256)
    .map((row) => ({
      operations: 2 * numberAt(row, "prefill_chunk") ** 2 * heads * headDim,
      seconds: seconds(row),
    }));
  return { decode, prompt };
}
