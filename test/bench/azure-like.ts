import { linearStepTime, stream, type Workload } from "../../planner/index.ts";
import { VIDUR_STEP } from "../support/simulation.ts";

/** An engine that is about 60 % loaded by 3 such requests a second. */
export const STEP_SECONDS = { ...VIDUR_STEP, base: 0.012, perPrefillToken: 3e-5 };
export const STEP = linearStepTime(STEP_SECONDS);
export const LIMITS = {
  maxBatchedTokens: 2048,
  maxSequences: 128,
  blockSize: 16,
  kvBlocks: 8000,
  watermarkBlocks: 0,
  maxContext: Infinity,
};

/** Log-normal lengths with the medians published for the Azure conversation service (Splitwise, ISCA 2024), Poisson arrivals. */
export function azureLike(total: number, rate: number): Workload {
  const [piece] = azureLikePieces(total, rate, total);
  if (piece === undefined) throw new Error("no requests");
  return piece;
}

/** The same, so many requests at a time. */
export function* azureLikePieces(total: number, rate: number, size: number): Generator<Workload> {
  const random = stream(1, "bench");
  const tokens = (median: number, most: number) =>
    Math.max(1, Math.min(most, Math.round(median * Math.exp(0.9 * random.normal()))));
  let time = 0;
  for (let done = 0; done < total; done += size) {
    const length = Math.min(size, total - done);
    const arrivals = new Float64Array(length);
    const inputTokens = new Int32Array(length);
    const outputTokens = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      time += random.exponential() / rate;
      arrivals[i] = time;
      inputTokens[i] = tokens(1020, 4000);
      outputTokens[i] = tokens(129, 1000);
    }
    yield { arrivals, inputTokens, outputTokens, prefixIds: null, prefixTokens: null };
  }
}
