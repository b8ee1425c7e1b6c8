// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredKernels } from "../fitted.ts";

export const rtx4090Kernels: MeasuredKernels = {
  gpu: "NVIDIA GeForce RTX 4090",
  source: "casys-kaist/LLMServingSim@5daddb2 profiler/perf",
  seen: "2026-11-29",
  evidence: {
    "matmul bf16": {
      table: "casys-kaist/LLMServingSim@5daddb2 profiler/perf: kernels inside vLLM",
      rows: 608,
      error: {
        median: 0.028502,
        p90: 0.07559,
      },
    },
    attention: {
      table: "casys-kaist/LLMServingSim@5daddb2 profiler/perf: kernels inside vLLM",
      rows: 103,
      error: {
        median: 0.059798,
        p90: 0.18261,
      },
    },
    "all-reduce 2": {
      table: "all-reduce in CUDA graphs, vLLM 0.22.0 on NVIDIA L40S",
      rows: 21,
      error: {
        median: 0.011177,
        p90: 0.05462,
      },
    },
    "all-reduce 4": {
      table: "all-reduce in CUDA graphs, vLLM 0.22.0 on NVIDIA L40S",
      rows: 21,
      error: {
        median: 0.037039,
        p90: 0.080762,
      },
    },
    "all-reduce 8": {
      table: "all-reduce in CUDA graphs, vLLM 0.22.0 on NVIDIA L40S",
      rows: 21,
      error: {
        median: 0.073938,
        p90: 0.21228,
      },
    },
  },
  laws: {
    matmul: {
      bf16: {
        floorSeconds: 0.0000059357,
        bandwidthShare: 0.93768,
        rateShare: 0.96557,
        sharpness: 2.3043,
      },
    },
    experts: {},
    attention: {
      decodeFloorSeconds: 0.000011974,
      perSequenceHeadSeconds: 2.5232e-8,
      bandwidthShare: 0.90107,
      promptFloorSeconds: 0.000010553,
      rateShare: 0.55525,
    },
    allReduce: {
      2: {
        floorSeconds: 0.0000053264,
        bytesPerSecond: 19081000000,
      },
      4: {
        floorSeconds: 0.000012623,
        bytesPerSecond: 2575600000,
      },
      8: {
        floorSeconds: 0.000022993,
        bytesPerSecond: 1181100000,
      },
    },
  },
};
