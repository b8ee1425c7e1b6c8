// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperVllmServing: MeasuredServing = {
  engine: "vllm",
  generation: "Hopper",
  capabilities: ["9.0"],
  seen: "2026-11-25",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv and inference-sim/inference-sim@9293b22 step periods",
  law: {
    matmul: {
      bf16: {
        read: 0.79696,
        multiply: 0.6666,
      },
      fp8: {
        read: 0.86902,
        multiply: 0.79621,
      },
      int4: {
        read: 1.0186,
        multiply: 1.0389,
      },
    },
    experts: {
      fp8: {
        read: 1.1651,
        multiply: 1.9695,
      },
      int4: {
        read: 1.0154,
        multiply: 1.211,
      },
      mxfp4: {
        read: 0.72873,
        multiply: 2.1301,
      },
    },
    models: {
      "MiniMaxAI/MiniMax-M2.5": {
        steps: 1.0021,
        requests: 1.5045,
      },
      "Qwen/Qwen3-32B": {
        steps: 1.1389,
        requests: 0.64853,
      },
      "meta-llama/Llama-3.1-70B": {
        steps: 1.0339,
        requests: 0.98053,
      },
      "moonshotai/Kimi-K2.5": {
        steps: 1.0031,
        requests: 1.3571,
      },
      "openai/gpt-oss-120b": {
        steps: 0.8843,
        requests: 1.1809,
      },
    },
    kv: 0.84767,
    pairs: 3.3053,
    collectives: 0.42612,
    layerSeconds: 0.000037854,
    passes: 4.9954,
    stepSeconds: 0.000093064,
    sequenceSeconds: 0.00002763,
    eagerLayerSeconds: 0.00018322,
    requestSeconds: 0.018055,
    requestInFlightSeconds: 0.00017746,
    synchronousSeconds: 0.00056928,
    olderExperts: 1.3861,
  },
  rows: 145,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      rows: 24,
      error: {
        step: 0.10513,
        firstToken: 0.41432,
      },
    },
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      rows: 48,
      error: {
        step: 0.1054,
        firstToken: 0.3381,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA H100 SXM5",
      weights: "fp8",
      rows: 18,
      error: {
        step: 0.07825,
        firstToken: 0.21797,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "gptq-int4",
      rows: 26,
      error: {
        step: 0.060887,
        firstToken: 0.21979,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA H200 SXM5",
      weights: "mxfp4",
      rows: 29,
      error: {
        step: 0.072951,
        firstToken: 0.29001,
      },
    },
  ],
  error: {
    sameModel: {
      step: 0.10044,
      firstToken: 0.3381,
    },
    otherModel: {
      step: 0.19796,
      firstToken: 0.90528,
    },
    otherGeneration: {
      step: 0.35466,
      firstToken: 0.44862,
    },
  },
};
