import type { RenderInput } from "../input.ts";
import { engineArgs } from "./launch.ts";
import { launchOf } from "./launches.ts";
import { notRenderable } from "./refusal.ts";

/**
 * SageMaker gives a container no arguments, so the engine's flags become variables. The AWS containers of vLLM and SGLang turn
 * each variable with their prefix back into a flag ("true" into a bare one): aws/deep-learning-containers, sagemaker_entrypoint.sh.
 */
const PREFIXES: Readonly<Record<string, string>> = { vllm: "SM_VLLM_", sglang: "SM_SGLANG_", tgi: "" };

/** The launcher of Text Generation Inference reads each flag from a variable; its SageMaker entry point renames these. */
const TGI_NAMES: Readonly<Record<string, string>> = {
  MODEL_ID: "HF_MODEL_ID",
  REVISION: "HF_MODEL_REVISION",
  NUM_SHARD: "SM_NUM_GPUS",
  QUANTIZE: "HF_MODEL_QUANTIZE",
};

/** Longest value of a variable of a SageMaker container. */
const LONGEST = 1024;

/** The engine's flags as variables of its SageMaker container, sorted by name. */
export function sagemakerEnvironment(input: RenderInput): Readonly<Record<string, string>> {
  const engine = input.deployment.engine.name;
  const prefix = PREFIXES[engine];
  if (prefix === undefined) throw noContainer(input);
  const named = flagsOf(engineArgs(input, launchOf(input).fp8)).map(([flag, value]): [string, string] => {
    const name = flag.replace(/^--/, "").replaceAll("-", "_").toUpperCase();
    return [engine === "tgi" ? (TGI_NAMES[name] ?? name) : `${prefix}${name}`, value];
  });
  for (const [name, value] of named) if (value.length > LONGEST) throw tooLong(input, name);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Flags and their values; a flag that stands alone is "true". The engines' flags begin with `--`, and each comes before its value. */
function flagsOf(args: readonly string[]): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  for (let index = 0; index < args.length; index += 1) {
    const isAlone = args.length === index + 1 || ALONE.has(args[index] ?? "");
    found.push([args[index] ?? "", isAlone ? "true" : (args[index + 1] ?? "")]);
    if (!isAlone) index += 1;
  }
  return found;
}

const ALONE = new Set(["--no-enable-prefix-caching", "--disable-radix-cache"]);

const noContainer = (input: RenderInput) =>
  notRenderable(input, {
    at: "spec.engine.name",
    found: input.deployment.engine.name,
    wanted: `an engine with a container for SageMaker: ${Object.keys(PREFIXES).join(", ")}`,
    advice: "Choose one of these, or another platform.",
  });

const tooLong = (input: RenderInput, name: string) =>
  notRenderable(input, {
    at: "spec",
    found: `more than ${LONGEST} characters for ${name}`,
    wanted: `at most ${LONGEST}: SageMaker takes no longer variable`,
    advice: "Shorten it.",
  });
