// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperVllmServing: MeasuredServing = {
  engine: "vllm",
  generation: "Hopper",
  capabilities: ["9.0"],
  seen: "2026-11-25",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv and inference-sim/inference-sim@9293b22 step periods",
  versions: {
    oldest: "0.12",
    newest: "0.18",
  },
  law: {
    matmul: {
      bf16: {
        read: 0.8449,
        multiply: 0.82479,
      },
      fp8: {
        read: 1.0101,
        multiply: 0.7965,
      },
      int4: {
        read: 1.1775,
        multiply: 1.0263,
      },
    },
    experts: {
      fp8: {
        read: 1.3178,
        multiply: 2.0667,
      },
      int4: {
        read: 1.0741,
        multiply: 1.1701,
      },
      mxfp4: {
        read: 0.58731,
        multiply: 1.8731,
      },
    },
    requestsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.8802,
      "Qwen/Qwen3-32B": 0.70749,
      "meta-llama/Llama-3.1-70B": 0.75021,
      "moonshotai/Kimi-K2.5": 1.2497,
      "openai/gpt-oss-120b": 0.88056,
    },
    kv: 0.98215,
    pairs: 2.8269,
    collectives: 0.49409,
    layerSeconds: 0.000031932,
    passes: 8.7504,
    stepSeconds: 0.000091471,
    sequenceSeconds: 0.000018594,
    eagerLayerSeconds: 0.0002386,
    requestSeconds: 0.016261,
    requestInFlightSeconds: 0.00026198,
    synchronousSeconds: 0.0024129,
    olderExperts: 1.35,
  },
  assumed: [],
  rows: 145,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      tensorParallel: [4, 8],
      rows: 24,
      error: {
        step: 0.1361,
        firstToken: 0.28214,
      },
    },
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      tensorParallel: [2, 4, 8],
      rows: 48,
      error: {
        step: 0.1194,
        firstToken: 0.40007,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA H100 SXM5",
      weights: "fp8",
      tensorParallel: [2, 4, 8],
      rows: 18,
      error: {
        step: 0.10238,
        firstToken: 0.23812,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "gptq-int4",
      tensorParallel: [8],
      rows: 26,
      error: {
        step: 0.070123,
        firstToken: 0.19973,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA H200 SXM5",
      weights: "mxfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 29,
      error: {
        step: 0.098195,
        firstToken: 0.24302,
      },
    },
  ],
  leftOut: [
    {
      model: "Qwen/Qwen3-32B",
      rows: 48,
      bias: -0.070812,
      p90: 0.20025,
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      rows: 18,
      bias: 0.076446,
      p90: 0.14721,
    },
  ],
  error: {
    sameModel: {
      step: 0.10846,
      firstToken: 0.34244,
    },
    otherModel: {
      step: 0.17323,
      firstToken: 0.63254,
    },
    otherGeneration: {
      step: 0.30949,
      firstToken: 0.40771,
    },
  },
};
