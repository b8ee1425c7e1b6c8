import type { Architecture } from "../domain/index.ts";

/** One weight matrix on one GPU: `rows` x `columns` elements, multiplied by every token of a step (`head`: by one token of
 *  each sequence). `count` of them in the whole model. */
export interface WeightMatrix {
  readonly part: "attention" | "feedForward" | "head";
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

/** The matrices of a model as one GPU of a tensor-parallel group holds them; routed experts are left out. */
export function weightMatrices(architecture: Architecture, tensorParallel: number): readonly WeightMatrix[] {
  const { layers, hidden, vocabulary, moe } = architecture;
  const gate = architecture.gated ? 2 : 1;
  const feedForward = (count: number, width: number): WeightMatrix[] => [
    { part: "feedForward", count, rows: (gate * width) / tensorParallel, columns: hidden },
    { part: "feedForward", count, rows: hidden, columns: width / tensorParallel },
  ];
  const denseLayers = moe === null ? layers : moe.denseLayers;
  const shared = moe === null ? 0 : moe.sharedExperts * moe.expertIntermediate;
  return [
    ...attentionMatrices(architecture, tensorParallel),
    ...(denseLayers > 0 ? feedForward(denseLayers, architecture.intermediate) : []),
    ...(shared > 0 ? feedForward(layers - denseLayers, shared) : []),
    { part: "head", count: 1, rows: vocabulary / tensorParallel, columns: hidden },
  ];
}

/** Query, key and value in one matrix, and the output. Key and value heads are copied once there are more GPUs than heads.
 *  Latent attention: two matrices down, which each GPU holds whole, and their way up and out, split by heads. */
function attentionMatrices({ attention, layers, hidden }: Architecture, tensorParallel: number): WeightMatrix[] {
  const matrix = (rows: number, columns: number): WeightMatrix => ({ part: "attention", count: layers, rows, columns });
  if (attention.kind === "grouped-query") {
    const { heads, kvHeads, headDim } = attention;
    const held = heads / tensorParallel + 2 * Math.ceil(kvHeads / tensorParallel);
    return [matrix(held * headDim, hidden), matrix(hidden, (heads * headDim) / tensorParallel)];
  }
  const { heads, qLoraRank, kvLoraRank, ropeDim, nopeDim, valueDim } = attention;
  const held = heads / tensorParallel;
  return [
    matrix(qLoraRank + kvLoraRank + ropeDim, hidden),
    matrix(held * (nopeDim + ropeDim), qLoraRank),
    matrix(held * (nopeDim + valueDim), kvLoraRank),
    matrix(hidden, held * valueDim),
  ];
}
