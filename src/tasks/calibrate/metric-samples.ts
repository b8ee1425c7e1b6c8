import { CALIBRATION } from "../../mistakes/calibration.ts";
import type { InputError } from "../../ports/failure.ts";
import { type MetricSeries, queryAnswer, seriesOf } from "../../ports/metrics-answer.ts";
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

export const isQueryAnswer = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "status" in value && "data" in value;

/** Samples of a saved answer of Prometheus. */
export function samplesOfQuery(result: ResultValue): readonly MetricSample[] {
  const answer = shaped(result, queryAnswer, "a successful answer of /api/v1/query_range, raw series and no rates");
  return seriesOf(answer).flatMap((series) => {
    if (series.labels["__name__"] === undefined) throw wrong(result, ["__name__"], CALIBRATION.unnamedSeries);
    return samplesOfSeries(series);
  });
}

/** Samples of one series, as its name has them. */
export function samplesOfSeries({ labels: all, samples }: MetricSeries): readonly MetricSample[] {
  const { __name__: name = "", ...labels } = all;
  return samples.map(([time, text]) => ({ name, labels, time, value: sampleValue(text) }));
}

/** Prometheus writes +Inf, -Inf and NaN in its own way. */
export const sampleValue = (text: string): number => Number(text.replace(/^([+-]?)Inf$/, "$1Infinity"));

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
    const value = sampleValue(found?.[3] ?? "NaN");
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
  wrong(result, [], CALIBRATION.noMetricLine(JSON.stringify(String(result.value).slice(0, 60))));
