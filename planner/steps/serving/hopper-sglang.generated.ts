// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperSglangServing: MeasuredServing = {
  engine: "sglang",
  generation: "Hopper",
  capabilities: [
    "9.0",
  ],
  source: "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv and inference-sim/inference-sim@9293b22 step periods",
  seen: "2026-11-25",
  law: {
    matmul: {
      bf16: {
        read: 0.89269,
        multiply: 1.2391,
      },
      fp8: {
        read: 0.80592,
        multiply: 0.76836,
      },
    },
    experts: {},
    models: {
      "Qwen/Qwen3-32B": {
        steps: 0.93491,
        requests: 1.3493,
      },
      "meta-llama/Llama-3.1-8B": {
        steps: 1.0275,
        requests: 1.2258,
      },
    },
    kv: 0.73247,
    pairs: 2.4462,
    collectives: 0.38039,
    layerSeconds: 0.000038935,
    passes: 4.4036,
    stepSeconds: 0.000088327,
    sequenceSeconds: 0.000046141,
    eagerLayerSeconds: 0.00042431,
    requestSeconds: 0.029862,
    requestInFlightSeconds: 0.00043481,
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
        step: 0.11967,
        firstToken: 1.4606,
      },
    },
    {
      model: "meta-llama/Llama-3.1-8B",
      gpu: "NVIDIA H200 SXM5",
      weights: "fp8",
      rows: 17,
      error: {
        step: 0.24994,
        firstToken: 2.4212,
      },
    },
  ],
  error: {
    sameModel: {
      step: 0.14487,
      firstToken: 1.9195,
    },
    otherModel: {
      step: NaN,
      firstToken: NaN,
    },
    otherGeneration: {
      step: 0.33891,
      firstToken: 3.6348,
    },
  },
};
