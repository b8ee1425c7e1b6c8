import { type Architecture, assumed, measured, parameterParts, type WeightFormat } from "../domain/index.ts";
import { type Bytes, bytes } from "../units/index.ts";

const SCALES = "format definition: payload bits plus one scale (and zero point) a group";

/** Bytes one quantised weight takes, scales included, and which parts of a model the format covers. */
export const WEIGHT_FORMATS: Readonly<
  Record<
    WeightFormat,
    { readonly bytesPerWeight: ReturnType<typeof measured<number>>; readonly covers: "all" | "linear" | "experts" }
  >
> = {
  bf16: { bytesPerWeight: measured(2, SCALES, "2026-11-23"), covers: "all" },
  fp16: { bytesPerWeight: measured(2, SCALES, "2026-11-23"), covers: "all" },
  fp8: {
    bytesPerWeight: measured(1, "Llama-3.3-70B-FP8 takes 67.72 GiB (llm-d-benchmark@2593348)", "2026-11-23"),
    covers: "linear",
  },
  int8: {
    bytesPerWeight: measured(1, "Llama-3.1-70B w8a8 takes 67.72 GiB (vllm-project/vllm#12569)", "2026-11-23"),
    covers: "linear",
  },
  "gptq-int4": { bytesPerWeight: assumed(0.5 + 2.5 / 128, `${SCALES} of 128`, "2026-11-25"), covers: "linear" },
  "awq-int4": { bytesPerWeight: assumed(0.5 + 2.5 / 128, `${SCALES} of 128`, "2026-11-25"), covers: "linear" },
  mxfp4: {
    bytesPerWeight: measured(
      0.5 + 1 / 32,
      "gpt-oss-20b and -120b start-up logs (llm-d-benchmark@2593348)",
      "2026-11-23",
    ),
    covers: "experts",
  },
  nvfp4: { bytesPerWeight: assumed(0.5 + 1 / 16, `${SCALES} of 16`, "2026-11-25"), covers: "linear" },
};

/** MXFP4 kernels want expert rows in multiples of this; gpt-oss's 2,880 become 3,072, which its start-up logs confirm. */
const MXFP4_ROW = 256;
const PLAIN = 2;

/** Bytes that loading a model takes on one GPU: its weights, and the rotary table that engines compute beside them. */
export const loadedBytes = (architecture: Architecture, format: WeightFormat, tensorParallel: number): Bytes =>
  bytes(weightBytes(architecture, format, tensorParallel) + rotaryTableBytes(architecture));

/** Bytes of weights on one GPU of a tensor-parallel group. Matrices are split, those of the vision tower too (logs of Llama 4 Scout
 *  on four GPUs show it); norms, routers and the down-projections of latent attention are on each GPU; key and value heads are
 *  replicated once there are more GPUs than heads. */
export function weightBytes(architecture: Architecture, format: WeightFormat, tensorParallel: number): Bytes {
  const parts = parameterParts(architecture);
  const paid = bytesByPart(architecture, format);
  return bytes(
    (PLAIN * (parts.embedding + parts.head)) / tensorParallel +
      paid.attention * parts.attention * attentionShare(architecture, tensorParallel) +
      (paid.feedForward * parts.feedForward) / tensorParallel +
      (paid.experts * parts.experts) / tensorParallel +
      (PLAIN * parts.vision) / tensorParallel +
      PLAIN * (parts.norms + parts.router),
  );
}

/** Bytes a weight of each part that a format may cover. */
function bytesByPart(
  architecture: Architecture,
  format: WeightFormat,
): Record<"attention" | "feedForward" | "experts", number> {
  const { bytesPerWeight, covers } = WEIGHT_FORMATS[format];
  const build = architecture.builds?.[format];
  const quantised = build?.bytesPerWeight ?? bytesPerWeight.value;
  const linear = covers === "experts" && architecture.moe !== null ? PLAIN : quantised;
  const left = (part: "attention" | "feedForward") => (build?.leaves.includes(part) ? PLAIN : linear);
  const padding = format === "mxfp4" ? expertPadding(architecture) : 1;
  return { attention: left("attention"), feedForward: left("feedForward"), experts: quantised * padding };
}

/** Sines and cosines of each position, one row a position: 0.03 GiB for Llama 3.1, 0.56 GiB for Gemma 3, as logs show. */
function rotaryTableBytes({ attention, maxPositions, rotaryRows, learnedPositions }: Architecture): number {
  if (learnedPositions === true) return 0;
  const width = attention.kind === "latent" ? attention.ropeDim : attention.headDim;
  return PLAIN * (rotaryRows ?? maxPositions) * width;
}

function expertPadding(architecture: Architecture): number {
  const rows = architecture.moe?.expertIntermediate ?? MXFP4_ROW;
  return (Math.ceil(rows / MXFP4_ROW) * MXFP4_ROW) / rows;
}

/** Share of the attention matrices that one GPU holds. */
function attentionShare({ attention }: Architecture, tensorParallel: number): number {
  if (attention.kind === "latent") return latentShare(attention, tensorParallel);
  const queryAndOutput = 2 * attention.heads;
  const keyAndValue = 2 * attention.kvHeads;
  const held = queryAndOutput / tensorParallel + 2 * Math.ceil(attention.kvHeads / tensorParallel);
  return held / (queryAndOutput + keyAndValue);
}

function latentShare(
  attention: Extract<Architecture["attention"], { kind: "latent" }>,
  tensorParallel: number,
): number {
  const down = attention.qLoraRank + attention.kvLoraRank + attention.ropeDim;
  const up = attention.heads * (attention.nopeDim + attention.valueDim);
  return (down + up / tensorParallel) / (down + up);
}
