import { CALIBRATION } from "../../mistakes/calibration.ts";
import { fileError } from "../../ports/failure.ts";
import type { Buckets } from "../traffic-metrics/bucket-lengths.ts";
import type { MetricSample, MetricText } from "./metric-samples.ts";

/** A histogram as Prometheus counts: buckets hold what is at or below their bound, rising. */
export interface Histogram {
  readonly sum: number;
  readonly count: number;
  readonly buckets: Buckets;
}

/** What an engine has counted since its start, over all of its replicas. */
export interface Snapshot {
  readonly time: number | null;
  readonly running: number;
  readonly replicas: number;
  readonly ttft: Histogram | null;
  readonly tpot: Histogram | null;
  readonly input: Histogram | null;
  readonly output: Histogram | null;
}

/** Names by what they count; of several the first that is there. vLLM 0.11 has renamed the time between tokens. */
const FAMILIES = {
  ttft: ["vllm:time_to_first_token_seconds"],
  tpot: [
    "vllm:request_time_per_output_token_seconds",
    "vllm:inter_token_latency_seconds",
    "vllm:time_per_output_token_seconds",
  ],
  input: ["vllm:request_prompt_tokens"],
  output: ["vllm:request_generation_tokens"],
} as const;
const RUNNING = "vllm:num_requests_running";
type Counted = keyof typeof FAMILIES;

export const familiesAt = (counted: Counted): readonly string[] => FAMILIES[counted];

/** Every series that a calibration reads, as a query for Prometheus. */
export const METRICS_QUERY = `{__name__=~"(${Object.values(FAMILIES).flat().join("|")})_(bucket|sum|count)|${RUNNING}"}`;

/** The moments of all texts, in order: those that are dated by their time, the others as they were named. */
export function snapshotsOf(texts: readonly MetricText[], model: string): readonly Snapshot[] {
  const moments = texts.flatMap(({ file, samples }) => {
    const own = ofModel(samples.filter(isWanted), { file, model });
    return [...Map.groupBy(own, ({ time }) => time)].map(([time, of]) => snapshotAt(time, of));
  });
  return moments.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
}

const WANTED: readonly string[] = Object.values(FAMILIES).flat();

const isWanted = ({ name }: MetricSample): boolean =>
  name === RUNNING || WANTED.includes(name.replace(/_(bucket|sum|count)$/, ""));

/** One engine may serve several models, and one Prometheus several engines. */
function ofModel(
  samples: readonly MetricSample[],
  { file, model }: { readonly file: string; readonly model: string },
): readonly MetricSample[] {
  const names = [...new Set(samples.map(({ labels }) => labels["model_name"] ?? ""))];
  if (names.length <= 1) return samples;
  const own = samples.filter(({ labels }) => labels["model_name"]?.toLowerCase() === model.toLowerCase());
  if (own.length > 0) return own;
  throw fileError(file, CALIBRATION.severalModels(names, model));
}

function snapshotAt(time: number | null, samples: readonly MetricSample[]): Snapshot {
  const byName = Map.groupBy(samples, ({ name }) => name);
  const find = (counted: Counted): Histogram | null => {
    const name = FAMILIES[counted].find((one) => byName.has(`${one}_count`));
    return name === undefined ? null : histogram(byName, name);
  };
  const sum = (name: string) => (byName.get(name) ?? []).reduce((total, { value }) => total + value, 0);
  const replicas = byName.get(`${FAMILIES.ttft[0]}_count`)?.length ?? 1;
  const counted = { ttft: find("ttft"), tpot: find("tpot"), input: find("input"), output: find("output") };
  return { time, running: sum(RUNNING), replicas, ...counted };
}

function histogram(byName: ReadonlyMap<string, readonly MetricSample[]>, name: string): Histogram {
  const of = (suffix: string) => byName.get(`${name}_${suffix}`) ?? [];
  const total = (samples: readonly MetricSample[]) => samples.reduce((sum, { value }) => sum + value, 0);
  const bounds = Map.groupBy(of("bucket"), ({ labels }) => Number((labels["le"] ?? "").replace("+Inf", "Infinity")));
  const buckets = [...bounds].map(([bound, samples]): [number, number] => [bound, total(samples)]);
  return { sum: total(of("sum")), count: total(of("count")), buckets: buckets.sort(([a], [b]) => a - b) };
}
