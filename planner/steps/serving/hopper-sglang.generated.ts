// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";

export const hopperSglangServing: MeasuredServing = {
  engine: "sglang",
  generation: "Hopper",
  capabilities: ["9.0"],
  source: "x",
  seen: "2026-11-25",
  law: {
    matmul: {
      bf16: {
        read: 1,
        multiply: 1,
      },
    },
    experts: {},
    kv: 1,
    pairs: 1,
    collectives: 1,
    layerSeconds: 0.000025,
    passes: 8,
    stepSeconds: 0.0001,
    sequenceSeconds: 0.000012,
    eagerLayerSeconds: 0.00015,
    requestSeconds: 0.015,
    requestInFlightSeconds: 0.0003,
    synchronousSeconds: 0.001,
    olderExperts: 1,
    models: {},
  },
  rows: 0,
  cases: [],
  error: {
    sameModel: {
      step: 0.1,
      firstToken: 0.3,
    },
    otherModel: {
      step: 0.1,
      firstToken: 0.3,
    },
    otherGeneration: {
      step: 0.1,
      firstToken: 0.3,
    },
  },
};
