import {
  type Architecture,
  assumed,
  type Coverage,
  type Gpu,
  measured,
  parameterParts,
  type WeightFormat,
} from "../domain/index.ts";
import type { Batch, DecodeLine, StepTime } from "./step-time.ts";
import { slidingWindow } from "./window.ts";

const PERIODS = "vLLM 0.15.1 step periods on H100, Llama-2-70B TP4 and CodeLlama-34B TP2 (inference-sim@9293b22)";

/** What the roofline leaves open and measurements fill in. Refined per GPU and engine by calibration. */
export const ROOFLINE_FACTS = {
  weightBandwidthShare: measured(
    0.82,
    `${PERIODS}: 77 % and 88 % once layers, step and collectives are taken off`,
    "2026-11-23",
  ),
  kvBandwidthShare: measured(0.45, `${PERIODS}: 35 % and 50 % of peak`, "2026-11-23"),
  matmulShare: assumed(0.65, "large GEMMs on tensor cores reach 60-75 % of the dense peak", "2026-11-25"),
  attentionMatmulShare: assumed(0.4, "causal prefill attention kernels reach less than plain GEMMs", "2026-11-25"),
  layerSeconds: measured(
    20e-6,
    "op tables against step periods: 9-35 us a layer (norms, rotary, residual)",
    "2026-11-23",
  ),
  stepSeconds: measured(0.3e-3, "op tables against step periods: sampler and scheduler", "2026-11-23"),
  allReduceSeconds: measured(
    8e-6,
    "graph-mode all-reduce floor 4.3 us on 2 GPUs, more on 4 and 8 (aiconfigurator@095f58a)",
    "2026-11-23",
  ),
  peerLinkShare: assumed(0.7, "bandwidth collectives reach of the link's peak", "2026-11-25"),
} as const;

/** What is served on what. Weights and KV are those of the plan; `tensorParallel` GPUs share each layer. */
export interface HardwareQuestion {
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly tensorParallel: number;
  readonly weights: WeightFormat;
  readonly weightBytesPerGpu: number;
  readonly kvBytesPerTokenPerGpu: number;
}

/** A step predictor with how far to trust it. `relativeError` is one standard deviation of log(true / predicted). */
export interface HardwareStepTime {
  readonly stepTime: StepTime;
  readonly relativeError: number;
  readonly coverage: Coverage;
}

/** Roofline over a step's operations: weight matrices take the longer of reading their bytes and multiplying, prefill
 *  attention multiplies, decode attention reads the KV cache; plus time per layer, per step and per collective. */
export function rooflineStepTime(question: HardwareQuestion): HardwareStepTime {
  const terms = termsOf(question);
  const window = slidingWindow(question.architecture);
  const fixed = (tokens: number, sequences: number) => fixedSeconds(terms, tokens, sequences);
  const stepTime: StepTime = {
    seconds: (batch: Batch) =>
      fixed(batch.prefillTokens + batch.decodeSequences, batch.prefillSequences + batch.decodeSequences) +
      terms.perPair * batch.prefillPairs +
      terms.perKvToken * (kvRead(batch.decodeSequences, batch.kvTokens, window) + batch.prefillPrefixTokens),
    decodeLine: (decodes: number, kvTokens: number, line: DecodeLine) => {
      const base = fixed(decodes, decodes);
      if (window === null || kvTokens < decodes * window.tokens) {
        line.intercept = base;
        line.slope = terms.perKvToken;
        line.until = window === null ? Infinity : decodes * window.tokens;
        return;
      }
      line.slope = terms.perKvToken * (1 - window.share);
      line.intercept = base + terms.perKvToken * window.share * decodes * window.tokens;
      line.until = Infinity;
    },
  };
  return { stepTime, ...trust(question) };
}

interface Terms {
  readonly readWeights: number;
  /** Experts are read only as far as some token is routed to them. */
  readonly readExperts: number;
  readonly moe: Architecture["moe"];
  readonly perToken: number;
  readonly perHead: number;
  readonly perPair: number;
  readonly perKvToken: number;
  readonly collectives: number;
  readonly collectiveSecondsPerToken: number;
  readonly constant: number;
}

