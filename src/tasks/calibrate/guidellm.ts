import * as z from "zod";
import type { LatencyStatistics, ObservedLoad } from "../../../planner/index.ts";
import { CALIBRATION } from "../../mistakes/calibration.ts";
import { equallyLong, loadOfRequests, loadOfSummary, type ObservedRequest, type Sending } from "./observed.ts";
import { type Measurements, type ResultValue, shaped, wrong } from "./result-file.ts";

const maybe = z.number().nullish();
const distribution = z.object({
  successful: z
    .object({ mean: maybe, median: maybe, count: maybe, percentiles: z.object({ p90: maybe }).nullish() })
    .nullish(),
});

const request = z.object({
  prompt_tokens: maybe,
  output_tokens: maybe,
  time_to_first_token_ms: maybe,
  inter_token_latency_ms: maybe,
  start_time: maybe,
  request_start_time: maybe,
});

const strategy = z.object({ type_: z.string(), streams: maybe, max_concurrency: maybe, rate: maybe });

/** One benchmark of a GuideLLM report: releases up to 0.3 keep the strategy under `args`, later ones under `config`. */
const benchmark = z.object({
  args: z.object({ strategy: strategy.nullish() }).nullish(),
  config: z.object({ strategy: strategy.nullish() }).nullish(),
  metrics: z.object({
    time_to_first_token_ms: distribution.nullish(),
    inter_token_latency_ms: distribution.nullish(),
    prompt_token_count: distribution.nullish(),
    output_token_count: distribution.nullish(),
  }),
  requests: z.object({ successful: z.array(request).nullish() }).nullish(),
});
type Benchmark = z.output<typeof benchmark>;

const schema = z.object({ benchmarks: z.array(benchmark).min(1) });

export const isGuideLlm = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "benchmarks" in value && Array.isArray(value.benchmarks);

/** A GuideLLM report: each of its benchmarks is a load. */
export function readGuideLlm(result: ResultValue, name: string): Measurements {
  const { benchmarks } = shaped(result, schema, "a report of GuideLLM, as its --output-path writes it");
  const read = benchmarks.map((one, index) => {
    const requests = requestsOf(one);
    const sending = sendingOf(one, requests.length);
    if (sending === null) throw unknownStrategy(result, index);
    const title = `${name} (${titleOf(sending)})`;
    if (requests.length > 0) return { load: loadOfRequests(title, sending, requests), note: null };
    return { load: summaryOf(result, one, { title, sending, index }), note: `${result.file}: ${NOT_DETAILED}` };
  });
  return {
    source: "guidellm",
    loads: read.map(({ load }) => load),
    notes: read.flatMap(({ note }) => (note === null ? [] : [note])),
  };
}

const NOT_DETAILED = "only statistics; its requests are taken to be equally long";

const titleOf = (sending: Sending): string =>
  sending.kind === "closed" ? `concurrency ${sending.concurrency}` : `${Number(sending.rate.toPrecision(3))}/s`;

function sendingOf({ args, config }: Benchmark, requests: number): Sending | null {
  const plan = config?.strategy ?? args?.strategy;
  if (plan?.type_ === "synchronous") return { kind: "closed", concurrency: 1 };
  if (plan?.type_ === "concurrent" && plan.streams) return { kind: "closed", concurrency: plan.streams };
  if (plan?.type_ === "throughput")
    return { kind: "closed", concurrency: plan.max_concurrency ?? Math.max(1, requests) };
  return plan?.rate ? { kind: "open", rate: plan.rate } : null;
}

const unknownStrategy = (result: ResultValue, index: number) =>
  wrong(result, ["benchmarks", String(index), "strategy"], CALIBRATION.unknownStrategy);

function requestsOf({ requests }: Benchmark): readonly ObservedRequest[] {
  return (requests?.successful ?? []).flatMap((one): readonly ObservedRequest[] => {
    const { prompt_tokens: input, output_tokens: output, time_to_first_token_ms: ttft } = one;
    if (!input || !output || !ttft || ttft <= 0) return [];
    const { inter_token_latency_ms: gap } = one;
    const start = one.start_time ?? one.request_start_time ?? null;
    return [{ start, input, output, ttft: ttft / 1000, tpot: output > 1 && gap ? gap / 1000 : null }];
  });
}

interface Named {
  readonly title: string;
  readonly sending: Sending;
  readonly index: number;
}

function summaryOf(result: ResultValue, { metrics }: Benchmark, { title, sending, index }: Named): ObservedLoad {
  const input = metrics.prompt_token_count?.successful;
  const output = metrics.output_token_count?.successful;
  if (!input?.mean || !output?.mean) {
    throw wrong(result, ["benchmarks", String(index), "metrics", "prompt_token_count"], CALIBRATION.lengthsMissing);
  }
  return loadOfSummary(title, sending, {
    lengths: equallyLong(Math.min(MOST, input.count ?? SOME), input.mean, output.mean),
    ttft: statistics(metrics.time_to_first_token_ms),
    tpot: statistics(metrics.inter_token_latency_ms),
  });
}

/** Requests that stand for a load whose number of requests is not told, and most that do for one that has very many. */
const SOME = 200;
const MOST = 5000;

function statistics(of: z.output<typeof distribution> | null | undefined): LatencyStatistics {
  const { mean, median, percentiles } = of?.successful ?? {};
  const seconds = (milliseconds: number | null | undefined) => (milliseconds == null ? null : milliseconds / 1000);
  return { mean: seconds(mean), p50: seconds(median), p90: seconds(percentiles?.p90) };
}
