import * as z from "zod";
import type { InputError } from "../../ports/failure.ts";
import { type ResultValue, shaped, wrong } from "./result-file.ts";

/** One value of one time series. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds; null where the text has none. */
  readonly time: number | null;
  readonly value: number;
}

/** Metrics of one place. */
export interface MetricText {
  readonly file: string;
  readonly samples: readonly MetricSample[];
}

const pair = z.tuple([z.number(), z.string()]);
const series = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(pair).optional(),
  value: pair.optional(),
});

/** What `/api/v1/query` and `/api/v1/query_range` of Prometheus answer. */
const schema = z.object({
  status: z.literal("success"),
  data: z.object({ resultType: z.enum(["matrix", "vector"]), result: z.array(series) }),
});

export const isQueryAnswer = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "status" in value && "data" in value;

/** Samples of a saved answer of Prometheus. */
export function samplesOfQuery(result: ResultValue): readonly MetricSample[] {
  const { data } = shaped(result, schema, "a successful answer of /api/v1/query_range, raw series and no rates");
  return data.result.flatMap(({ metric, values, value }) => {
    const { __name__: name = "", ...labels } = metric;
    if (name === "") throw wrong(result, ["__name__"], UNNAMED);
    const pairs = values ?? (value === undefined ? [] : [value]);
    return pairs.map(([time, text]) => ({ name, labels, time, value: Number(text) }));
  });
}

const UNNAMED = {
  found: "a series without a name",
  wanted: "raw series: a rate or a sum has no name any more",
  advice: 'Query {__name__=~"vllm:.*"} over the range, without functions.',
};

/** `# HELP`, `# TYPE`, or a name and a number: the exposition format of /metrics. */
export const isExposition = (text: string): boolean => /^\s*(#|[a-z_:][\w:]*(\{|\s+[\d.+-]))/i.test(text);

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+(-?\d+))?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Samples of the text of a /metrics page. */
export function samplesOfExposition(text: string, file: string): readonly MetricSample[] {
  return text.split(/\r?\n/).flatMap((line, index): readonly MetricSample[] => {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const found = LINE.exec(trimmed);
    const value = Number(found?.[3]?.replace(/^([+-]?)Inf$/, "$1Infinity"));
    if (found === null || Number.isNaN(value)) {
      if (found?.[3] === "NaN") return [];
      throw notALine({ file, text, line: index + 1, value: trimmed });
    }
    const labels = Object.fromEntries([...(found[2] ?? "").matchAll(LABEL)].map(([, key = "", of = ""]) => [key, of]));
    // A moment in the text is that of the scrape's target, in milliseconds; few write it.
    const time = found[4] === undefined ? null : Number(found[4]) / 1000;
    return [{ name: found[1] ?? "", labels, time, value }];
  });
}

const notALine = (result: ResultValue): InputError =>
  wrong(result, [], {
    found: JSON.stringify(String(result.value).slice(0, 60)),
    wanted: "a line of the Prometheus text format: name{labels} value",
    advice: "Save the page as it is: curl -s http://HOST:PORT/metrics > before.txt.",
  });