function termsOf(question: HardwareQuestion): Terms {
  const { architecture, gpu, tensorParallel } = question;
  const parts = parameterParts(architecture);
  const f = ROOFLINE_FACTS;
  const rate = matmulRate(question) * f.matmulShare.value;
  const read = gpu.bandwidth.value * f.weightBandwidthShare.value;
  const moe = architecture.moe;
  const expertShare = parts.experts / Math.max(1, parts.experts + parts.attention + parts.feedForward + parts.head);
  const perTokenWeights =
    parts.attention +
    parts.feedForward +
    parts.router +
    (moe ? (parts.experts * moe.expertsPerToken) / moe.experts : 0);
  const embedding = (2 * parts.embedding) / tensorParallel;
  const bytesRead = question.weightBytesPerGpu - (parts.head > 0 ? embedding : 0);
  const headBytes = parts.head > 0 ? parts.head : parts.embedding;
  return {
    readWeights: (bytesRead * (1 - expertShare)) / read,
    readExperts: (bytesRead * expertShare) / read,
    moe,
    perToken: (2 * perTokenWeights) / tensorParallel / rate,
    perHead: (2 * headBytes) / tensorParallel / rate,
    perPair: pairSeconds(question),
    perKvToken: question.kvBytesPerTokenPerGpu / (gpu.bandwidth.value * f.kvBandwidthShare.value),
    collectives: tensorParallel > 1 ? 2 * architecture.layers : 0,
    collectiveSecondsPerToken: collectiveSecondsPerToken(question),
    constant: f.stepSeconds.value + architecture.layers * f.layerSeconds.value,
  };
}

/** Everything of a step but attention, for `tokens` tokens of which `sequences` need the output head. */
function fixedSeconds(terms: Terms, tokens: number, sequences: number): number {
  const read = terms.readWeights + terms.readExperts * expertsTouched(terms.moe, tokens);
  const multiply = terms.perToken * tokens + terms.perHead * sequences;
  const collective = Math.max(ROOFLINE_FACTS.allReduceSeconds.value, terms.collectiveSecondsPerToken * tokens);
  return terms.constant + Math.max(read, multiply) + terms.collectives * collective;
}

/** Expected share of experts that at least one token is routed to: 1 - (1 - k/N)^tokens, uniform routing. */
function expertsTouched(moe: Architecture["moe"], tokens: number): number {
  return moe === null ? 1 : 1 - (1 - moe.expertsPerToken / moe.experts) ** tokens;
}

/** Seconds per pair of tokens in prefill attention: 4 x heads x head size operations a layer, over the group's GPUs. */
function pairSeconds(question: HardwareQuestion): number {
  const { attention, layers } = question.architecture;
  const width =
    attention.kind === "latent"
      ? attention.heads * (attention.nopeDim + attention.ropeDim + attention.valueDim) * 0.5
      : attention.heads * attention.headDim;
  const rate = sixteenBitRate(question.gpu) * ROOFLINE_FACTS.attentionMatmulShare.value * question.tensorParallel;
  return (4 * layers * width) / rate;
}

/** A ring all-reduce of one 16-bit hidden vector: 2 (n - 1) / n of it crosses each link. */
function collectiveSecondsPerToken({ architecture, gpu, tensorParallel }: HardwareQuestion): number {
  const link = (gpu.peerLink ?? gpu.hostLink).value * ROOFLINE_FACTS.peerLinkShare.value;
  return (((2 * (tensorParallel - 1)) / tensorParallel) * 2 * architecture.hidden) / link;
}

/** Rate of the matrix units for the plan's weights. Weight-only int4 formats multiply in 16 bit. */
function matmulRate({ gpu, weights }: HardwareQuestion): number {
  const native =
    weights === "fp8"
      ? gpu.matmul.fp8
      : weights === "int8"
        ? gpu.matmul.int8
        : weights === "nvfp4"
          ? gpu.matmul.fp4
          : undefined;
  return native?.value ?? sixteenBitRate(gpu);
}

const sixteenBitRate = (gpu: Gpu): number => (gpu.matmul.bf16 ?? gpu.matmul.fp16)?.value ?? Number.NaN;

/** KV tokens that decode attention reads: windowed layers read no more than the window, at the mean context. */
function kvRead(decodes: number, kvTokens: number, window: { tokens: number; share: number } | null): number {
  if (window === null) return kvTokens;
  return (1 - window.share) * kvTokens + window.share * Math.min(kvTokens, decodes * window.tokens);
}

function trust({ gpu, weights }: HardwareQuestion): Pick<HardwareStepTime, "relativeError" | "coverage"> {
  if (gpu.name.includes("H100") && (weights === "bf16" || weights === "fp16")) {
    return { relativeError: 0.1, coverage: { status: "interpolated", why: PERIODS } };
  }
  return {
    relativeError: 0.25,
    coverage: {
      status: "extrapolated",
      why: `step times of ${gpu.name} with ${weights} follow its data sheet; nearest measurement: ${PERIODS}`,
    },
  };
}
