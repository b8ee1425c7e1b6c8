/** 2026-11-25, a Wednesday: the planning day, where the samples end. */
export const NOW = 1_795_564_800;
export const DAYS = 14;
const DAY = 86_400;
export const START = NOW - DAYS * DAY;
const SCRAPE = 60;

/** Five hours in which nothing was scraped, from within a window to within another. */
export const HOLE = [START + 9 * DAY + 2 * 3600 + 120, START + 9 * DAY + 7 * 3600 + 180] as const;
/** The engine was started anew: its counters begin at zero. */
export const RESET = START + 5 * DAY + 10 * 3600 + 17 * 60;

/** Requests per second: a day, a weekend, and nothing that could not be integrated exactly. */
export const MEAN_RATE = 0.1;
const SWING = 0.6;
export const rateAt = (time: number): number =>
  MEAN_RATE * (1 + SWING * Math.sin((2 * Math.PI * (time - START)) / DAY - 1)) * (isWeekend(time) ? 0.5 : 1);

const isWeekend = (time: number): boolean =>
  (Math.floor(time / DAY) + 4) % 7 === 6 || (Math.floor(time / DAY) + 4) % 7 === 0;

/** Requests from the start until then. */
export function requestsUntil(time: number): number {
  let sum = 0;
  for (let day = START; day < time; day += DAY) {
    const until = Math.min(time, day + DAY) - day;
    const phase = (2 * Math.PI) / DAY;
    const wave = (SWING / phase) * (Math.cos(-1) - Math.cos(phase * until - 1));
    sum += MEAN_RATE * (isWeekend(day) ? 0.5 : 1) * (until + wave);
  }
  return sum;
}

/** Log-normal lengths. */
export interface LengthLaw {
  readonly median: number;
  readonly sigma: number;
}
export const PROMPTS: LengthLaw = { median: 500, sigma: 0.8 };
export const ANSWERS: LengthLaw = { median: 150, sigma: 0.5 };
export const meanOf = ({ median, sigma }: LengthLaw): number => median * Math.exp(sigma ** 2 / 2);

/** Share of requests at or below a length (Abramowitz and Stegun 7.1.26). */
export function shareUpTo(tokens: number, { median, sigma }: LengthLaw): number {
  const z = Math.log(tokens / median) / sigma / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * Math.abs(z));
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - tail * Math.exp(-z * z);
  return (1 + Math.sign(z) * erf) / 2;
}

/** Bounds of vLLM for a context of 8,192 tokens. */
export const BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Counters and histograms of engines over two weeks, as lines of OpenMetrics. */
export function engineHistory(): readonly string[] {
  const recent = NOW - 2 * DAY;
  return [
    ...counter("vllm:request_success_total", 'model_name="chat",instance="a",finished_reason="stop"', {
      share: 0.6,
      reset: RESET,
    }),
    ...counter("vllm:request_success_total", 'model_name="chat",instance="b",finished_reason="stop"', { share: 0.3 }),
    ...counter("vllm:request_success_total", 'model_name="chat",instance="b",finished_reason="length"', { share: 0.1 }),
    ...counter("vllm:request_success_total", 'model_name="other",instance="a",finished_reason="stop"', { share: 5 }),
    ...histogram("vllm:request_prompt_tokens", 'model_name="chat",instance="a"', { law: PROMPTS, reset: RESET }),
    ...histogram("vllm:request_generation_tokens", 'model_name="chat",instance="a"', { law: ANSWERS, reset: RESET }),
    ...counter("tgi_request_success", 'kind="batch",pod="t"', { share: 1, from: recent }),
    ...histogram("tgi_request_input_length", 'pod="t"', { law: PROMPTS, from: recent }),
    ...histogram("tgi_request_generated_tokens", 'pod="t"', { law: ANSWERS, from: recent }),
    ...counter("sglang:num_requests_total", 'model_name="chat"', { share: 1, from: recent }),
    ...counter("sglang:prompt_tokens_total", 'model_name="chat"', { share: 700, from: recent }),
    ...counter("sglang:generation_tokens_total", 'model_name="chat"', { share: 180, from: recent }),
    ...counter("nginx_ingress_controller_requests", 'service="chat"', { share: 1, from: recent }),
    "# EOF\n",
  ];
}

interface Counted {
  readonly share: number;
  readonly from?: number;
  readonly reset?: number;
}

function counter(name: string, labels: string, counted: Counted): readonly string[] {
  // Samples of one name stand together; what they are is not said, since TGI's names break the rules of OpenMetrics.
  return moments(counted.from).map(
    (time) => `${name}{${labels}} ${(counted.share * since(time, counted)).toFixed(4)} ${time}\n`,
  );
}

const since = (time: number, { reset = Number.POSITIVE_INFINITY }: { readonly reset?: number }): number =>
  requestsUntil(time) - (time >= reset ? requestsUntil(reset) : 0);

function histogram(
  name: string,
  labels: string,
  of: { readonly law: LengthLaw; readonly from?: number; readonly reset?: number },
): readonly string[] {
  const part = (ending: string, le: string, share: number) =>
    counter(`${name}_${ending}`, le === "" ? labels : `${labels},le="${le}"`, { ...of, share });
  return [
    ...BOUNDS.flatMap((bound) => part("bucket", bound.toFixed(1), shareUpTo(bound, of.law))),
    ...part("bucket", "+Inf", 1),
    ...part("sum", "", meanOf(of.law)),
    ...part("count", "", 1),
  ];
}

const scraped = Array.from({ length: (DAYS * DAY) / SCRAPE + 1 }, (_, i) => START + i * SCRAPE);
const moments = (from = START): readonly number[] =>
  scraped.filter((time) => time >= from && !(time > HOLE[0] && time < HOLE[1]));

/** The same traffic as a request log, the hole left out: when its requests came, and lengths of the mean. */
export function requestLog(): string {
  const lines = ["timestamp,input_tokens,output_tokens"];
  let next = 1;
  for (let time = START; time < NOW; time += SCRAPE) {
    const [before, after] = [requestsUntil(time), requestsUntil(time + SCRAPE)];
    for (; next <= after; next++) {
      const at = time + (SCRAPE * (next - before)) / (after - before);
      if (at > HOLE[0] && at < HOLE[1]) continue;
      lines.push(`${new Date(at * 1000).toISOString()},${Math.round(meanOf(PROMPTS))},${Math.round(meanOf(ANSWERS))}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
