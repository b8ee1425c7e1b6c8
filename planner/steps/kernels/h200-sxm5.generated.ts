// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredKernels } from "../fitted.ts";

export const h200Sxm5Kernels: MeasuredKernels = {
  gpu: "NVIDIA H200 SXM5",
  source: "ai-dynamo/aiconfigurator@095f58a systems/data/h200_sxm",
  seen: "2026-11-29",
  evidence: {
    "matmul bf16": {
      table: "gemm, vLLM 0.19.0",
      rows: 4769,
      error: {
        median: 0.076666,
        p90: 0.16818,
      },
    },
    "matmul fp8": {
      table: "gemm, vLLM 0.19.0",
      rows: 4769,
      error: {
        median: 0.11957,
        p90: 0.32338,
      },
    },
    "experts bf16": {
      table: "moe, vLLM 0.24.0",
      rows: 2592,
      error: {
        median: 0.1267,
        p90: 0.56262,
      },
    },
    "experts fp8": {
      table: "moe, vLLM 0.24.0",
      rows: 1998,
      error: {
        median: 0.097398,
        p90: 0.29495,
      },
    },
    "experts int4": {
      table: "moe, vLLM 0.24.0",
      rows: 162,
      error: {
        median: 0.1373,
        p90: 0.3389,
      },
    },
    "experts mxfp4": {
      table: "moe, vLLM 0.24.0",
      rows: 459,
      error: {
        median: 0.12481,
        p90: 0.34959,
      },
    },
    attention: {
      table: "attention, vLLM 0.24.0",
      rows: 8021,
      error: {
        median: 0.071403,
        p90: 0.26579,
      },
    },
    "all-reduce 2": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.015512,
        p90: 0.11129,
      },
    },
    "all-reduce 4": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.067807,
        p90: 0.14926,
      },
    },
    "all-reduce 8": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.13041,
        p90: 0.28722,
      },
    },
  },
  laws: {
    matmul: {
      bf16: {
        floorSeconds: 0.0000041414,
        bandwidthShare: 0.83904,
        rateShare: 0.77174,
        sharpness: 2.8992,
      },
      fp8: {
        floorSeconds: 0.0000059299,
        bandwidthShare: 0.90584,
        rateShare: 0.69082,
        sharpness: 1.0122,
      },
    },
    experts: {
      bf16: {
        floorSeconds: 0.000049927,
        bandwidthShare: 1.0385,
        rateShare: 0.5765,
        sharpness: 1,
      },
      fp8: {
        floorSeconds: 0.000048168,
        bandwidthShare: 0.97094,
        rateShare: 0.29718,
        sharpness: 1,
      },
      int4: {
        floorSeconds: 0.000048345,
        bandwidthShare: 0.71532,
        rateShare: 0.20366,
        sharpness: 1,
      },
      mxfp4: {
        floorSeconds: 0.000038675,
        bandwidthShare: 0.55529,
        rateShare: 0.38885,
        sharpness: 1,
      },
    },
    attention: {
      decodeFloorSeconds: 0.000011683,
      perSequenceHeadSeconds: 2.5086e-8,
      bandwidthShare: 0.87274,
      promptFloorSeconds: 0.000022666,
      rateShare: 0.48549,
    },
    allReduce: {
      2: {
        floorSeconds: 0.0000044221,
        bytesPerSecond: 262530000000,
      },
      4: {
        floorSeconds: 0.0000048676,
        bytesPerSecond: 193250000000,
      },
      8: {
        floorSeconds: 0.0000054,
        bytesPerSecond: 203860000000,
      },
    },
  },
};
