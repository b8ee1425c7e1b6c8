// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredKernels } from "../fitted.ts";

export const h100Sxm5Kernels: MeasuredKernels = {
  gpu: "NVIDIA H100 SXM5",
  source: "ai-dynamo/aiconfigurator@095f58a systems/data/h100_sxm",
  seen: "2026-11-29",
  evidence: {
    "matmul bf16": {
      table: "gemm, vLLM 0.19.0",
      rows: 4769,
      error: {
        median: 0.056126,
        p90: 0.13541,
      },
    },
    "matmul fp8": {
      table: "gemm, vLLM 0.19.0",
      rows: 4769,
      error: {
        median: 0.10268,
        p90: 0.28778,
      },
    },
    "experts bf16": {
      table: "moe, vLLM 0.24.0",
      rows: 2592,
      error: {
        median: 0.10774,
        p90: 0.46974,
      },
    },
    "experts fp8": {
      table: "moe, vLLM 0.24.0",
      rows: 1998,
      error: {
        median: 0.090781,
        p90: 0.24613,
      },
    },
    "experts int4": {
      table: "moe, vLLM 0.24.0",
      rows: 162,
      error: {
        median: 0.13435,
        p90: 0.34073,
      },
    },
    "experts mxfp4": {
      table: "moe, vLLM 0.24.0",
      rows: 459,
      error: {
        median: 0.12027,
        p90: 0.35055,
      },
    },
    attention: {
      table: "attention, vLLM 0.24.0",
      rows: 8021,
      error: {
        median: 0.072583,
        p90: 0.28515,
      },
    },
    "all-reduce 2": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.015108,
        p90: 0.15343,
      },
    },
    "all-reduce 4": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.074276,
        p90: 0.18906,
      },
    },
    "all-reduce 8": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.13059,
        p90: 0.32622,
      },
    },
  },
  laws: {
    matmul: {
      bf16: {
        floorSeconds: 0.0000037833,
        bandwidthShare: 0.85185,
        rateShare: 0.79864,
        sharpness: 2.9848,
      },
      fp8: {
        floorSeconds: 0.0000057532,
        bandwidthShare: 0.91146,
        rateShare: 0.62486,
        sharpness: 1.0773,
      },
    },
    experts: {
      bf16: {
        floorSeconds: 0.000046019,
        bandwidthShare: 1.02,
        rateShare: 0.57451,
        sharpness: 1,
      },
      fp8: {
        floorSeconds: 0.000049029,
        bandwidthShare: 1.0057,
        rateShare: 0.31914,
        sharpness: 1,
      },
      int4: {
        floorSeconds: 0.000050988,
        bandwidthShare: 0.90265,
        rateShare: 0.21839,
        sharpness: 1,
      },
      mxfp4: {
        floorSeconds: 0.0000394,
        bandwidthShare: 0.77256,
        rateShare: 0.38989,
        sharpness: 1,
      },
    },
    attention: {
      decodeFloorSeconds: 0.000011634,
      perSequenceHeadSeconds: 2.443e-8,
      bandwidthShare: 0.91472,
      promptFloorSeconds: 0.000022914,
      rateShare: 0.48238,
    },
    allReduce: {
      2: {
        floorSeconds: 0.0000042683,
        bytesPerSecond: 252950000000,
      },
      4: {
        floorSeconds: 0.0000048686,
        bytesPerSecond: 187870000000,
      },
      8: {
        floorSeconds: 0.0000052612,
        bytesPerSecond: 192890000000,
      },
    },
  },
};
