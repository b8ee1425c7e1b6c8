import type { KernelLaws } from "./kernel-laws.ts";
import type { ServingLaw } from "./serving-law.ts";

/** How well a law fits what it was fitted on: median and 90th percentile of |log(predicted / measured)|. */
export interface FitError {
  readonly median: number;
  readonly p90: number;
}

/** What one law of a kernel rests on. */
export interface KernelEvidence {
  /** The table, with the engine's version. */
  readonly table: string;
  readonly rows: number;
  readonly error: FitError;
}

/** The kernels of one GPU as a script fitted them. */
export interface MeasuredKernels {
  readonly gpu: string;
  readonly source: string;
  readonly seen: string;
  readonly laws: KernelLaws;
  /** By the law's name, such as "matmul bf16". */
  readonly evidence: Readonly<Record<string, KernelEvidence>>;
}

/** Half-widths of 90 % intervals: the 90th percentile of |log(predicted / measured)|. */
export interface ServingError {
  /** Of the mean time per output token, and so of a step. */
  readonly step: number;
  /** Of the mean time to first token, the step's error included. */
  readonly firstToken: number;
}

/** A measured server's mean time to first token: GPUs to a replica, seconds as predicted, log(predicted / measured). */
export type FirstTokenMiss = readonly [tensorParallel: number, seconds: number, miss: number];

/** A model on a GPU of which servers were measured. */
export interface MeasuredCase {
  readonly model: string;
  readonly gpu: string;
  readonly weights: string;
  /** GPUs to a replica that were measured. */
  readonly tensorParallel: readonly number[];
  /** Of the engine, `major.minor`. */
  readonly versions: { readonly oldest: string; readonly newest: string };
  readonly rows: number;
  /** Half-width of the time per token: of this case where it has enough rows, drawn to that of all where it has few. */
  readonly step: number;
  /** By laws that did not see the row. */
  readonly firstTokens: readonly FirstTokenMiss[];
}

/** A model's servers as a law fitted on the other models predicts them. */
export interface LeftOutModel {
  readonly model: string;
  readonly rows: number;
  /** Median of log(predicted / measured) of the time per token, and the 90th percentile of its size. */
  readonly bias: number;
  readonly p90: number;
  readonly firstTokens: readonly FirstTokenMiss[];
}

/** One engine's serving on one generation of GPUs as a script fitted it. */
export interface MeasuredServing {
  readonly engine: string;
  readonly generation: string;
  /** CUDA compute capabilities of that generation. */
  readonly capabilities: readonly string[];
  readonly source: string;
  readonly seen: string;
  /** Of the engine, `major.minor`. */
  readonly versions: { readonly oldest: string; readonly newest: string };
  readonly law: ServingLaw;
  /** Overheads of the law that none of the rows could move: they are believed, not measured. */
  readonly assumed: readonly string[];
  readonly rows: number;
  readonly cases: readonly MeasuredCase[];
  readonly leftOut: readonly LeftOutModel[];
  /** Another generation's servers by this law without its factors. */
  readonly elsewhere: readonly FirstTokenMiss[];
  readonly error: {
    /** On the rows themselves. */
    readonly sameModel: ServingError;
    /** On models left out of the fit, each weighing the same. */
    readonly otherModel: ServingError;
    /** On another generation's servers, with the kernels of that generation. */
    readonly otherGeneration: ServingError;
  };
}
