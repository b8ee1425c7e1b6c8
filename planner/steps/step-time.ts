/** What one step computes: one object per replica, refilled for every step. Counts are tokens unless said otherwise. */
export interface Batch {
  /** Prompt tokens computed in this step, over all prompts. */
  prefillTokens: number;
  prefillSequences: number;
  /** Sum over chunks of chunk x (prefix + chunk / 2): the token pairs that causal attention looks at. */
  prefillPairs: number;
  /** Sum over chunks of chunk^2, and of the tokens already computed before the chunk. */
  prefillSquares: number;
  prefillPrefixTokens: number;
  /** Sequences past their prompt that produce one token each. */
  decodeSequences: number;
  /** Sum over decoding sequences of tokens processed before the step (the first decode of a request reads prompt + 1). */
  kvTokens: number;
}

/** Seconds of a decode-only step, `intercept + slope x kvTokens`, true while kvTokens stays below `until`. */
export interface DecodeLine {
  intercept: number;
  slope: number;
  until: number;
}

/** Predicts the duration of steps. Decode-only steps must be piecewise linear in the KV tokens read: that is what makes
 *  a run of decodes closed-form. */
export interface StepTime {
  readonly seconds: (batch: Batch) => number;
  readonly decodeLine: (decodeSequences: number, kvTokens: number, line: DecodeLine) => void;
}

export function emptyBatch(): Batch {
  return {
    prefillTokens: 0,
    prefillSequences: 0,
    prefillPairs: 0,
    prefillSquares: 0,
    prefillPrefixTokens: 0,
    decodeSequences: 0,
    kvTokens: 0,
  };
}
