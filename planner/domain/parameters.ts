import type { Architecture, GroupedQueryAttention, LatentAttention, MixtureOfExperts } from "./model.ts";

/** Parameters of a model by part: parts are quantised and split over GPUs differently. Elements, whole model. */
export interface ParameterParts {
  /** Input embedding, and the learned position table where there is one. */
  readonly embedding: number;
  /** Output matrix; 0 where it is the embedding matrix again. */
  readonly head: number;
  readonly attention: number;
  /** Dense layers, and in layers with experts the shared experts, which see each token. */
  readonly feedForward: number;
  /** Routed experts. */
  readonly experts: number;
  readonly router: number;
  readonly norms: number;
  /** Vision tower and projector; not quantised with the decoder. */
  readonly vision: number;
}

/**
 * Parameters by part, from the shape alone.
 * Left out because no shape states them: norms of single heads, biases of norms and of feed-forward matrices, attention
 * sinks, a third and fourth norm a layer. Together below 0.1 % in each model of the catalogue.
 */
export function parameterParts(architecture: Architecture): ParameterParts {
  const { layers, hidden, vocabulary, maxPositions, attention, moe } = architecture;
  const matrices = architecture.gated ? 3 : 2;
  const denseLayers = moe === null ? layers : moe.denseLayers;
  const expertLayers = layers - denseLayers;
  const expert = moe === null ? 0 : matrices * hidden * moe.expertIntermediate;
  const positions = architecture.learnedPositions === true ? maxPositions * hidden : 0;
  return {
    embedding: vocabulary * hidden + positions,
    head: architecture.tiedEmbeddings ? 0 : vocabulary * hidden,
    attention: layers * attentionParameters(attention, hidden),
    feedForward:
      denseLayers * matrices * hidden * architecture.intermediate + expertLayers * expert * (moe?.sharedExperts ?? 0),
    experts: expertLayers * expert * (moe?.experts ?? 0),
    router: expertLayers * hidden * (moe?.experts ?? 0),
    norms: layers * normParameters(attention, hidden) + hidden,
    vision: architecture.visionParameters ?? 0,
  };
}

/** Parameters of the whole model, from the shape alone (see `parameterParts` for what is left out). */
export function parameterCount(architecture: Architecture): number {
  return sumOfParts(parameterParts(architecture));
}

/** Parameters that one token of text touches: all of them, less the vision tower and the experts it is not routed to. */
export function activeParameterCount(architecture: Architecture): number {
  const parts = parameterParts(architecture);
  return sumOfParts({ ...parts, vision: 0, experts: parts.experts * routedShare(architecture.moe) });
}

function sumOfParts(parts: ParameterParts): number {
  const { embedding, head, attention, feedForward, experts, router, norms, vision } = parts;
  return embedding + head + attention + feedForward + experts + router + norms + vision;
}

function routedShare(moe: MixtureOfExperts | null): number {
  return moe === null ? 1 : moe.expertsPerToken / moe.experts;
}

function attentionParameters(attention: GroupedQueryAttention | LatentAttention, hidden: number): number {
  return attention.kind === "latent" ? latentParameters(attention, hidden) : groupedParameters(attention, hidden);
}

function groupedParameters(attention: GroupedQueryAttention, hidden: number): number {
  const query = attention.heads * attention.headDim;
  const keyAndValue = 2 * attention.kvHeads * attention.headDim;
  const matrices = hidden * (query + keyAndValue) + query * hidden;
  if (attention.bias === "none") return matrices;
  const inputBias = query + keyAndValue;
  return matrices + inputBias + (attention.bias === "all" ? hidden : 0);
}

/** DeepSeek-V2, arXiv 2405.04434 section 2.1: queries and keys/values go through low-rank matrices, down and up again. */
function latentParameters(attention: LatentAttention, hidden: number): number {
  const { heads, qLoraRank, kvLoraRank, ropeDim, nopeDim, valueDim } = attention;
  const query = hidden * qLoraRank + qLoraRank * heads * (nopeDim + ropeDim);
  const keyAndValue = hidden * (kvLoraRank + ropeDim) + kvLoraRank * heads * (nopeDim + valueDim);
  return query + keyAndValue + heads * valueDim * hidden;
}

/** Two norms a layer; latent attention also norms its two compressed vectors. */
function normParameters(attention: GroupedQueryAttention | LatentAttention, hidden: number): number {
  return 2 * hidden + (attention.kind === "latent" ? attention.qLoraRank + attention.kvLoraRank : 0);
}
