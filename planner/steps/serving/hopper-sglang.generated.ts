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
        read: 0.84753,
        multiply: 1.119,
      },
      fp8: {
        read: 1.0063,
        multiply: 0.62808,
      },
    },
    experts: {},
    requestsOf: {
      "Qwen/Qwen3-32B": 1.8964,
      "meta-llama/Llama-3.1-8B": 1.9795,
    },
    stepsOf: {
      "Qwen/Qwen3-32B": 0.90687,
      "meta-llama/Llama-3.1-8B": 1.1022,
    },
    kv: 0.92071,
    pairs: 2.5393,
    collectives: 0.50366,
    floors: 0.84379,
    layerSeconds: 0.000035231,
    passes: 6.5858,
    stepSeconds: 0.0002386,
    sequenceSeconds: 0.000049347,
    eagerLayerSeconds: 0.00045775,
    requestSeconds: 0.025578,
    requestTokenSeconds: 0.0000051179,
    requestInFlightSeconds: 0.00031803,
    synchronousSeconds: 0.00047705,
    synchronousSequenceSeconds: 0.000056574,
    olderExperts: 1.2833,
  },
  assumed: ["synchronousSeconds", "synchronousSequenceSeconds", "olderExperts"],
  rows: 61,
  cases: [
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      tensorParallel: [1, 2, 4, 8],
      versions: {
        oldest: "0.15",
        newest: "0.15",
      },
      rows: 44,
      error: {
        step: 0.10692,
        firstToken: 0.22964,
      },
    },
    {
      model: "meta-llama/Llama-3.1-8B",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      tensorParallel: [1, 2, 4, 8],
      versions: {
        oldest: "0.15",
        newest: "0.15",
      },
      rows: 17,
      error: {
        step: 0.25918,
        firstToken: 0.22964,
      },
    },
  ],
  leftOut: [],
  error: {
    sameModel: {
      step: 0.14695,
      firstToken: 0.22964,
    },
    otherModel: {
      step: 0.3437,
      firstToken: 0.39949,
    },
    otherGeneration: {
      step: 0.3437,
      firstToken: 0.39949,
    },
  },
};
