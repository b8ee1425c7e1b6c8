import { RENDERING } from "../../mistakes/rendering.ts";
import type { RenderInput } from "../input.ts";
import { renderRefusal } from "./account.ts";
import { type EngineFlag, engineFlags } from "./launch.ts";

/** How an image that answers SageMaker's /ping and /invocations is told what its engine should do: through variables alone. */
interface Convention {
  readonly variable: (flag: string) => string;
  /** Variables that are not made from a flag's name. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly always: Readonly<Record<string, string>>;
  /** What stands for a flag without a value. */
  readonly alone: string;
}

const upper = (flag: string): string => flag.replace(/^-+/, "").replaceAll("-", "_").toUpperCase();

const NOTHING_MORE = { renamed: {}, always: {}, alone: "" };

/** By engine. The entry points of vLLM and SGLang turn `SM_VLLM_MAX_MODEL_LEN=8192` into `--max-model-len 8192`. */
const CONVENTIONS: Readonly<Record<string, Convention>> = {
  // aws/deep-learning-containers vllm/build_artifacts/sagemaker_entrypoint.sh, vllm-project/vllm
  // examples/online_serving/sagemaker-entrypoint.sh; read 2026-11-29.
  vllm: { ...NOTHING_MORE, variable: (flag) => `SM_VLLM_${upper(flag)}` },
  // aws/deep-learning-containers, sagemaker_entrypoint.sh of SGLang: a flag without a value is `true`.
  sglang: { ...NOTHING_MORE, variable: (flag) => `SM_SGLANG_${upper(flag)}`, alone: "true" },
  // huggingface/text-generation-inference sagemaker-entrypoint.sh; the launcher reads the rest by the names of its flags.
  tgi: {
    ...{ variable: upper, always: {}, alone: "true" },
    renamed: {
      "--model-id": "HF_MODEL_ID",
      "--revision": "HF_MODEL_REVISION",
      "--num-shard": "SM_NUM_GPUS",
      "--quantize": "HF_MODEL_QUANTIZE",
    },
  },
};

/** deepjavalibrary/djl-serving serving/docs/lmi/deployment_guide/configurations.md: OPTION_ and the engine's own argument. */
const LMI: Convention = {
  ...{ variable: (flag) => `OPTION_${upper(flag)}`, alone: "true" },
  renamed: {
    "--model": "HF_MODEL_ID",
    "--revision": "HF_REVISION",
    "--max-num-seqs": "OPTION_MAX_ROLLING_BATCH_SIZE",
    "--tensor-parallel-size": "OPTION_TENSOR_PARALLEL_DEGREE",
  },
  always: { OPTION_ROLLING_BATCH: "vllm" },
};

/** Variables of the container, sorted; the same facts that are arguments on Kubernetes. */
export function sageMakerEnvironment(input: RenderInput): Readonly<Record<string, string>> {
  const convention = conventionOf(input);
  const told = engineFlags(input).map((flag) => variableOf(flag, convention));
  return Object.fromEntries(
    [...Object.entries(convention.always), ...told].sort(([first], [second]) => (first < second ? -1 : 1)),
  );
}

function variableOf({ name, value }: EngineFlag, convention: Convention): readonly [string, string] {
  const negated = name.startsWith("--no-") && convention === LMI;
  if (negated) return [convention.variable(name.replace("--no-", "--")), "false"];
  return [convention.renamed[name] ?? convention.variable(name), value ?? convention.alone];
}

function conventionOf({ deployment }: RenderInput): Convention {
  const { name, image } = deployment.engine;
  if (name === "vllm" && /\/djl-inference[:@]/.test(image ?? "")) return LMI;
  const known = CONVENTIONS[name];
  if (known !== undefined) return known;
  throw renderRefusal("spec.engine.name", RENDERING.engineOfNoContainer(name, Object.keys(CONVENTIONS)));
}
