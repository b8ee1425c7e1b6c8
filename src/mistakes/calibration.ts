/** A Calibration that contradicts itself, and measurements that none can be made of. */
export const CALIBRATION = {
  engineVersionMissing: { wanted: "an engine with its version", advice: "Write it like this: vllm@0.15." },
  fallingSpan: { wanted: "the smaller number first", advice: "Swap the two." },
} as const;
