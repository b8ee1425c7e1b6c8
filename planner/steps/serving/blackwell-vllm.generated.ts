// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const blackwellVllmServing: MeasuredServing = {
  engine: "vllm",
  generation: "Blackwell",
  capabilities: ["10.0", "10.3"],
  seen: "2026-11-25",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv",
  versions: {
    oldest: "0.15",
    newest: "0.19",
  },
  law: {
    matmul: {
      bf16: {
        read: 0.79494,
        multiply: 0.74535,
      },
      fp8: {
        read: 0.65966,
        multiply: 0.67862,
      },
      nvfp4: {
        read: 0.72358,
        multiply: 1.0562,
      },
    },
    experts: {
      fp8: {
        read: 1.054,
        multiply: 1.1775,
      },
      mxfp4: {
        read: 0.71406,
        multiply: 0.7858,
      },
      nvfp4: {
        read: 0.84144,
        multiply: 2.1085,
      },
    },
    requestsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.0911,
      "meta-llama/Llama-3.1-70B": 0.77855,
      "moonshotai/Kimi-K2.5": 1.002,
      "openai/gpt-oss-120b": 0.42045,
    },
    kv: 0.94316,
    pairs: 1.0111,
    collectives: 1.0402,
    layerSeconds: 0.000020024,
    passes: 25.18,
    stepSeconds: 0.0001381,
    sequenceSeconds: 0.0000051618,
    eagerLayerSeconds: 0.00033081,
    requestSeconds: 0.016698,
    requestInFlightSeconds: 0.0004048,
    synchronousSeconds: 0.001,
    olderExperts: 1.5611,
  },
  assumed: ["synchronousSeconds"],
  rows: 268,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B200 SXM6",
      weights: "fp8",
      tensorParallel: [2, 4],
      rows: 62,
      error: {
        step: 0.15094,
        firstToken: 0.25054,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B200 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 35,
      error: {
        step: 0.14179,
        firstToken: 0.36332,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "fp8",
      tensorParallel: [1, 2, 4],
      rows: 30,
      error: {
        step: 0.14008,
        firstToken: 0.25121,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 23,
      error: {
        step: 0.13407,
        firstToken: 0.35647,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA B200 SXM6",
      weights: "fp8",
      tensorParallel: [1, 2, 4, 8],
      rows: 32,
      error: {
        step: 0.10949,
        firstToken: 0.35347,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA B200 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 32,
      error: {
        step: 0.099411,
        firstToken: 0.27692,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "nvfp4",
      tensorParallel: [4, 8],
      rows: 15,
      error: {
        step: 0.14873,
        firstToken: 0.17969,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA B200 SXM6",
      weights: "mxfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 39,
      error: {
        step: 0.21904,
        firstToken: 0.29068,
      },
    },
  ],
  leftOut: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      rows: 58,
      bias: -0.10336,
      p90: 0.23306,
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      rows: 64,
      bias: 0.31101,
      p90: 0.78772,
    },
    {
      model: "moonshotai/Kimi-K2.5",
      rows: 15,
      bias: 0.078059,
      p90: 0.14562,
    },
  ],
  error: {
    sameModel: {
      step: 0.1763,
      firstToken: 0.29957,
    },
    otherModel: {
      step: 0.52935,
      firstToken: 0.30571,
    },
    otherGeneration: {
      step: 0.19357,
      firstToken: 0.82371,
    },
  },
};
