// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperVllmServing: MeasuredServing = {
  engine: "vllm",
  generation: "Hopper",
  capabilities: [
    "9.0",
  ],
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv and inference-sim/inference-sim@9293b22 step periods",
  seen: "2026-11-25",
  law: {
    matmul: {
      bf16: {
        read: 0.85994,
        multiply: 0.79023,
      },
      fp8: {
        read: 1.0275,
        multiply: 0.78843,
      },
      int4: {
        read: 1.138,
        multiply: 1.0424,
      },
    },
    experts: {
      fp8: {
        read: 1.302,
        multiply: 2.0696,
      },
      int4: {
        read: 1.0895,
        multiply: 1.1844,
      },
      mxfp4: {
        read: 0.59718,
        multiply: 1.8194,
      },
    },
    kv: 0.95621,
    pairs: 2.9116,
    collectives: 0.54714,
    layerSeconds: 0.000030144,
    passes: 5.9176,
    stepSeconds: 0.000038208,
    sequenceSeconds: 0.000018389,
    eagerLayerSeconds: 0.00023184,
    requestSeconds: 0.016246,
    requestInFlightSeconds: 0.00020192,
    synchronousSeconds: 0.0022496,
    olderExperts: 1.3526,
  },
  rows: 145,
  cases: [
    {
      model: "MiniMaxAI/MiniMax-M2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      rows: 24,
    },
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      rows: 48,
    },
    {
      model: "meta-llama/Llama-3.1-70B",
      gpu: "NVIDIA H100 SXM5",
      weights: "fp8",
      rows: 18,
    },
    {
      model: "moonshotai/Kimi-K2.5",
      gpu: "NVIDIA H200 SXM5",
      weights: "gptq-int4",
      rows: 26,
    },
    {
      model: "openai/gpt-oss-120b",
      gpu: "NVIDIA H200 SXM5",
      weights: "mxfp4",
      rows: 29,
    },
  ],
  error: {
    sameModel: {
      step: 0.12743,
      firstToken: 0.49085,
    },
    otherModel: {
      step: 0.22727,
      firstToken: 0.6782,
    },
    otherGeneration: {
      step: 0.28863,
      firstToken: 0.43545,
    },
  },
};
