import {
  DEPLOYED_BEHAVIOUR,
  HOUR,
  hardwareByName,
  keda,
  type MeasuredHistogram,
  type MeasuredWindow,
  ONE_REPLICA,
  scaledStepTime,
  simulate,
  stream,
  type TrafficHistory,
  type Workload,
  workloadOfLengths,
} from "../../planner/index.ts";

/** 2026-11-25, a Wednesday: where the last week ends. */
export const END = 1_795_564_800;
export const WEEK = 7 * 86_400;

/** What was different in a week: its traffic, and how long steps took against the prediction. */
export interface WeekSetting {
  readonly rate?: number;
  readonly slowness?: number;
  readonly prompts?: number;
  readonly replicas?: number;
  /** KEDA instead of a fixed number: requests that run on one replica, from one to six of them. */
  readonly running?: number;
}

/** One request as it was served, seconds; times since 1970. */
export interface ServedRequest {
  readonly finish: number;
  readonly input: number;
  readonly output: number;
  readonly ttft: number;
  readonly tpot: number;
  readonly e2e: number;
}

export interface ServedWeek {
  readonly from: number;
  readonly replicas: number;
  /** Those that took requests, each hour on average over its parts. */
  readonly hourly: readonly number[];
  readonly requests: readonly ServedRequest[];
}

/** The engine of the repository in `config-repository.ts`. */
const ENGINE = {
  model: "meta-llama/Llama-3.1-8B-Instruct",
  gpu: "a10g",
  tensorParallel: 1,
  engine: "vllm",
  version: "0.15",
  weights: "bf16",
  kvCache: "auto",
  maxSequences: 64,
  maxBatchedTokens: 2048,
  maxContext: 8192,
  utilization: 0.9,
} as const;

const RATE = 0.06;
const rateAt = (time: number): number => RATE * (1 + 0.6 * Math.sin((2 * Math.PI * (time % 86_400)) / 86_400 - 2));

/** Weeks one after the other, each simulated from its first request to its last: nothing of it is known but what is measured. */
export function servedWeeks(settings: readonly WeekSetting[]): readonly ServedWeek[] {
  return settings.map((setting, i) => {
    const place = { from: END - (settings.length - i) * WEEK, seed: 70 + i };
    const key = JSON.stringify([setting, place]);
    const week = SERVED.get(key) ?? servedWeek(setting, place);
    SERVED.set(key, week);
    return week;
  });
}

const SERVED = new Map<string, ServedWeek>();

function servedWeek(
  { rate = 1, slowness = 1, prompts = 1, replicas = 2, running }: WeekSetting,
  { from, seed }: { readonly from: number; readonly seed: number },
): ServedWeek {
  const known = hardwareByName(ENGINE);
  if (known.kind === "refused") throw new Error(known.message);
  const workload = weekOfRequests({ from, rate, prompts, seed });
  const answer = simulate({
    ...{ ...ONE_REPLICA, router: "least-outstanding", replicas, policy: "vllm", limits: known.limits },
    ...{ load: { kind: "open", workload }, keepRequests: true, seed },
    stepTime: scaledStepTime(known.hardware.stepTime, slowness),
    ...(running === undefined ? {} : scaledBy(running)),
    meshSeconds: (_random, inFlight, inputTokens) => known.hardware.requestSeconds(inFlight, inputTokens),
  });
  if (answer.kind !== "simulated" || answer.columns === null) throw new Error("not simulated");
  const { arrivals, firstToken, finish, replica } = answer.columns;
  const requests = Array.from(arrivals, (arrival, i): ServedRequest => {
    const [first, end, output] = [firstToken[i] ?? 0, finish[i] ?? 0, workload.outputTokens[i] ?? 0];
    const lengths = { input: workload.inputTokens[i] ?? 0, output };
    const tpot = output > 1 ? (end - first) / (output - 1) : Number.NaN;
    return { ...lengths, finish: from + end, ttft: first - arrival, tpot, e2e: end - arrival };
  });
  const hourly = running === undefined ? new Array<number>(WEEK / HOUR).fill(replicas) : takers(arrivals, replica);
  return { from, replicas, hourly, requests };
}

