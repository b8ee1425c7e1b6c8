/** Traffic ahead by the window, requests per second. */
export interface RateForecast {
  /** The deployment whose traffic it is; null for a file alone. */
  readonly deployment: string | null;
  readonly windowSeconds: number;
  /** Share of windows whose rate is to lie between `lower` and `upper`. */
  readonly level: number;
  readonly points: readonly RatePoint[];
  /** Which model won on the history, in words. */
  readonly model: string;
  /** How it and the others did on the history; null where that is too short for a trial, and the intervals are assumed. */
  readonly backtest: RateBacktest | null;
  /** Stretches without data in the history. */
  readonly gaps: readonly RateStretch[];
  /** Changes of level that the history shows, in order. */
  readonly changes: readonly RateChange[];
  readonly history: {
    readonly format: string;
    readonly seconds: number;
    /** Requests that were seen, or that the rates stand for. */
    readonly requests: number;
    readonly meanRate: number;
    /** Coefficient of variation of the times between requests: 1 = at random; null where nothing shows it. */
    readonly burstiness: number | null;
    readonly rows: { readonly read: number; readonly bad: number };
    readonly start: string | null;
    readonly end: string | null;
    /** The last week before the forecast, in windows of `windowSeconds`; null where nothing was seen. */
    readonly recent: readonly (number | null)[];
  };
  /** Sentences on what was mended, assumed or cannot be seen. */
  readonly notes: readonly string[];
}

/** `startSeconds` is on the history's own clock; `start` is RFC 3339 where that clock has a date. */
export interface RatePoint {
  readonly startSeconds: number;
  readonly start: string | null;
  readonly point: number;
  readonly lower: number;
  readonly upper: number;
}

export interface RateStretch {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly start: string | null;
  readonly end: string | null;
}

/** From here on the level was so many times what it was before. */
export interface RateChange {
  readonly startSeconds: number;
  readonly start: string | null;
  readonly factor: number;
}

export interface RateBacktest {
  /** Moments of the history from which the models had to predict. */
  readonly origins: number;
  /** Windows from the first of them to the history's end. */
  readonly windows: number;
  /** Mean absolute error of the chosen model, requests per second. */
  readonly meanAbsoluteError: number;
  /** Share of the windows that the chosen model's intervals held, made at each origin from what was known there; null where
   *  none could be made. */
  readonly coverage: number | null;
  /** Every model with its error, best first. */
  readonly models: readonly { readonly model: string; readonly meanAbsoluteError: number }[];
}
