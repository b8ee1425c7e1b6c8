import type { Mistake } from "../ports/failure.ts";

type Side = "input" | "output";

const KEYS = { input: "inputTokens", output: "outputTokens" } as const;
const ONE_SERIES = {
  requests: "one series of requests per second",
  tokens: "one series of mean tokens, or buckets of one histogram by le",
} as const;
const WRITE = {
  input: "Write inputTokens: the mean tokens of a prompt, or a histogram of them.",
  output: "Write outputTokens: the mean tokens of an answer, or a histogram of them.",
} as const;
const perSecond = "requests per second";

/** What a Prometheus was asked under spec.traffic.prometheus, and what it answered. */
export const METRICS = {
  /** `meant` is the question that a misspelling is answered with, if it is one. */
  unknownServer: (server: string, known: readonly string[], meant: string | null): Mistake => ({
    found: server,
    wanted: `a name under \`prometheus\` in loadline.yaml (${known.length === 0 ? "none so far" : known.join(", ")}); a change is judged by the loadline.yaml of its base`,
    advice: meant ?? `Add it there: prometheus: { ${server}: {} }.`,
  }),
  windowTooShort: (seconds: number): Mistake => ({
    found: `${seconds} s`,
    wanted: "an hour or more",
    advice: "A week or more shows how traffic changes from day to day.",
  }),
  noQuery: (query: string, answer: string): Mistake => ({
    found: `${query}, of which the server says: ${answer}`,
    wanted: "a query in PromQL",
    advice: "Try it on the server's own page first.",
  }),
  counterOrRate: (name: string, query: string): Mistake => ({
    found: name === "" ? "labels without the name of a metric" : `${name}, which may be a counter or a rate`,
    wanted: "a counter whose name ends in _total or _count, or an expression that gives requests per second",
    advice: `Write sum(rate(${query}[5m])) if it is a counter, or sum(${query}) if it is a rate already.`,
  }),
  severalRates: (count: number, differing: readonly string[], query: string): Mistake => ({
    found: severalSeries(count, differing),
    wanted: ONE_SERIES.requests,
    advice: `Add them up, if they are parts of one whole: sum(${query}).`,
  }),
  severalMeans: (count: number, differing: readonly string[]): Mistake => ({
    found: severalSeries(count, differing),
    wanted: ONE_SERIES.tokens,
    advice: "Divide one sum by another: sum(rate(x_sum[5m])) / sum(rate(x_count[5m])).",
  }),
  noSamples: (from: string, to: string, query: string): Mistake => ({
    found: `no samples between ${from} and ${to} of ${query}`,
    wanted: "a query that has values in the window",
    advice: "Check the metric, its labels and how far back the server keeps them; --now says where the window ends.",
  }),
  noSamplesOfLengths: (side: Side): string => WRITE[side],
  negativeRates: (least: number): Mistake => ({
    found: `values below zero, such as ${least}`,
    wanted: perSecond,
    advice: "Use rate(), which knows that counters begin anew.",
  }),
  onlyZeros: (query: string): Mistake => ({
    found: "no requests in the whole window: every value is zero",
    wanted: "traffic to forecast from",
    advice: `Look at it in Prometheus: ${query}`,
  }),
  bareCounter: {
    found: "values that only rise: a counter",
    wanted: perSecond,
    advice: "Put the counter into rate(): sum(rate(vllm:request_success_total[5m])).",
  },
  lengthsUnsaid: (side: Side): Mistake => ({
    found: `no ${KEYS[side]}, and a rate that names no metric of one engine with the same labels throughout`,
    wanted: `${KEYS[side]}: ${side === "input" ? "lengths of prompts" : "lengths of answers"} in tokens`,
    advice: `${WRITE[side]} With a rate from vllm:*, tgi_* or sglang:* metrics it may be left out.`,
  }),
  fallingBuckets: (fall: string): Mistake => ({
    found: `buckets whose counts fall by ${fall} from one bound to the next`,
    wanted: "buckets of one histogram, each counting all that lies at or below its bound",
    advice: "Sum them by le, and nothing else: sum by (le) (rate(x_bucket[5m])).",
  }),
  noMeanLength: (tokens: number): Mistake => ({
    found: `a mean of ${tokens} tokens a request`,
    wanted: "tokens of one request, or a histogram of them",
    advice: "Divide the tokens by the requests: sum(rate(x_sum[5m])) / sum(rate(x_count[5m])).",
  }),
} as const;

function severalSeries(count: number, differing: readonly string[]): string {
  return `${count} series, which differ in ${differing.join(", ")}`;
}
