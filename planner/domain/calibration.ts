import type { WeightFormat } from "./model.ts";

/** What measurements of one engine change about a predicted step time. 0, 1, 1, 1 changes nothing. */
export interface StepTimeTerms {
  /** Seconds added to each step; never negative. */
  readonly offsetSeconds: number;
  /** Factor on what a step costs before any KV cache is read. */
  readonly decode: number;
  /** Factor on what reading the KV cache adds. */
  readonly kv: number;
  /** Factor on what prompt tokens add. */
  readonly prefill: number;
}

export const UNCHANGED_TERMS: StepTimeTerms = { offsetSeconds: 0, decode: 1, kv: 1, prefill: 1 };

/** What a calibration was measured on; it holds for nothing else. */
export interface CalibrationSubject {
  readonly model: string;
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly engine: { readonly name: string; readonly version: string };
  readonly weights: WeightFormat;
}

export const CALIBRATION_SOURCES = ["endpoint", "vllm-bench", "guidellm", "prometheus", "mixed"] as const;
export type CalibrationSource = (typeof CALIBRATION_SOURCES)[number];

/** Relative errors of predictions against measurements; `bias` is their mean with its sign. 0.1 = 10 %. */
export interface PredictionError {
  readonly median: number;
  readonly p90: number;
  readonly bias: number;
}

/** Errors of both latencies; null where nothing was measured. */
export interface LatencyErrors {
  readonly ttft: PredictionError | null;
  readonly tpot: PredictionError | null;
}

/** From the lightest to the heaviest load that was measured: means of each load. */
export interface LoadRange {
  /** Requests in flight. */
  readonly concurrency: readonly [number, number];
  readonly inputTokens: readonly [number, number];
  readonly outputTokens: readonly [number, number];
}

/** Step-time terms fitted to measurements of one engine, with what they rest on and how far to trust them. */
export interface Calibration {
  readonly subject: CalibrationSubject;
  readonly terms: StepTimeTerms;
  /** Terms that the measurements hardly decide; they stay near where they change nothing. */
  readonly undetermined: readonly (keyof StepTimeTerms)[];
  readonly fittedOn: {
    readonly source: CalibrationSource;
    /** ISO date of the fit. */
    readonly date: string;
    readonly loads: number;
    readonly requests: number;
    readonly range: LoadRange;
  };
  /** On the part that the fit did not see. */
  readonly error: { readonly heldBack: string; readonly before: LatencyErrors; readonly after: LatencyErrors };
  /** One standard deviation of log(true / predicted) that is left: of a step, and of the time to first token. */
  readonly relativeError: number;
  readonly firstTokenError: number;
}
