// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperVllmServing: MeasuredServing = {
  engine: "vllm",
  generation: "Hopper",
  capabilities: ["9.0"],
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv and inference-sim/inference-sim@9293b22 step periods",
  seen: "2026-11-25",
  law: {
    matmul: {
      bf16: {
        read: 0.80738,
        multiply: 0.73142,
      },
      fp8: {
        read: 0.89697,
        multiply: 0.78488,
      },
      int4: {
        read: 1.0448,
        multiply: 1.038,
      },
    },
    experts: {
      fp8: {
        read: 1.1415,
        multiply: 1.7922,
      },
      int4: {
        read: 1.0205,
        multiply: 1.1778,
      },
      mxfp4: {
        read: 0.72577,
        multiply: 2.0336,
      },
    },
    models: {
      "MiniMaxAI/MiniMax-M2.5": {
        steps: 1.0334,
        requests: 1.9824,
      },
      "Qwen/Qwen3-32B": {
        steps: 1.1339,
        requests: 0.7391,
      },
      "meta-llama/Llama-3.1-70B": {
        steps: 1.048,
        requests: 0.88387,
      },
      "moonshotai/Kimi-K2.5": {
        steps: 1.0181,
        requests: 1.3524,
      },
      "openai/gpt-oss-120b": {
        steps: 0.89811,
        requests: 1.4659,
      },
    },
    kv: 0.78766,
    pairs: 3.367,
    collectives: 0.55204,
    layerSeconds: 0.000032176,
    passes: 5.0756,
    stepSeconds: 0.00013173,
    sequenceSeconds: 0.000028439,
    eagerLayerSeconds: 0.00014397,
    requestSeconds: 0.014697,
    requestInFlightSeconds: 0.00031043,
    synchronousSeconds: 0.00067826,
    olderExperts: 1.3795,
  },
  rows: 145,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      rows: 24,
      error: {
        step: 0.10481,
        firstToken: 0.37586,
      },
    },
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      rows: 48,
      error: {
        step: 0.10944,
        firstToken: 0.42015,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA H100 SXM5",
      weights: "fp8",
      rows: 18,
      error: {
        step: 0.083843,
        firstToken: 0.20703,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "gptq-int4",
      rows: 26,
      error: {
        step: 0.06424,
        firstToken: 0.24756,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA H200 SXM5",
      weights: "mxfp4",
      rows: 29,
      error: {
        step: 0.072584,
        firstToken: 0.27491,
      },
    },
  ],
  error: {
    sameModel: {
      step: 0.091671,
      firstToken: 0.3722,
    },
    otherModel: {
      step: 0.16263,
      firstToken: 0.76567,
    },
    otherGeneration: {
      step: 0.32414,
      firstToken: 0.46899,
    },
  },
};
