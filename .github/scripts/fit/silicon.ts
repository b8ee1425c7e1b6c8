import { join } from "node:path";
import type { KvFormat, WeightFormat } from "../../../planner/index.ts";
import { numberAt, query, type Row, wordAt } from "./parquet.ts";

/** One measured server: a closed loop of `concurrency` clients, mean times in seconds. */
export interface SiliconRow {
  readonly id: string;
  readonly engine: "vllm" | "sglang";
  readonly version: string;
  readonly model: string;
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly weights: WeightFormat;
  readonly kvCache: KvFormat;
  readonly concurrency: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Lengths were drawn between 0.8 and 1.0 of the nominal ones. */
  readonly spreadLengths: boolean;
  /** Null: the engine's own. */
  readonly maxBatchedTokens: number | null;
  /** Mean time to first token; null where it was measured in a way that the row does not state. */
  readonly ttft: number | null;
  readonly tpot: number;
}

const GPUS: Readonly<Record<string, string>> = {
  h100_sxm: "h100-sxm5",
  h200_sxm: "h200-sxm5",
  b200_sxm: "b200-sxm6",
  b300_sxm: "b300-sxm6",
};

const ENGINES = ["vllm", "sglang"] as const;

/** Measured servers that can be asked again: one aggregated replica without data parallelism, an engine and GPU of the
 *  catalogue. In the file's order. */
export async function siliconRows(shared: string): Promise<readonly SiliconRow[]> {
  const path = join(shared, "data/measured/aiconfigurator/silicon_train.csv");
  const rows = await query(`select * from read_csv('${path}', all_varchar = true, header = true)`);
  return rows.flatMap(rowOf);
}

function rowOf(row: Row): SiliconRow[] {
  const engine = ENGINES.find((name) => name === wordAt(row, "backend"));
  const gpu = GPUS[wordAt(row, "system")];
  if (engine === undefined || gpu === undefined || !isOneReplica(row)) return [];
  const [model, source] = [wordAt(row, "model_path"), wordAt(row, "silicon_data_source")];
  if (engine === "vllm" && MOSTLY_CACHED.test(source)) return [];
  const ownRuns = OWN_RUNS.test(source);
  const stated = statesFirstTokens(engine, { model, source, gpus: numberAt(row, "tp_size") });
  return [
    {
      ...{ id: wordAt(row, "id"), engine, version: wordAt(row, "backend_version"), model, gpu },
      tensorParallel: numberAt(row, "tp_size"),
      weights: weightsOf(model, wordAt(row, "gemm_quant_mode")),
      kvCache: kvCacheOf(engine, gpu, model),
      concurrency: numberAt(row, "batch_size"),
      inputTokens: numberAt(row, "isl"),
      outputTokens: numberAt(row, "osl"),
      spreadLengths: !ownRuns,
      maxBatchedTokens: engine === "vllm" && ownRuns ? batchedTokens(row) : null,
      ttft: stated ? numberAt(row, "silicon_ttft_ms") / 1000 : null,
      tpot: numberAt(row, "silicon_tpot_ms") / 1000,
    },
  ];
}

function isOneReplica(row: Row): boolean {
  const ranks = numberAt(row, "attention_dp_size");
  const whole = numberAt(row, "pp_size") === 1 && numberAt(row, "tp_size") <= 8;
  return wordAt(row, "mode") === "agg" && whole && (Number.isNaN(ranks) || ranks === 1);
}

/** Their prompts were not all computed: at 98 % of the tensor cores' peak, where kernels of this size reach 60 %. Two runs of
 *  Qwen3-32B in 8 bit answer faster than their weights and KV cache can be read. */
const MOSTLY_CACHED = /source_file=(nvidia_Llama-3\.1-8B|qwen3_32b)/;

/** Runs with lengths exactly as named, which keeps clients in step: SGLang's times to first token are those of whole bursts. */
const OWN_RUNS = /source_file=Qwen_Qwen3-32B/;

/** Room for the clients and one prompt. The rows do not state it. The benchmark's rules (ai-dynamo/aiconfigurator@2b264ba
 *  src/aiconfigurator/generator/rule_plugin/benchmark/vllm.rule, seen 2026-11-29) have 1500 tokens more, in which two prompts of 1024
 *  would share a step: first tokens would come a third later than they did, at any number of clients. */
const batchedTokens = (row: Row): number => numberAt(row, "batch_size") + numberAt(row, "isl");

/** SGLang's runs of these models are no closed loops of ten rounds: first tokens come ten times sooner than the prompts of all clients
 *  can be computed (Llama), or after waits that no speed of the engine explains (DeepSeek). */
const OTHER_ARRIVALS = /Llama-3\.1-8B|DeepSeek/;

/** Whether a row says how long first tokens waited. On one H100 the pool of Qwen3-32B held a fraction of what SGLang's own default
 *  leaves, by a setting that the rows do not state, and requests waited for it. */
function statesFirstTokens(
  engine: string,
  { model, source, gpus }: { model: string; source: string; gpus: number },
): boolean {
  if (engine !== "sglang") return true;
  return !OTHER_ARRIVALS.test(`${model} ${source}`) && !(OWN_RUNS.test(source) && gpus === 1);
}

/** gpt-oss is published in MXFP4 and served so, whatever the table calls it. */
function weightsOf(model: string, mode: string): WeightFormat {
  if (model.includes("gpt-oss")) return "mxfp4";
  if (mode === "nvfp4") return "nvfp4";
  if (mode === "int4_wo") return "gptq-int4";
  return mode.startsWith("fp8") ? "fp8" : "bf16";
}

/** The file does not state it. On Blackwell, vLLM's servers of these models held up to twice the tokens that 16-bit keys and
 *  values have room for, and no request waited: they were stored in 8 bit. */
function kvCacheOf(engine: string, gpu: string, model: string): KvFormat {
  return engine === "vllm" && gpu.startsWith("b") && /Llama|MiniMax|Kimi/.test(model) ? "fp8" : "auto";
}
