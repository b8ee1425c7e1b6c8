import * as z from "zod";

const sample = z.tuple([z.number(), z.string()]);
const series = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(sample).optional(),
  value: sample.optional(),
});

/** What `/api/v1/query` and `/api/v1/query_range` of Prometheus answer, live or saved. */
export const queryAnswer = z.object({
  status: z.literal("success"),
  data: z.object({ resultType: z.enum(["matrix", "vector"]), result: z.array(series) }),
  warnings: z.array(z.string()).optional(),
});

/** One time series of an answer: its labels (its name is `__name__`), and its values by Unix second, rising. */
export interface MetricSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [time: number, value: string])[];
}

/** The series of an answer. */
export const seriesOf = ({ data }: z.output<typeof queryAnswer>): readonly MetricSeries[] =>
  data.result.map(({ metric, values, value }) => ({
    labels: metric,
    samples: values ?? (value === undefined ? [] : [value]),
  }));