const scaledBy = (value: number) => ({
  autoscaler: keda({
    ...{ min: 1, max: 6, target: { metric: "requests-running", value }, headroom: 0, minimumAt: () => 0 },
    behaviour: DEPLOYED_BEHAVIOUR,
  }),
  ...{ startupSeconds: () => 150, measureUntil: WEEK },
});

const PART = 300;

/** Replicas that took a request in each five minutes, by the hour. */
function takers(arrivals: Float64Array, replica: Int32Array): readonly number[] {
  const parts = Array.from({ length: WEEK / PART }, () => new Set<number>());
  arrivals.forEach((arrival, i) => void parts[Math.floor(arrival / PART)]?.add(replica[i] ?? 0));
  const perHour = HOUR / PART;
  return Array.from({ length: WEEK / HOUR }, (_, hour) =>
    parts.slice(hour * perHour, (hour + 1) * perHour).reduce((sum, { size }) => sum + size / perHour, 0),
  );
}

interface Requests {
  readonly from: number;
  readonly rate: number;
  readonly prompts: number;
  readonly seed: number;
}

/** At random, by the hour of the day. */
function weekOfRequests({ from, rate, prompts, seed }: Requests): Workload {
  const random = stream(seed, "week");
  const arrivals: number[] = [];
  for (let time = 0; time < WEEK; ) {
    time += random.exponential() / (rate * rateAt(from + time));
    if (time < WEEK) arrivals.push(time);
  }
  const lengths = (median: number, sigma: number, most: number) =>
    Int32Array.from(arrivals, () =>
      Math.max(2, Math.min(most, Math.round(median * Math.exp(sigma * random.normal())))),
    );
  return {
    arrivals: Float64Array.from(arrivals),
    inputTokens: lengths(500 * prompts, 0.7, 6000),
    outputTokens: lengths(160, 0.5, 1500),
    ...{ prefixIds: null, prefixTokens: null },
  };
}

type Latency = "ttft" | "tpot" | "e2e";

/** Bounds as vLLM has them (vllm/v1/metrics/loggers.py), seconds and tokens. */
export const BOUNDS = {
  ttft: [0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40],
  tpot: [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1],
  e2e: [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240],
  tokens: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
} as const;

/** Weeks as a Prometheus would give them back, without one. */
export function measured(weeks: readonly ServedWeek[]): MeasuredWindow & { readonly history: TrafficHistory } {
  const [from, duration, windowSeconds] = [weeks[0]?.from ?? END, weeks.length * WEEK, 300];
  const requests = weeks.flatMap((week) => week.requests);
  const rates = new Float64Array(duration / windowSeconds);
  for (const { finish } of requests) {
    const window = Math.floor((finish - from) / windowSeconds);
    if (window < rates.length) rates[window] = (rates[window] ?? 0) + 1 / windowSeconds;
  }
  const lengths = (of: "input" | "output") => ({
    kind: "quantiles" as const,
    points: quantiles(requests.map((one) => one[of])),
  });
  const history: TrafficHistory = {
    ...{ workload: workloadOfLengths(lengths("input"), lengths("output")), rates: { windowSeconds, rates } },
    ...{ stampSeconds: null, burstiness: null, epoch: from, duration, format: "prometheus", gaps: [] },
    rows: { read: rates.length, bad: 0 },
  };
  const of = (metric: Latency) => histogramOf(requests, metric);
  return {
    ...{ from, to: from + duration, history, latency: { ttft: of("ttft"), tpot: of("tpot"), e2e: of("e2e") } },
    tpotPer: "request",
    replicas: Float64Array.from(weeks.flatMap(({ hourly }) => hourly)),
  };
}

function quantiles(values: readonly number[]): readonly (readonly [number, number])[] {
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from({ length: 101 }, (_, i) => [i / 100, sorted[Math.round((i / 100) * (sorted.length - 1))] ?? 1]);
}

function histogramOf(requests: readonly ServedRequest[], metric: Latency): MeasuredHistogram {
  const values = Float64Array.from(requests, (one) => one[metric])
    .filter(Number.isFinite)
    .sort();
  let count = 0;
  const buckets = [...BOUNDS[metric], Number.POSITIVE_INFINITY].map((bound): readonly [number, number] => {
    while ((values[count] ?? Number.POSITIVE_INFINITY) <= bound && count < values.length) count++;
    return [bound, count];
  });
  return { buckets, sum: values.reduce((sum, value) => sum + value, 0), count: values.length };
}
