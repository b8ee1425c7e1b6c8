// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredKernels } from "../fitted.ts";

export const a100Sxm480gbKernels: MeasuredKernels = {
  gpu: "NVIDIA A100 SXM4 80 GB",
  source: "ai-dynamo/aiconfigurator@095f58a systems/data/a100_sxm",
  seen: "2026-11-29",
  evidence: {
    "matmul bf16": {
      table: "gemm, vLLM 0.14.0",
      rows: 4116,
      error: {
        median: 0.064121,
        p90: 0.17064,
      },
    },
    "experts bf16": {
      table: "moe, vLLM 0.14.0",
      rows: 1377,
      error: {
        median: 0.12649,
        p90: 0.38928,
      },
    },
    attention: {
      table: "attention, vLLM 0.14.0",
      rows: 6772,
      error: {
        median: 0.14348,
        p90: 0.40643,
      },
    },
    "all-reduce 2": {
      table: "all-reduce in CUDA graphs, vLLM 0.14.0",
      rows: 21,
      error: {
        median: 0.03138,
        p90: 0.16317,
      },
    },
    "all-reduce 4": {
      table: "all-reduce in CUDA graphs, vLLM 0.14.0",
      rows: 21,
      error: {
        median: 0.099461,
        p90: 0.24219,
      },
    },
    "all-reduce 8": {
      table: "all-reduce in CUDA graphs, vLLM 0.14.0",
      rows: 21,
      error: {
        median: 0.17154,
        p90: 0.43652,
      },
    },
  },
  laws: {
    matmul: {
      bf16: {
        floorSeconds: 0.0000056654,
        bandwidthShare: 0.75715,
        rateShare: 0.82849,
        sharpness: 1.6033,
      },
    },
    experts: {
      bf16: {
        floorSeconds: 0.000041306,
        bandwidthShare: 0.86923,
        rateShare: 0.40196,
        sharpness: 1,
      },
    },
    attention: {
      decodeFloorSeconds: 0.000016173,
      perSequenceHeadSeconds: 2.9225e-8,
      bandwidthShare: 0.69644,
      promptFloorSeconds: 0.000030821,
      rateShare: 0.44619,
    },
    allReduce: {
      2: {
        floorSeconds: 0.0000049726,
        bytesPerSecond: 169520000000,
      },
      4: {
        floorSeconds: 0.0000057003,
        bytesPerSecond: 109950000000,
      },
      8: {
        floorSeconds: 0.0000067129,
        bytesPerSecond: 95741000000,
      },
    },
  },
};
