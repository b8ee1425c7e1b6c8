import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { choice, flag, integer, type NumberRules, text } from "./leaves.ts";
import { modelId } from "./names.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

/** Formats weights come in, and those of the KV cache. CONTRACT.md section 2. */
export const WEIGHT_FORMATS = ["bf16", "fp16", "fp8", "int8", "gptq-int4", "awq-int4", "mxfp4", "nvfp4"] as const;
export const KV_FORMATS = ["auto", "bf16", "fp8"] as const;

/** `spec.model`. */
export function modelSchema() {
  return mapping({
    id: modelId().describe("Hugging Face id; any letter case."),
    revision: text({
      wanted: "revision: a commit, branch or tag of the model repository",
      example: '"0e9e39f"',
      pattern: /^(?!.*\.\.)[A-Za-z0-9][\w./-]*$/,
      longest: 200,
    })
      .optional()
      .describe("Commit, branch or tag of the model repository."),
    weights: choice("weights", WEIGHT_FORMATS).optional().describe("Format of the weights. Default: as published."),
    kvCache: choice("KV cache format", KV_FORMATS).default("auto").describe("Format of the KV cache. Default auto."),
    maxContext: integer({ wanted: "longest context in tokens", example: "8192", most: 100_000_000 })
      .optional()
      .describe("Longest context in tokens. Default: what the model was made for."),
    architecture: architectureSchema().optional(),
  }).describe("The model that is served.");
}

/** `spec.model.architecture`, for models that are not in the catalogue. Counts are elements. */
export function architectureSchema() {
  return mapping({
    layers: count("layers", "32"),
    hidden: count("hidden size", "4096"),
    intermediate: count("intermediate size of the feed-forward", "14336"),
    heads: count("attention heads", "32"),
    kvHeads: count("key and value heads", "8").optional().describe("Default: as many as heads."),
    headDim: count("elements a head", "128").optional().describe("Default: hidden / heads."),
    vocabulary: count("vocabulary size", "128256"),
    maxPositions: count("longest sequence", "131072"),
    tiedEmbeddings: flag("input embedding and output head share one matrix").default(false),
    gated: flag("gated feed-forward (three matrices)").default(true),
    bias: choice("biased projections", ["none", "qkv", "all"]).default("none"),
    slidingWindow: mapping({
      tokens: count("tokens a windowed layer sees", "4096"),
      layers: count("layers with a window", "16"),
    }).optional(),
    moe: mapping({
      experts: count("experts", "8"),
      expertsPerToken: count("experts a token goes through", "2"),
      expertIntermediate: count("intermediate size of an expert", "14336"),
      sharedExperts: count("shared experts", "0", 0).default(0),
      denseLayers: count("layers without experts", "0", 0).default(0),
    })
      .check(
        consistent(({ experts, expertsPerToken }) =>
          when(expertsPerToken > experts, {
            path: ["expertsPerToken"],
            ...DEPLOYMENT.moreExpertsPerToken(experts),
          }),
        ),
      )
      .optional(),
  })
    .check(consistent(architectureRules))
    .describe("Shape of a model that is not in the catalogue, as in its config.json.");
}

function count(wanted: string, example: string, least = 1) {
  const rules: NumberRules = { wanted, example, least, most: 100_000_000 };
  return integer(rules);
}

interface Shape {
  readonly hidden: number;
  readonly heads: number;
  readonly layers: number;
  readonly kvHeads?: number | undefined;
  readonly headDim?: number | undefined;
  readonly slidingWindow?: { readonly layers: number } | undefined;
  readonly moe?: { readonly denseLayers: number } | undefined;
}

function architectureRules(shape: Shape): readonly Contradiction[] {
  const { heads, hidden, headDim, layers } = shape;
  const kvHeads = shape.kvHeads ?? heads;
  const notMore = DEPLOYMENT.moreThanLayers(layers);
  return [
    ...when(kvHeads > heads || heads % kvHeads !== 0, {
      path: ["kvHeads"],
      ...DEPLOYMENT.unevenKvHeads(heads),
    }),
    ...when(headDim === undefined && hidden % heads !== 0, {
      path: ["heads"],
      ...DEPLOYMENT.unevenHeads(hidden),
    }),
    ...when((shape.slidingWindow?.layers ?? 0) > layers, { path: ["slidingWindow", "layers"], ...notMore }),
    ...when((shape.moe?.denseLayers ?? 0) > layers, { path: ["moe", "denseLayers"], ...notMore }),
  ];
}
