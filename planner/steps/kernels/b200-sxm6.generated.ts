// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredKernels } from "../fitted.ts";

export const b200Sxm6Kernels: MeasuredKernels = {
  gpu: "NVIDIA B200 SXM6",
  source: "ai-dynamo/aiconfigurator@095f58a systems/data/b200_sxm",
  seen: "2026-11-29",
  evidence: {
    "matmul bf16": {
      table: "gemm, vLLM 0.19.0",
      rows: 4769,
      error: {
        median: 0.074827,
        p90: 0.20425,
      },
    },
    "matmul fp8": {
      table: "gemm, vLLM 0.19.0",
      rows: 4769,
      error: {
        median: 0.082455,
        p90: 0.20497,
      },
    },
    "matmul nvfp4": {
      table: "gemm, vLLM 0.19.0",
      rows: 4769,
      error: {
        median: 0.070478,
        p90: 0.1954,
      },
    },
    "experts bf16": {
      table: "moe, vLLM 0.24.0",
      rows: 1972,
      error: {
        median: 0.12438,
        p90: 0.47984,
      },
    },
    "experts fp8": {
      table: "moe, vLLM 0.24.0",
      rows: 1998,
      error: {
        median: 0.11526,
        p90: 0.29144,
      },
    },
    "experts nvfp4": {
      table: "moe, vLLM 0.24.0",
      rows: 2241,
      error: {
        median: 0.1647,
        p90: 0.4929,
      },
    },
    "experts int4": {
      table: "moe, vLLM 0.24.0",
      rows: 162,
      error: {
        median: 0.14224,
        p90: 0.3432,
      },
    },
    "experts mxfp4": {
      table: "moe, vLLM 0.24.0",
      rows: 324,
      error: {
        median: 0.22138,
        p90: 0.59877,
      },
    },
    attention: {
      table: "attention, vLLM 0.24.0",
      rows: 8060,
      error: {
        median: 0.08613,
        p90: 0.33849,
      },
    },
    "all-reduce 2": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.09375,
        p90: 0.47228,
      },
    },
    "all-reduce 4": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.088696,
        p90: 0.48074,
      },
    },
    "all-reduce 8": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0",
      rows: 21,
      error: {
        median: 0.098821,
        p90: 0.33684,
      },
    },
  },
  laws: {
    matmul: {
      bf16: {
        floorSeconds: 0.0000036172,
        bandwidthShare: 0.80753,
        rateShare: 0.72311,
        sharpness: 2.3894,
      },
      fp8: {
        floorSeconds: 0.0000059549,
        bandwidthShare: 0.60221,
        rateShare: 0.31238,
        sharpness: 2.5221,
      },
      nvfp4: {
        floorSeconds: 0.0000063758,
        bandwidthShare: 0.50134,
        rateShare: 0.50284,
        sharpness: 2.7811,
      },
    },
    experts: {
      bf16: {
        floorSeconds: 0.000019767,
        bandwidthShare: 1.0323,
        rateShare: 0.47578,
        sharpness: 1,
      },
      fp8: {
        floorSeconds: 0.000034196,
        bandwidthShare: 0.98102,
        rateShare: 0.18587,
        sharpness: 1,
      },
      nvfp4: {
        floorSeconds: 0.00001809,
        bandwidthShare: 0.81505,
        rateShare: 0.43758,
        sharpness: 1,
      },
      int4: {
        floorSeconds: 0.000049689,
        bandwidthShare: 0.54905,
        rateShare: 0.093327,
        sharpness: 1,
      },
      mxfp4: {
        floorSeconds: 0.000036837,
        bandwidthShare: 0.85365,
        rateShare: 0.77971,
        sharpness: 1,
      },
    },
    attention: {
      decodeFloorSeconds: 0.0000093682,
      perSequenceHeadSeconds: 9.097e-9,
      bandwidthShare: 0.95018,
      promptFloorSeconds: 0.000023797,
      rateShare: 0.38053,
    },
    allReduce: {
      2: {
        floorSeconds: 0.0000072506,
        bytesPerSecond: 397980000000,
      },
      4: {
        floorSeconds: 0.0000077404,
        bytesPerSecond: 300600000000,
      },
      8: {
        floorSeconds: 0.000008511,
        bytesPerSecond: 309070000000,
      },
    },
  },
};
