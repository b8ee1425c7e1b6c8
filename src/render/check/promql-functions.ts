/**
 * Arguments of PromQL's functions: v instant vector, m range vector, s number, t text; `?` may be left out, `+` any number
 * of times. Source: prometheus.io, "Query functions", Prometheus 2.42 to 3.x.
 */
const ARGUMENTS: Readonly<Record<string, string>> = {
  v: "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad scalar sgn sin sinh sort sort_desc sqrt tan tanh timestamp histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar",
  m: "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time first_over_time mad_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time",
  "v?": "day_of_month day_of_week day_of_year days_in_month hour minute month year",
  "": "pi time",
  s: "vector",
  "v s s": "clamp",
  "v s": "clamp_max clamp_min",
  "v s?": "round",
  "s v": "histogram_quantile",
  "s s v": "histogram_fraction",
  "s m": "quantile_over_time",
  "m s": "predict_linear",
  "m s s": "holt_winters double_exponential_smoothing",
  "v t t t t": "label_replace",
  "v t t t+": "label_join",
  "v t+": "sort_by_label sort_by_label_desc",
  "v v?": "info",
};

export type ValueType = "v" | "m" | "s" | "t";

export const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  v: "an instant vector",
  m: "a range vector, such as `x[5m]`",
  s: "a number",
  t: "a text",
};

export interface Parameter {
  readonly type: ValueType;
  readonly isOptional: boolean;
  readonly repeats: boolean;
}

const PARAMETERS = new Map(
  Object.entries(ARGUMENTS).flatMap(([written, names]) =>
    names.split(" ").map((name) => [name, parameters(written)] as const),
  ),
);

function parameters(written: string): readonly Parameter[] {
  if (written === "") return [];
  return written.split(" ").map((one) => ({
    type: one[0] as ValueType,
    isOptional: one.endsWith("?") || one.endsWith("+"),
    repeats: one.endsWith("+"),
  }));
}

/** What a function takes; null for one that is not known here, which the grammar then judges alone. */
export const parametersOf = (name: string): readonly Parameter[] | null => PARAMETERS.get(name) ?? null;

const NUMBERS = new Set(["time", "pi", "scalar"]);
export const resultOf = (name: string): ValueType => (NUMBERS.has(name) ? "s" : "v");
