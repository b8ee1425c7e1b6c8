import { BOUNDS, END, type ServedRequest, type ServedWeek, WEEK } from "./served-weeks.ts";

const SCRAPE = 60;
/** Histograms are asked for whole days: there is no need to write them down more often. */
const SELDOM = 3600;

/** What vLLM and kube-state-metrics would have exported meanwhile, as OpenMetrics. */
export function exported(weeks: readonly ServedWeek[]): readonly string[] {
  const start = weeks[0]?.from ?? END;
  const requests = weeks.flatMap((week) => week.requests).toSorted((a, b) => a.finish - b.finish);
  const own = 'namespace="ai-models",service="chat",model_name="m"';
  const of = { requests, start };
  return [
    ...counted(`vllm:request_success_total{${own},finished_reason="stop"}`, of, { every: SCRAPE, add: () => 1 }),
    ...exportedHistogram("vllm:time_to_first_token_seconds", own, {
      ...of,
      bounds: BOUNDS.ttft,
      value: ({ ttft }) => ttft,
    }),
    ...exportedHistogram("vllm:request_time_per_output_token_seconds", own, {
      ...of,
      bounds: BOUNDS.tpot,
      value: ({ tpot }) => tpot,
    }),
    ...exportedHistogram("vllm:e2e_request_latency_seconds", own, {
      ...of,
      bounds: BOUNDS.e2e,
      value: ({ e2e }) => e2e,
    }),
    ...exportedHistogram("vllm:request_prompt_tokens", own, {
      ...of,
      bounds: BOUNDS.tokens,
      value: ({ input }) => input,
    }),
    ...exportedHistogram("vllm:request_generation_tokens", own, {
      ...of,
      bounds: BOUNDS.tokens,
      value: ({ output }) => output,
    }),
    ...weeks.flatMap(({ from, replicas }) =>
      Array.from(
        { length: WEEK / 300 },
        (_, i) =>
          `kube_deployment_status_replicas_ready{namespace="ai-models",deployment="chat"} ${replicas} ${from + i * 300}\n`,
      ),
    ),
    "# EOF\n",
  ];
}

interface Served {
  readonly requests: readonly ServedRequest[];
  readonly start: number;
}

function counted(
  series: string,
  { requests, start }: Served,
  { every, add }: { readonly every: number; readonly add: (request: ServedRequest) => number },
): readonly string[] {
  let [next, sum] = [0, 0];
  return Array.from({ length: Math.floor((END - start) / every) + 1 }, (_, i) => {
    const time = start + i * every;
    for (; (requests[next]?.finish ?? Number.POSITIVE_INFINITY) <= time; next++)
      sum += add(requests[next] as ServedRequest);
    return `${series} ${Number(sum.toFixed(6))} ${time}\n`;
  });
}

interface ServedHistogram extends Served {
  readonly bounds: readonly number[];
  readonly value: (request: ServedRequest) => number;
}

function exportedHistogram(name: string, own: string, { bounds, value, ...of }: ServedHistogram): readonly string[] {
  const part = (ending: string, labels: string, add: (value: number) => number) => {
    const told = (request: ServedRequest) => (Number.isFinite(value(request)) ? add(value(request)) : 0);
    return counted(`${name}_${ending}{${own}${labels}}`, of, { every: SELDOM, add: told });
  };
  return [
    ...bounds.flatMap((bound) => part("bucket", `,le="${bound}"`, (one) => (one <= bound ? 1 : 0))),
    ...part("bucket", ',le="+Inf"', () => 1),
    ...part("sum", "", (one) => one),
    ...part("count", "", () => 1),
  ];
}
