import { type Command, Option } from "commander";
import type { KvFormat, ServingByName, WeightFormat } from "../../planner/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError } from "../ports/failure.ts";
import { wholeOf } from "./options.ts";

/** Flags that say what is served on what. */
export interface ServingFlags {
  readonly model: string;
  readonly gpu: string;
  readonly tp: string;
  readonly engine: string;
  readonly weights?: WeightFormat;
  readonly kvCache: KvFormat;
  readonly maxSequences?: string;
  readonly maxBatchedTokens?: string;
  readonly maxContext?: string;
  readonly utilization?: string;
}

const WEIGHTS = ["bf16", "fp16", "fp8", "int8", "gptq-int4", "awq-int4", "mxfp4", "nvfp4"];

export function withServing(command: Command): Command {
  return command
    .requiredOption("--model <id>", "Hugging Face id, any letter case")
    .requiredOption("--gpu <id>", "such as a10g, l40s, h100-sxm5")
    .option("--tp <n>", "GPUs that share each layer", "1")
    .option("--engine <name[@version]>", "vllm, tgi, sglang or static", "vllm")
    .addOption(new Option("--weights <format>", "format of the weights (default: as published)").choices(WEIGHTS))
    .addOption(
      new Option("--kv-cache <format>", "format of the KV cache").choices(["auto", "bf16", "fp8"]).default("auto"),
    )
    .option("--max-sequences <n>", "sequences at once (default: the engine's)")
    .option("--max-batched-tokens <n>", "tokens a step (default: the engine's)")
    .option("--max-context <n>", "longest sequence in tokens (default: the model's)")
    .option("--utilization <share>", "share of GPU memory the engine may take, 0.9 or 90%");
}

export function servingOf(flags: ServingFlags): ServingByName {
  const [engine = "", version] = flags.engine.split("@");
  const count = (at: string, text: string | undefined) => (text === undefined ? null : wholeOf(at, text, 1));
  return {
    model: flags.model,
    gpu: flags.gpu.toLowerCase(),
    tensorParallel: wholeOf("--tp", flags.tp, 1),
    engine,
    version: version ?? null,
    weights: flags.weights ?? null,
    kvCache: flags.kvCache,
    maxSequences: count("--max-sequences", flags.maxSequences),
    maxBatchedTokens: count("--max-batched-tokens", flags.maxBatchedTokens),
    maxContext: count("--max-context", flags.maxContext),
    utilization: flags.utilization === undefined ? null : shareOf(flags.utilization),
  };
}

function shareOf(text: string): number {
  const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== "" && value > 0 && value <= 1) return value;
  throw commandLineError("--utilization", COMMAND_LINE.noShare(text));
}
