import type { LatencyMetric, LatencyTarget, SeriesOf } from "../../../planner/index.ts";
import type { RenderInput } from "../input.ts";
import type { Alert } from "./alert.ts";
import { decimal, engineMetrics, ownSeries } from "./metrics.ts";

const WORDS: Readonly<
  Record<LatencyMetric, { readonly name: string; readonly text: string; readonly remedy: string }>
> = {
  ttft: {
    ...{ name: "TimeToFirstToken", text: "time to first token" },
    remedy: "Look at the queue: more replicas shorten it. With an empty queue, prompts have become longer.",
  },
  tpot: {
    ...{ name: "TimePerOutputToken", text: "time per output token" },
    remedy: "Too many sequences share a step, or memory bandwidth is used up: lower maxSequences or add replicas.",
  },
  e2e: {
    ...{ name: "EndToEnd", text: "end-to-end latency" },
    remedy: "Compare time to first token and per output token to see which part grew; answers may have become longer.",
  },
};

/** How many times faster than allowed a month's promise is used up, as the SRE workbook pages: in two days. */
const FAST_BURN = 14.4;
/** Share of failed requests that is a ticket where the file promises nothing. */
const USUAL_ERRORS = 0.01;

/** A promise that is broken, looked at through a long window, so that it matters, and a short one, so that it still lasts. */
export function promiseAlerts(input: RenderInput): readonly Alert[] {
  return [...input.deployment.slo.latency.flatMap((target) => latency(input, target)), ...errors(input)];
}

function latency(input: RenderInput, target: LatencyTarget): readonly Alert[] {
  const { ttftBuckets, tpotBuckets, e2eBuckets } = engineMetrics(input);
  const buckets = { ttft: ttftBuckets, tpot: tpotBuckets, e2e: e2eBuckets }[target.metric];
  if (buckets === null) return [];
  const own = ownSeries(input);
  const allowed = 1 - target.percentile / 100;
  const above = (share: number, window: string) =>
    `histogram_quantile(${decimal(1 - share)}, sum by (le) (rate(${buckets}${own}[${window}]))) > ${decimal(target.limit)}`;
  // "A share s of requests is above the limit" is "the quantile 1 - s is above it": it needs no bucket at the limit.
  const fast = Math.min(0.5, FAST_BURN * allowed);
  const { name, text, remedy } = WORDS[target.metric];
  const percentile = `p${String(target.percentile).replace(".", "_")}`;
  const shared = `The promise: ${percentile} at most ${decimal(target.limit)} s. ${remedy}`;
  return [
    {
      name: `Loadline${name}${percentile.toUpperCase()}Fast`,
      expr: `${above(fast, "1h")} and ${above(fast, "5m")}`,
      duration: "2m",
      severity: "page",
      summary: `${input.deployment.name}: ${text} is far above its target`,
      description: `More than ${decimal(100 * fast)} % of requests are too slow. ${shared}`,
    },
    {
      name: `Loadline${name}${percentile.toUpperCase()}`,
      expr: `${above(allowed, "6h")} and ${above(allowed, "30m")}`,
      duration: "15m",
      severity: "ticket",
      summary: `${input.deployment.name}: ${percentile} ${text} is above its target`,
      description: `It is {{ $value | humanizeDuration }} over six hours. ${shared}`,
    },
  ];
}

function errors(input: RenderInput): readonly Alert[] {
  const { requests } = input.engine.troubles;
  if (requests === null) return [];
  const promised = input.deployment.slo.errorRate;
  const allowed = promised ?? USUAL_ERRORS;
  const rate = ({ metric, matchers }: SeriesOf, window: string) =>
    `sum(rate(${metric}${ownSeries(input, matchers)}[${window}]))`;
  const above = (share: number, window: string) =>
    `${rate(requests.failed, window)} / ${rate(requests.all, window)} > ${decimal(share)}`;
  const fast = Math.min(0.5, FAST_BURN * allowed);
  const { name } = input.deployment;
  const causes =
    "CUDA out of memory is answered as HTTP 500: search the engine's log for `out of memory`, then lower gpuMemoryUtilization or maxSequences.";
  return [
    {
      name: "LoadlineErrorsFast",
      expr: `${above(fast, "1h")} and ${above(fast, "5m")}`,
      duration: "2m",
      severity: "page",
      summary: `${name}: many requests fail`,
      description: `{{ $value | humanizePercentage }} of requests fail; ${decimal(100 * allowed)} % may. ${causes}`,
    },
    {
      name: "LoadlineErrors",
      expr: `${above(allowed, "6h")} and ${above(allowed, "30m")}`,
      duration: "15m",
      severity: "ticket",
      summary: `${name}: more requests fail than ${promised === null ? "is usual" : "was promised"}`,
      description: `{{ $value | humanizePercentage }} of requests fail; ${decimal(100 * allowed)} % may. ${causes}`,
    },
  ];
}
