import { join } from "node:path";
import { h100Sxm5 } from "../../../planner/gpus/h100-sxm5.ts";
import { findModel } from "../../../planner/models/lookup.ts";
import { hardwareQuestion } from "../../../planner/plan/predicted-step-time.ts";
import type { HardwareQuestion } from "../../../planner/steps/hardware.ts";
import { type Batch, emptyBatch } from "../../../planner/steps/step-time.ts";
import { numberAt, query } from "./parquet.ts";

/** One step of a real scheduler and how long it took, seconds. */
export interface MeasuredStep {
  readonly model: string;
  readonly gpu: string;
  readonly version: string;
  readonly hardware: HardwareQuestion;
  readonly batch: Batch;
  readonly seconds: number;
}

const MODELS: Readonly<Record<number, string>> = { 4: "meta-llama/Llama-2-70b-hf", 2: "codellama/CodeLlama-34b-hf" };

/** Periods between consecutive steps of vLLM 0.15.1 on H100 (inference-sim@9293b22), each so many-th of them. */
export async function measuredSteps(shared: string, each: number): Promise<readonly MeasuredStep[]> {
  const path = join(shared, "data/measured/vllm-steps/step_periods.csv");
  const rows = await query(`select * from read_csv('${path}') order by model, step_id, period_us`);
  return rows.flatMap((row, index): MeasuredStep[] => {
    const tensorParallel = numberAt(row, "tp");
    const model = MODELS[tensorParallel] ?? "";
    const known = findModel(model);
    if (index % each !== 0 || !known) return [];
    const { architecture } = known;
    return [
      {
        ...{ model, gpu: "h100-sxm5", version: "0.15", seconds: numberAt(row, "period_us") * 1e-6 },
        hardware: hardwareQuestion({ architecture, gpu: h100Sxm5, tensorParallel, weights: "bf16", kvCache: "auto" }),
        batch: {
          ...emptyBatch(),
          prefillTokens: numberAt(row, "prefill_tokens"),
          prefillSequences: numberAt(row, "prefill_reqs"),
          decodeSequences: numberAt(row, "decode_reqs"),
          kvTokens: numberAt(row, "kv_tokens"),
        },
      },
    ];
  });
}
