// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperVllmServing: MeasuredServing = {
  engine: "vllm",
  generation: "Hopper",
  capabilities: ["9.0"],
  seen: "2026-11-29",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv and inference-sim/inference-sim@9293b22 step periods",
  versions: {
    oldest: "0.12",
    newest: "0.18",
  },
  law: {
    matmul: {
      bf16: {
        read: 0.8947,
        multiply: 0.74045,
      },
      fp8: {
        read: 0.82109,
        multiply: 0.71528,
      },
      int4: {
        read: 1.0648,
        multiply: 1.0596,
      },
    },
    experts: {
      fp8: {
        read: 1.3384,
        multiply: 2.0368,
      },
      int4: {
        read: 1.1045,
        multiply: 1.1561,
      },
      mxfp4: {
        read: 0.79721,
        multiply: 2.0647,
      },
    },
    requestsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.3991,
      "Qwen/Qwen3-32B": 0.69434,
      "meta-llama/Llama-3.1-70B": 0.74548,
      "moonshotai/Kimi-K2.5": 1.1155,
      "openai/gpt-oss-120b": 1.0619,
    },
    stepsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.0337,
      "Qwen/Qwen3-32B": 1.0662,
      "meta-llama/Llama-3.1-70B": 1.1492,
      "moonshotai/Kimi-K2.5": 1.0211,
      "openai/gpt-oss-120b": 0.87187,
    },
    kv: 0.85128,
    pairs: 2.8195,
    collectives: 0.4991,
    layerSeconds: 0.000032929,
    passes: 6.7386,
    stepSeconds: 0.00010376,
    sequenceSeconds: 0.0000080377,
    eagerLayerSeconds: 0.000058806,
    requestSeconds: 0.016064,
    requestTokenSeconds: 0.0000033436,
    requestInFlightSeconds: 0.00043108,
    synchronousSeconds: 0.00029673,
    synchronousSequenceSeconds: 0.000067541,
    olderExperts: 1.2661,
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
        step: 0.11605,
        firstToken: 0.40209,
      },
    },
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      tensorParallel: [2, 4, 8],
      rows: 48,
      error: {
        step: 0.13242,
        firstToken: 0.43482,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA H100 SXM5",
      weights: "fp8",
      tensorParallel: [2, 4, 8],
      rows: 18,
      error: {
        step: 0.08993,
        firstToken: 0.22426,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "gptq-int4",
      tensorParallel: [8],
      rows: 26,
      error: {
        step: 0.063255,
        firstToken: 0.26961,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA H200 SXM5",
      weights: "mxfp4",
      tensorParallel: [1, 2, 4, 8],
      rows: 29,
      error: {
        step: 0.080209,
        firstToken: 0.2524,
      },
    },
  ],
  leftOut: [
    {
      model: "Qwen/Qwen3-32B",
      rows: 48,
      bias: -0.12786,
      p90: 0.18221,
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      rows: 18,
      bias: 0.01103,
      p90: 0.082764,
    },
  ],
  error: {
    sameModel: {
      step: 0.10605,
      firstToken: 0.38887,
    },
    otherModel: {
      step: 0.16,
      firstToken: 0.62469,
    },
    otherGeneration: {
      step: 0.27898,
      firstToken: 0.4541,
    },
  },
};
