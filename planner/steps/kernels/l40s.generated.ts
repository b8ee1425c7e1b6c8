// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredKernels } from "../fitted.ts";

export const l40sKernels: MeasuredKernels = {
  gpu: "NVIDIA L40S",
  source: "ai-dynamo/aiconfigurator@095f58a systems/data/l40s",
  seen: "2026-11-29",
  evidence: {
    "matmul bf16": {
      table: "gemm, vLLM 0.22.0",
      rows: 4794,
      error: {
        median: 0.086437,
        p90: 0.25725,
      },
    },
    "matmul fp8": {
      table: "gemm, vLLM 0.14.0",
      rows: 4116,
      error: {
        median: 0.13369,
        p90: 0.51677,
      },
    },
    "experts bf16": {
      table: "moe, vLLM 0.24.0",
      rows: 2564,
      error: {
        median: 0.089749,
        p90: 0.38713,
      },
    },
    "experts fp8": {
      table: "moe, vLLM 0.24.0",
      rows: 1944,
      error: {
        median: 0.084864,
        p90: 0.25921,
      },
    },
    "experts int4": {
      table: "moe, vLLM 0.24.0",
      rows: 135,
      error: {
        median: 0.069419,
        p90: 0.25767,
      },
    },
    "experts mxfp4": {
      table: "moe, vLLM 0.24.0",
      rows: 324,
      error: {
        median: 0.10963,
        p90: 0.40089,
      },
    },
    attention: {
      table: "attention, vLLM 0.24.0",
      rows: 8020,
      error: {
        median: 0.18286,
        p90: 0.63229,
      },
    },
    "all-reduce 2": {
      table: "all-reduce in CUDA graphs, vLLM 0.22.0",
      rows: 21,
      error: {
        median: 0.011177,
        p90: 0.05462,
      },
    },
    "all-reduce 4": {
      table: "all-reduce in CUDA graphs, vLLM 0.22.0",
      rows: 21,
      error: {
        median: 0.037039,
        p90: 0.080762,
      },
    },
    "all-reduce 8": {
      table: "all-reduce in CUDA graphs, vLLM 0.22.0",
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
        floorSeconds: 1.2044e-7,
        bandwidthShare: 0.76446,
        rateShare: 0.66346,
        sharpness: 2.0908,
      },
      fp8: {
        floorSeconds: 0.0000070184,
        bandwidthShare: 0.75416,
        rateShare: 0.2906,
        sharpness: 2.0133,
      },
    },
    experts: {
      bf16: {
        floorSeconds: 0.000012982,
        bandwidthShare: 0.894,
        rateShare: 0.71173,
        sharpness: 1,
      },
      fp8: {
        floorSeconds: 0.0000054932,
        bandwidthShare: 0.89011,
        rateShare: 0.63418,
        sharpness: 1,
      },
      int4: {
        floorSeconds: 0.000011742,
        bandwidthShare: 0.93633,
        rateShare: 0.71219,
        sharpness: 1,
      },
      mxfp4: {
        floorSeconds: 0.000015926,
        bandwidthShare: 0.9197,
        rateShare: 0.54885,
        sharpness: 1,
      },
    },
    attention: {
      decodeFloorSeconds: 0.0000095302,
      perSequenceHeadSeconds: 2.0618e-8,
      bandwidthShare: 0.94624,
      promptFloorSeconds: 0.000015858,
      rateShare: 0.42024,
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
