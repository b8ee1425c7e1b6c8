import type { Gpu } from "../../../planner/index.ts";
import { peakOf } from "../../../planner/steps/kernel-choice.ts";
import type { AttentionLaw } from "../../../planner/steps/kernel-laws.ts";
import { errorOf, type Fitted } from "./fitted.ts";
import { leastSquares } from "./least-squares.ts";
import { numberAt } from "./parquet.ts";
import { tableRows, thinned } from "./tables.ts";

/** Full attention of the usual head, with 16-bit KV. Older tables have no column for windows. */
const PLAIN = `head_dim = 128 and kv_cache_dtype = 'bfloat16'
  and coalesce(json_extract_string(to_json(rows), '$.window_size'), '0') = '0'`;

/** The law of attention, on a GPU's tables of decode and of prompt attention. */
export async function fitAttention(folder: string, gpu: Gpu): Promise<Fitted<AttentionLaw>> {
  const decode = await decodePoints(folder);
  const prompt = await promptPoints(folder);
  const fitted = fitAttentionPoints(gpu, { decode: decode.points, prompt: prompt.points });
  return { ...fitted, table: `attention, vLLM ${decode.version}` };
}

interface DecodePoint {
  /** Sequences times the key and value heads of each. */
  readonly heads: number;
  readonly bytes: number;
  readonly seconds: number;
}

interface PromptPoint {
  readonly operations: number;
  readonly seconds: number;
}

export function fitAttentionPoints(
  gpu: Gpu,
  { decode, prompt }: { decode: readonly DecodePoint[]; prompt: readonly PromptPoint[] },
): Omit<Fitted<AttentionLaw>, "table"> {
  const { bytesPerSecond, operationsPerSecond } = peakOf(gpu, "bf16");
  const decodeMisses = ([floor = 0, each = 0, share = 0]: readonly number[]) =>
    decode.map(({ heads, bytes, seconds }) =>
      Math.log((Math.exp(floor) + Math.exp(each) * heads + bytes / (bytesPerSecond * Math.exp(share))) / seconds),
    );
  const promptMisses = ([floor = 0, share = 0]: readonly number[]) =>
    prompt.map(({ operations, seconds }) =>
      Math.log((Math.exp(floor) + operations / (operationsPerSecond * Math.exp(share))) / seconds),
    );
  const options = { rounds: 40, huber: 0.2 };
  const a = leastSquares(decodeMisses, { start: [Math.log(8e-6), Math.log(20e-9), Math.log(0.8)], ...options });
  const b = leastSquares(promptMisses, { start: [Math.log(12e-6), Math.log(0.5)], ...options });
  const [decodeFloor = 0, perSequenceHead = 0, bandwidth = 0] = a.map(Math.exp);
  const [promptFloor = 0, rate = 0] = b.map(Math.exp);
  return {
    law: {
      decodeFloorSeconds: decodeFloor,
      perSequenceHeadSeconds: perSequenceHead,
      bandwidthShare: bandwidth,
      promptFloorSeconds: promptFloor,
      rateShare: rate,
    },
    rows: decode.length + prompt.length,
    error: errorOf([...decodeMisses(a), ...promptMisses(b)]),
  };
}

async function decodePoints(folder: string): Promise<{ version: string; points: readonly DecodePoint[] }> {
  const file = { family: "attention", file: "generation_attention_perf.parquet" } as const;
  const found = await tableRows(folder, file, (path) =>
    thinned(
      path,
      `${PLAIN} and batch_size <= 512 and num_key_value_heads <= 8`,
      "batch_size, num_heads, num_key_value_heads, isl, step",
    ),
  );
  if (!found) throw new Error(`${folder}: no decode attention`);
  const points = found.rows.map((row) => {
    const heads = numberAt(row, "batch_size") * numberAt(row, "num_key_value_heads");
    // Keys and values of 128 elements, two bytes each.
    const bytes = heads * (numberAt(row, "isl") + numberAt(row, "step")) * 2 * 128 * 2;
    return { heads, bytes, seconds: numberAt(row, "latency") / 1000 };
  });
  return { version: found.version, points };
}

async function promptPoints(folder: string): Promise<{ points: readonly PromptPoint[] }> {
  const file = { family: "attention", file: "context_attention_perf.parquet" } as const;
  const found = await tableRows(folder, file, (path) =>
    thinned(
      path,
      `${PLAIN} and batch_size * isl <= 16384 and isl >= 256`,
      "batch_size, num_heads, num_key_value_heads, isl",
    ),
  );
  if (!found) throw new Error(`${folder}: no prompt attention`);
  const points = found.rows.map((row) => ({
    // Causal: half of the square, two multiplications of 128 elements each, two operations a product.
    operations: 2 * numberAt(row, "batch_size") * numberAt(row, "isl") ** 2 * numberAt(row, "num_heads") * 128,
    seconds: numberAt(row, "latency") / 1000,
  }));
  return { points };
}
