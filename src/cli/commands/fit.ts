import { type Command, Option } from "commander";
import type { KvFormat, WeightFormat } from "../../../planner/index.ts";
import { commandLineError } from "../../ports/failure.ts";
import { type CommonFlags, wholeOf, withJson } from "../options.ts";
import { run, show } from "../run.ts";

interface FitFlags extends CommonFlags {
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

export function fitCommand(program: Command): void {
  const command = program
    .command("fit")
    .description("memory only: does a model fit a GPU, part by part, and what would hold it")
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
    .option("--utilization <share>", "share of GPU memory the engine may take, 0.9 or 90%")
    .addHelpText(
      "after",
      "\nExample:\n  $ loadline fit --model meta-llama/Llama-3.1-8B-Instruct --gpu a10g --max-context 8192\n",
    );
  withJson(command).action((flags: FitFlags) =>
    run(async () => {
      const { fitModel } = await import("../../tasks/fit-model.ts");
      const [engine = "", version] = flags.engine.split("@");
      const count = (at: string, text: string | undefined) => (text === undefined ? null : wholeOf(at, text, 1));
      const answer = fitModel({
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
      });
      return show(answer, flags);
    }),
  );
}

function shareOf(text: string): number {
  const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== "" && value > 0 && value <= 1) return value;
  throw commandLineError("--utilization", {
    found: text,
    wanted: "a share above 0 and up to 1",
    advice: "For example --utilization 0.9 or 90%.",
  });
}
