import type { MadeRun } from "./benchmark-results.ts";

/** Bucket bounds as vLLM has them (vllm/v1/metrics/loggers.py). */
const SECONDS = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];
const TOKENS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const FAMILIES = {
  "vllm:time_to_first_token_seconds": SECONDS,
  "vllm:request_time_per_output_token_seconds": SECONDS.map((bound) => bound / 10),
  "vllm:request_prompt_tokens": TOKENS,
  "vllm:request_generation_tokens": TOKENS,
} as const;
type Family = keyof typeof FAMILIES;

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What an engine counts about its requests, as its /metrics page shows it. */
export class EngineCounters {
  private readonly values = new Map<Family, number[]>();
  private readonly labels: Readonly<Record<string, string>>;
  running = 0;

  constructor(labels: Readonly<Record<string, string>>) {
    this.labels = labels;
  }

  count({ ttft, tpot, input, output }: MadeRun): void {
    const add = (family: Family, of: Iterable<number>) => {
      this.values.set(family, [...(this.values.get(family) ?? []), ...[...of].filter(Number.isFinite)]);
    };
    add("vllm:time_to_first_token_seconds", ttft);
    add("vllm:request_time_per_output_token_seconds", tpot);
    add("vllm:request_prompt_tokens", input);
    add("vllm:request_generation_tokens", output);
  }

  series(): readonly Series[] {
    const running = { name: "vllm:num_requests_running", labels: this.labels, value: this.running };
    return [running, ...Object.keys(FAMILIES).flatMap((family) => this.histogram(family as Family))];
  }

  private histogram(family: Family): readonly Series[] {
    const values = this.values.get(family) ?? [];
    const bucket = (le: string, bound: number): Series => ({
      name: `${family}_bucket`,
      labels: { ...this.labels, le },
      value: values.filter((value) => value <= bound).length,
    });
    const sum = values.reduce((total, value) => total + value, 0);
    return [
      ...FAMILIES[family].map((bound) => bucket(bound.toFixed(4), bound)),
      bucket("+Inf", Infinity),
      { name: `${family}_sum`, labels: this.labels, value: sum },
      { name: `${family}_count`, labels: this.labels, value: values.length },
    ];
  }
}

/** The page of one engine in the exposition format. */
export function metricsPage(series: readonly Series[]): string {
  const lines = series.map(({ name, labels, value }) => {
    const pairs = Object.entries(labels).map(([key, of]) => `${key}="${of}"`);
    return `${name}{${pairs.join(",")}} ${value}`;
  });
  return `# HELP vllm:time_to_first_token_seconds Histogram of time to first token in seconds.\n${lines.join("\n")}\n`;
}

/** What `query_range` answers about these moments. */
export function rangeAnswer(moments: readonly { readonly time: number; readonly series: readonly Series[] }[]): object {
  const bySeries = new Map<string, { metric: object; values: [number, string][] }>();
  for (const { time, series } of moments) {
    for (const { name, labels, value } of series) {
      const metric = { __name__: name, ...labels };
      const key = JSON.stringify(metric);
      const known = bySeries.get(key) ?? { metric, values: [] };
      known.values.push([time, String(value)]);
      bySeries.set(key, known);
    }
  }
  return { status: "success", data: { resultType: "matrix", result: [...bySeries.values()] } };
}
