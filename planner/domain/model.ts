import type { Fact } from "./fact.ts";

/** Formats weights come in. */
export type WeightFormat = "bf16" | "fp16" | "fp8" | "int8" | "gptq-int4" | "awq-int4" | "mxfp4" | "nvfp4";
export type KvFormat = "auto" | "bf16" | "fp8";

/** Grouped-query attention (multi-head when `kvHeads` equals `heads`, multi-query when it is 1). */
export interface GroupedQueryAttention {
  readonly kind: "grouped-query";
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** q, k and v projections carry a bias (Qwen2), or all four projections do (GPT-2). */
  readonly bias: "none" | "qkv" | "all";
  /** Some layers see only the last `tokens`; `layers` says how many of the model's layers do. */
  readonly slidingWindow: { readonly tokens: number; readonly layers: number } | null;
}

/** Multi-head latent attention (DeepSeek): one compressed vector a token and layer, the same on each GPU. */
export interface LatentAttention {
  readonly kind: "latent";
  readonly heads: number;
  readonly qLoraRank: number;
  readonly kvLoraRank: number;
  readonly ropeDim: number;
  readonly nopeDim: number;
  readonly valueDim: number;
}

export interface MixtureOfExperts {
  readonly experts: number;
  readonly expertsPerToken: number;
  readonly expertIntermediate: number;
  readonly sharedExperts: number;
  /** The first layers of some models are dense. */
  readonly denseLayers: number;
}

/** How a published build differs from what its format usually covers. */
export interface QuantisedBuild {
  /** Parts that stay at 16 bits besides embeddings, head, norms and router. */
  readonly leaves: readonly ("attention" | "feedForward")[];
  /** Bytes a quantised weight with its scales; absent = as the format has it. */
  readonly bytesPerWeight?: number;
}

/** The shape from which parameter count, KV bytes and operations follow. Lengths are elements. */
export interface Architecture {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly vocabulary: number;
  readonly maxPositions: number;
  /** Input embedding and output head share one matrix. */
  readonly tiedEmbeddings: boolean;
  /** Gated feed-forward has three matrices, plain has two. */
  readonly gated: boolean;
  readonly attention: GroupedQueryAttention | LatentAttention;
  readonly moe: MixtureOfExperts | null;
  /** Position embeddings are a learned table of `maxPositions` rows (GPT-2); absent = computed, as in rotary embeddings. */
  readonly learnedPositions?: true;
  /** Rows of the rotary table that engines compute once and keep, where scaling makes them more than `maxPositions`. */
  readonly rotaryRows?: number;
  /** Quantised builds of this shape that leave more at 16 bits than the format usually does, or pay more a weight. */
  readonly builds?: Readonly<Partial<Record<WeightFormat, QuantisedBuild>>>;
  /** Parameters of the vision tower and its projector, which engines load even when nobody sends an image. Absent = none. */
  readonly visionParameters?: number;
}

/** A model of the catalogue. The file name is a slug; `id` is the Hugging Face id. */
export interface Model {
  readonly id: string;
  /** Tunes of exactly this shape (`-Instruct`, `-hf`, `-FP8`, dated); matched in any letter case. */
  readonly aliases: readonly string[];
  readonly architecture: Architecture;
  /** Published or recomputed count; the contract suite derives it again from the shape. */
  readonly parameters: Fact<number>;
  /** Parameters that one token of text touches; equals `parameters` for dense models without a vision tower. */
  readonly activeParameters: number;
  /** Format of the weights as published. */
  readonly publishedWeights: WeightFormat;
  /** Where the shape was read, and which of its fields were inferred. */
  readonly shape: Fact<string>;
  readonly inferred: readonly string[];
}
