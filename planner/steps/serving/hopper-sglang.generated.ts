// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperSglangServing: MeasuredServing = {
  engine: "sglang",
  generation: "Hopper",
  capabilities: ["9.0"],
  seen: "2026-11-25",
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv",
  versions: {
    oldest: "0.15",
    newest: "0.15",
  },
  law: {
    matmul: {
      bf16: {
        read: 0.84524,
        multiply: 1.0645,
      },
      fp8: {
        read: 0.94885,
        multiply: 0.69035,
      },
    },
    experts: {},
    requestsOf: {
      "Qwen/Qwen3-32B": 1.5626,
      "meta-llama/Llama-3.1-8B": 0.73262,
    },
    kv: 0.88713,
    pairs: 1.8331,
    collectives: 0.33382,
    layerSeconds: 0.000027471,
    passes: 7.3718,
    stepSeconds: 0.000095799,
    sequenceSeconds: 0.000046976,
    eagerLayerSeconds: 0.00047784,
    requestSeconds: 0.018194,
    requestInFlightSeconds: 0.00021481,
    synchronousSeconds: 0.0024129,
    olderExperts: 1.35,
  },
  assumed: ["synchronousSeconds", "olderExperts"],
  rows: 61,
  cases: [
    {
      model: "Qwen/Qwen3-32B",
      gpu: "NVIDIA H100 SXM5",
      weights: "bf16",
      tensorParallel: [1, 2, 4, 8],
      rows: 44,
      error: {
        step: 0.11724,
        firstToken: 0.22559,
      },
    },
    {
      model: "meta-llama/Llama-3.1-8B",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      tensorParallel: [1, 2, 4, 8],
      rows: 17,
      error: {
        step: 0.21731,
        firstToken: 0.22559,
      },
    },
  ],
  leftOut: [],
  error: {
    sameModel: {
      step: 0.1316,
      firstToken: 0.22559,
    },
    otherModel: {
      step: 0.31891,
      firstToken: 0.40771,
    },
    otherGeneration: {
      step: 0.31891,
      firstToken: 0.40771,
    },
  },
};
