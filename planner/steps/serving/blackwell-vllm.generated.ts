// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const blackwellVllmServing: MeasuredServing = {
  engine: "vllm",
  generation: "Blackwell",
  capabilities: ["10.0", "10.3"],
  seen: "2026-11-25",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv",
  law: {
    matmul: {
      bf16: {
        read: 0.72347,
        multiply: 0.877,
      },
      fp8: {
        read: 0.83336,
        multiply: 0.76339,
      },
      nvfp4: {
        read: 0.93763,
        multiply: 1.223,
      },
    },
    experts: {
      fp8: {
        read: 0.71734,
        multiply: 0.97058,
      },
      mxfp4: {
        read: 0.68645,
        multiply: 1.1417,
      },
      nvfp4: {
        read: 0.6145,
        multiply: 1.6383,
      },
    },
    models: {
      "MiniMaxAI/MiniMax-M2.5": {
        steps: 1.1751,
        requests: 0.98495,
      },
      "meta-llama/Llama-3.1-70B": {
        steps: 0.92191,
        requests: 1.2193,
      },
      "moonshotai/Kimi-K2.5": {
        steps: 1.0162,
        requests: 1.0919,
      },
      "openai/gpt-oss-120b": {
        steps: 0.87726,
        requests: 0.93629,
      },
    },
    kv: 0.61768,
    pairs: 0.54726,
    collectives: 0.95977,
    layerSeconds: 0.000013231,
    passes: 60,
    stepSeconds: 0.00057246,
    sequenceSeconds: 0.0000095195,
    eagerLayerSeconds: 0.00023884,
    requestSeconds: 0.014137,
    requestInFlightSeconds: 0.000325,
    synchronousSeconds: 0.001,
    olderExperts: 1.6901,
  },
  rows: 268,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B200 SXM6",
      weights: "fp8",
      rows: 62,
      error: {
        step: 0.078286,
        firstToken: 0.26473,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B200 SXM6",
      weights: "nvfp4",
      rows: 35,
      error: {
        step: 0.1007,
        firstToken: 0.37856,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "fp8",
      rows: 30,
      error: {
        step: 0.073781,
        firstToken: 0.2801,
      },
    },
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "nvfp4",
      rows: 23,
      error: {
        step: 0.068218,
        firstToken: 0.30525,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA B200 SXM6",
      weights: "fp8",
      rows: 32,
      error: {
        step: 0.096213,
        firstToken: 0.35528,
      },
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA B200 SXM6",
      weights: "nvfp4",
      rows: 32,
      error: {
        step: 0.10335,
        firstToken: 0.2886,
      },
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA B300 SXM6",
      weights: "nvfp4",
      rows: 15,
      error: {
        step: 0.097905,
        firstToken: 0.17176,
      },
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA B200 SXM6",
      weights: "mxfp4",
      rows: 39,
      error: {
        step: 0.15012,
        firstToken: 0.27848,
      },
    },
  ],
  error: {
    sameModel: {
      step: 0.098027,
      firstToken: 0.30525,
    },
    otherModel: {
      step: 0.24963,
      firstToken: 0.38388,
    },
    otherGeneration: {
      step: 0.21786,
      firstToken: 0.80162,
    },
  },
};
