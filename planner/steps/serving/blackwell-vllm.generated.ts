// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const blackwellVllmServing: MeasuredServing = {
  engine: "vllm",
  generation: "Blackwell",
  capabilities: ["10.0", "10.3"],
  seen: "2026-11-29",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv",
  versions: {
    oldest: "0.15",
    newest: "0.19",
  },
  law: {
    matmul: {
      bf16: {
        read: 0.88451,
        multiply: 0.86006,
      },
      fp8: {
        read: 0.78702,
        multiply: 0.77336,
      },
      nvfp4: {
        read: 0.89398,
        multiply: 1.2811,
      },
    },
    experts: {
      fp8: {
        read: 0.63291,
        multiply: 0.85885,
      },
      mxfp4: {
        read: 0.97691,
        multiply: 0.90215,
      },
      nvfp4: {
        read: 0.6964,
        multiply: 1.5347,
      },
    },
    requestsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.1696,
      "meta-llama/Llama-3.1-70B": 1.1537,
      "moonshotai/Kimi-K2.5": 1.0305,
      "openai/gpt-oss-120b": 0.85181,
    },
    stepsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.183,
      "meta-llama/Llama-3.1-70B": 0.95409,
      "moonshotai/Kimi-K2.5": 0.96085,
      "openai/gpt-oss-120b": 0.87099,
    },
    kv: 0.78967,
    pairs: 0.4402,
    collectives: 1.2626,
    floors: 1.0861,
    layerSeconds: 0.0000092049,
    passes: 26.231,
    stepSeconds: 0.000095902,
    sequenceSeconds: 0.000007975,
    eagerLayerSeconds: 0.00019474,
    requestSeconds: 0.013363,
    requestTokenSeconds: 0.0000033626,
    requestInFlightSeconds: 0.00047766,
    synchronousSeconds: 0.00047705,
    synchronousSequenceSeconds: 0.000056574,
    olderExperts: 1.9357,
  },
  assumed: ["synchronousSeconds", "synchronousSequenceSeconds"],
  rows: 268,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B200 SXM6",
      weights: "fp8",
      tensorParallel: [2, 4],
      versions: {
        oldest: "0.17",
        newest: "0.19",
      },
      rows: 62,
      error: {
        step: 0.081813,
        firstToken: 0.23824,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B200 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      versions: {
        oldest: "0.19",
        newest: "0.19",
      },
      rows: 35,
      error: {
        step: 0.090265,
        firstToken: 0.33415,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "fp8",
      tensorParallel: [1, 2, 4],
      versions: {
        oldest: "0.19",
        newest: "0.19",
      },
      rows: 30,
      error: {
        step: 0.083689,
        firstToken: 0.21645,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      versions: {
        oldest: "0.19",
        newest: "0.19",
      },
      rows: 23,
      error: {
        step: 0.077846,
        firstToken: 0.31111,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA B200 SXM6",
      weights: "fp8",
      tensorParallel: [1, 2, 4, 8],
      versions: {
        oldest: "0.15",
        newest: "0.15",
      },
      rows: 32,
      error: {
        step: 0.080151,
        firstToken: 0.37368,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA B200 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      versions: {
        oldest: "0.15",
        newest: "0.15",
      },
      rows: 32,
      error: {
        step: 0.090057,
        firstToken: 0.24845,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "nvfp4",
      tensorParallel: [4, 8],
      versions: {
        oldest: "0.17",
        newest: "0.19",
      },
      rows: 15,
      error: {
        step: 0.085717,
        firstToken: 0.20719,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA B200 SXM6",
      weights: "mxfp4",
      tensorParallel: [1, 2, 4, 8],
      versions: {
        oldest: "0.15",
        newest: "0.15",
      },
      rows: 39,
      error: {
        step: 0.15449,
        firstToken: 0.24494,
      },
    },
  ],
  leftOut: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      rows: 58,
      bias: -0.10409,
      p90: 0.19669,
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      rows: 64,
      bias: 0.12151,
      p90: 0.1884,
    },
    {
      model: "moonshotai/Kimi-K2.5",
      rows: 15,
      bias: 0.044092,
      p90: 0.096194,
    },
  ],
  error: {
    sameModel: {
      step: 0.098368,
      firstToken: 0.30103,
    },
    otherModel: {
      step: 0.17307,
      firstToken: 0.2949,
    },
    otherGeneration: {
      step: 0.186,
      firstToken: 0.78334,
    },
  },
};
