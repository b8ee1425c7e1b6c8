// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperSglangServing: MeasuredServing = {
  engine: "sglang",
  generation: "Hopper",
  capabilities: ["9.0"],
  seen: "2026-11-29",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv",
  versions: {
    oldest: "0.15",
    newest: "0.15",
  },
  law: {
    matmul: {
      bf16: {
        read: 0.89307,
        multiply: 1.3941,
      },
      fp8: {
        read: 0.80192,
        multiply: 0.57583,
      },
    },
    experts: {},
    requestsOf: {
      "Qwen/Qwen3-32B": 2.5062,
      "meta-llama/Llama-3.1-8B": 0.79549,
    },
    stepsOf: {
      "Qwen/Qwen3-32B": 0.85435,
      "meta-llama/Llama-3.1-8B": 1.2113,
    },
    kv: 0.7211,
    pairs: 1.9621,
    collectives: 0.55877,
    layerSeconds: 0.000034848,
    passes: 6.8995,
    stepSeconds: 0.00011569,
    sequenceSeconds: 0.000047508,
    eagerLayerSeconds: 0.000091765,
    requestSeconds: 0.026718,
    requestTokenSeconds: 0.0000036474,
    requestInFlightSeconds: 0.0006489,
    synchronousSeconds: 0.00029673,
    synchronousSequenceSeconds: 0.000067541,
    olderExperts: 1.2661,
  },
  assumed: ["synchronousSeconds", "synchronousSequenceSeconds", "olderExperts"],
  rows: 61,
  cases: [
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      tensorParallel: [1, 2, 4, 8],
      rows: 44,
      error: {
        step: 0.10996,
        firstToken: 0.23061,
      },
    },
    {
      model: "meta-llama/Llama-3.1-8B",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      tensorParallel: [1, 2, 4, 8],
      rows: 17,
      error: {
        step: 0.18986,
        firstToken: 0.23061,
      },
    },
  ],
  leftOut: [],
  error: {
    sameModel: {
      step: 0.14225,
      firstToken: 0.23061,
    },
    otherModel: {
      step: 0.32609,
      firstToken: 0.4541,
    },
    otherGeneration: {
      step: 0.32609,
      firstToken: 0.4541,
    },
  },
};
