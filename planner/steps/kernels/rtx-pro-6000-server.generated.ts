// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredKernels } from "../fitted.ts";

export const rtxPro6000ServerKernels: MeasuredKernels = {
  gpu: "NVIDIA RTX PRO 6000 Blackwell Server Edition",
  source: "ai-dynamo/aiconfigurator@095f58a systems/data/rtx_pro_6000_server",
  seen: "2026-11-29",
  evidence: {
    "matmul bf16": {
      table: "casys-kaist/LLMServingSim@5daddb2 profiler/perf: kernels inside vLLM",
      rows: 2432,
      error: {
        median: 0.051751,
        p90: 0.13407,
      },
    },
    "matmul fp8": {
      table: "gemm, vLLM 0.19.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 4769,
      error: {
        median: 0.12823,
        p90: 0.47631,
      },
    },
    "matmul nvfp4": {
      table: "gemm, vLLM 0.19.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 4769,
      error: {
        median: 0.12459,
        p90: 0.44227,
      },
    },
    "experts bf16": {
      table: "moe, vLLM 0.24.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 2484,
      error: {
        median: 0.10262,
        p90: 0.39198,
      },
    },
    "experts nvfp4": {
      table: "moe, vLLM 0.24.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 2241,
      error: {
        median: 0.11668,
        p90: 0.36968,
      },
    },
    "experts int4": {
      table: "moe, vLLM 0.24.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 162,
      error: {
        median: 0.094539,
        p90: 0.25297,
      },
    },
    "experts mxfp4": {
      table: "moe, vLLM 0.24.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 324,
      error: {
        median: 0.11183,
        p90: 0.33632,
      },
    },
    attention: {
      table: "casys-kaist/LLMServingSim@5daddb2 profiler/perf: kernels inside vLLM",
      rows: 720,
      error: {
        median: 0.052155,
        p90: 0.13653,
      },
    },
    "all-reduce 2": {
      table: "all-reduce in CUDA graphs, vLLM 0.19.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 21,
      error: {
        median: 0.044119,
        p90: 0.65982,
      },
    },
    "all-reduce 4": {
      table: "all-reduce in CUDA graphs, vLLM 0.24.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 21,
      error: {
        median: 0.072007,
        p90: 0.17955,
      },
    },
    "all-reduce 8": {
      table: "all-reduce in CUDA graphs, vLLM 0.24.0 on NVIDIA RTX PRO 6000 Blackwell Server Edition",
      rows: 21,
      error: {
        median: 0.074444,
        p90: 0.28451,
      },
    },
  },
  laws: {
    matmul: {
      bf16: {
        floorSeconds: 0.000005316,
        bandwidthShare: 0.8553,
        rateShare: 0.84398,
        sharpness: 1.5803,
      },
      fp8: {
        floorSeconds: 0.000018602,
        bandwidthShare: 0.58742,
        rateShare: 0.72793,
        sharpness: 2.4066,
      },
      nvfp4: {
        floorSeconds: 0.000010674,
        bandwidthShare: 0.59298,
        rateShare: 0.62275,
        sharpness: 6.8959,
      },
    },
    experts: {
      bf16: {
        floorSeconds: 0.00003178,
        bandwidthShare: 0.99149,
        rateShare: 0.44512,
        sharpness: 1,
      },
      nvfp4: {
        floorSeconds: 0.000054099,
        bandwidthShare: 0.83804,
        rateShare: 0.71502,
        sharpness: 1,
      },
      int4: {
        floorSeconds: 0.000022279,
        bandwidthShare: 0.93584,
        rateShare: 0.71582,
        sharpness: 1,
      },
      mxfp4: {
        floorSeconds: 0.00002329,
        bandwidthShare: 0.98337,
        rateShare: 0.49973,
        sharpness: 1,
      },
    },
    attention: {
      decodeFloorSeconds: 0.0000124,
      perSequenceHeadSeconds: 1.3285e-8,
      bandwidthShare: 0.79083,
      promptFloorSeconds: 0.000011594,
      rateShare: 0.37879,
    },
    allReduce: {
      2: {
        floorSeconds: 0.000016887,
        bytesPerSecond: 14824000000,
      },
      4: {
        floorSeconds: 0.000013488,
        bytesPerSecond: 17546000000,
      },
      8: {
        floorSeconds: 0.000026591,
        bytesPerSecond: 12351000000,
      },
    },
  },
};
