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
        read: 1.3306,
        multiply: 1.0019,
      },
      fp8: {
        read: 0.88913,
        multiply: 0.9241,
      },
      nvfp4: {
        read: 0.98497,
        multiply: 1.5609,
      },
    },
    experts: {
      fp8: {
        read: 0.83395,
        multiply: 0.85944,
      },
      mxfp4: {
        read: 1,
        multiply: 0.99999,
      },
      nvfp4: {
        read: 0.74259,
        multiply: 1.4349,
      },
    },
    requestsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.0633,
      "meta-llama/Llama-3.1-70B": 1.1135,
      "moonshotai/Kimi-K2.5": 0.99558,
      "openai/gpt-oss-120b": 0.86755,
    },
    stepsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.0916,
      "meta-llama/Llama-3.1-70B": 0.80299,
      "moonshotai/Kimi-K2.5": 0.80376,
      "openai/gpt-oss-120b": 0.59454,
    },
    kv: 0.91319,
    pairs: 0.50898,
    collectives: 1.3602,
    layerSeconds: 0.000016864,
    passes: 30.482,
    stepSeconds: 0.00033018,
    sequenceSeconds: 0.0000073681,
    eagerLayerSeconds: 0.00023018,
    requestSeconds: 0.014289,
    requestTokenSeconds: 0.000004169,
    requestInFlightSeconds: 0.00046983,
    synchronousSeconds: 0.001,
    synchronousSequenceSeconds: 0.00001,
    olderExperts: 1.666,
  },
  assumed: ["synchronousSeconds", "synchronousSequenceSeconds"],
  rows: 268,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B200 SXM6",
      weights: "fp8",
      tensorParallel: [2, 4],
      rows: 62,
      error: {
        step: 0.093536,
        firstToken: 0.25244,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B200 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 35,
      error: {
        step: 0.091222,
        firstToken: 0.35277,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "fp8",
      tensorParallel: [1, 2, 4],
      rows: 30,
      error: {
        step: 0.094446,
        firstToken: 0.22635,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 23,
      error: {
        step: 0.072473,
        firstToken: 0.32289,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA B200 SXM6",
      weights: "fp8",
      tensorParallel: [1, 2, 4, 8],
      rows: 32,
      error: {
        step: 0.083458,
        firstToken: 0.38967,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA B200 SXM6",
      weights: "nvfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 32,
      error: {
        step: 0.092514,
        firstToken: 0.25337,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "nvfp4",
      tensorParallel: [4, 8],
      rows: 15,
      error: {
        step: 0.085108,
        firstToken: 0.2374,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA B200 SXM6",
      weights: "mxfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 39,
      error: {
        step: 0.17595,
        firstToken: 0.26384,
      },
    },
  ],
  leftOut: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      rows: 58,
      bias: -0.035286,
      p90: 0.16195,
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      rows: 64,
      bias: 0.24236,
      p90: 0.47377,
    },
    {
      model: "moonshotai/Kimi-K2.5",
      rows: 15,
      bias: 0.078198,
      p90: 0.1159,
    },
  ],
  error: {
    sameModel: {
      step: 0.10629,
      firstToken: 0.319,
    },
    otherModel: {
      step: 0.36821,
      firstToken: 0.33118,
    },
    otherGeneration: {
      step: 0.18481,
      firstToken: 0.82268,
    },
  },
};
