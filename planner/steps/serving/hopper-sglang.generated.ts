// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperSglangServing: MeasuredServing = {
  engine: "sglang",
  generation: "Hopper",
  capabilities: ["9.0"],
  seen: "2026-11-25",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv",
  law: {
    matmul: {
      bf16: {
        read: 0.8667,
        multiply: 1.2412,
      },
      fp8: {
        read: 0.86859,
        multiply: 0.61075,
      },
    },
    experts: {},
    models: {
      "Qwen/Qwen3-32B": {
        steps: 0.92908,
        requests: 1.5734,
      },
      "meta-llama/Llama-3.1-8B": {
        steps: 1.0691,
        requests: 1.4912,
      },
    },
    kv: 0.78097,
    pairs: 2.3447,
    collectives: 0.37592,
    layerSeconds: 0.000040432,
    passes: 4.5348,
    stepSeconds: 0.000099604,
    sequenceSeconds: 0.000048698,
    eagerLayerSeconds: 0.00033367,
    requestSeconds: 0.042155,
    requestInFlightSeconds: 0.00016734,
    synchronousSeconds: 0.00056928,
    olderExperts: 1.3861,
  },
  rows: 61,
  cases: [
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      rows: 44,
      error: {
        step: 0.10444,
        firstToken: 0.20948,
      },
    },
    {
      model: "meta-llama/Llama-3.1-8B",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      rows: 17,
      error: {
        step: 0.20732,
        firstToken: 0.20948,
      },
    },
  ],
  error: {
    sameModel: {
      step: 0.11981,
      firstToken: 0.20948,
    },
    otherModel: {
      step: 0.34735,
      firstToken: 0.44862,
    },
    otherGeneration: {
      step: 0.34735,
      firstToken: 0.44862,
    },
  },
};
