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
        read: 0.85206,
        multiply: 0.78885,
      },
      fp8: {
        read: 0.93398,
        multiply: 0.79844,
      },
      int4: {
        read: 1.1381,
        multiply: 0.97267,
      },
    },
    experts: {
      fp8: {
        read: 1.3877,
        multiply: 1.5128,
      },
      int4: {
        read: 1.0726,
        multiply: 1.0762,
      },
      mxfp4: {
        read: 0.77712,
        multiply: 1.9258,
      },
    },
    requestsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.9023,
      "Qwen/Qwen3-32B": 0.67919,
      "meta-llama/Llama-3.1-70B": 0.69569,
      "moonshotai/Kimi-K2.5": 1.6096,
      "openai/gpt-oss-120b": 1.0536,
    },
    stepsOf: {
      "MiniMaxAI/MiniMax-M2.5": 1.0194,
      "Qwen/Qwen3-32B": 1.0337,
      "meta-llama/Llama-3.1-70B": 1.0309,
      "moonshotai/Kimi-K2.5": 1.0396,
      "openai/gpt-oss-120b": 0.90201,
    },
    kv: 0.92072,
    pairs: 3.2486,
    collectives: 0.445,
    floors: 0.77904,
    layerSeconds: 0.000044779,
    passes: 6.8923,
    stepSeconds: 0.00016959,
    sequenceSeconds: 0.000012152,
    eagerLayerSeconds: 0.00012089,
    requestSeconds: 0.014431,
    requestTokenSeconds: 0.0000030896,
    requestInFlightSeconds: 0.00044373,
    synchronousSeconds: 0.00047705,
    synchronousSequenceSeconds: 0.000056574,
    olderExperts: 1.2833,
  },
  assumed: [],
  rows: 145,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      tensorParallel: [4, 8],
      versions: {
        oldest: "0.16",
        newest: "0.18",
      },
      rows: 24,
      error: {
        step: 0.12116,
        firstToken: 0.36513,
      },
    },
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      tensorParallel: [2, 4, 8],
      versions: {
        oldest: "0.12",
        newest: "0.12",
      },
      rows: 48,
      error: {
        step: 0.11653,
        firstToken: 0.48738,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA H100 SXM5",
      weights: "fp8",
      tensorParallel: [2, 4, 8],
      versions: {
        oldest: "0.15",
        newest: "0.15",
      },
      rows: 18,
      error: {
        step: 0.083826,
        firstToken: 0.22643,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "gptq-int4",
      tensorParallel: [8],
      versions: {
        oldest: "0.16",
        newest: "0.16",
      },
      rows: 26,
      error: {
        step: 0.062989,
        firstToken: 0.19962,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA H200 SXM5",
      weights: "mxfp4",
      tensorParallel: [1, 2, 4, 8],
      versions: {
        oldest: "0.15",
        newest: "0.18",
      },
      rows: 29,
      error: {
        step: 0.080685,
        firstToken: 0.23975,
      },
    },
  ],
  leftOut: [
    {
      model: "Qwen/Qwen3-32B",
      rows: 48,
      bias: -0.035787,
      p90: 0.090284,
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      rows: 18,
      bias: 0.058684,
      p90: 0.11021,
    },
  ],
  error: {
    sameModel: {
      step: 0.10884,
      firstToken: 0.37331,
    },
    otherModel: {
      step: 0.097616,
      firstToken: 0.75122,
    },
    otherGeneration: {
      step: 0.37378,
      firstToken: 0.39949,
    },
  },
};
