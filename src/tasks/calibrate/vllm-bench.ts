import * as z from "zod";
import type { LatencyStatistics, ObservedLoad } from "../../../planner/index.ts";
import { CALIBRATION } from "../../mistakes/calibration.ts";
import { equallyLong, loadOfRequests, loadOfSummary, type ObservedRequest, type Sending } from "./observed.ts";
import { type Measurements, type ResultValue, shaped, wrong } from "./result-file.ts";

/** No mean of a working engine is longer than an hour. */
const measure = z.number().min(0).max(3_600_000).nullish();
const list = z.array(z.number()).optional();

/** What `vllm bench serve --save-result` writes; the lists only with `--save-detailed`. Seconds in the lists. */
const schema = z.object({
  request_rate: z.union([z.number(), z.string(), z.null()]).optional(),
  max_concurrency: z.number().int().positive().max(1_000_000).nullish(),
  num_prompts: z.number().int().positive(),
  completed: z.number().int().min(0),
  total_input_tokens: z.number().min(0),
  total_output_tokens: z.number().min(0),
  mean_ttft_ms: measure,
  median_ttft_ms: measure,
  p90_ttft_ms: measure,
  mean_tpot_ms: measure,
  median_tpot_ms: measure,
  p90_tpot_ms: measure,
  input_lens: list,
  output_lens: list,
  ttfts: list,
  itls: z.array(z.array(z.number())).optional(),
  start_times: list,
  errors: z.array(z.unknown()).optional(),
});
type Result = z.output<typeof schema>;

export const isVllmBench = (value: unknown): boolean =>
  typeof value === "object" && value !== null && ("mean_ttft_ms" in value || "ttfts" in value) && "completed" in value;

/** One run of `vllm bench serve` as a load. */
export function readVllmBench(result: ResultValue, name: string): Measurements {
  const run = shaped(result, schema, "a result of `vllm bench serve --save-result`");
  if (run.completed < 0.9 * run.num_prompts) throw tooManyFailed(result, run);
  const requests = requestsOf(result, run);
  const sending = sendingOf(run);
  const load = requests === null ? summaryOf(name, sending, run) : loadOfRequests(name, sending, requests);
  return { source: "vllm-bench", loads: [load], notes: requests === null ? [`${result.file}: ${NOT_DETAILED}`] : [] };
}

const NOT_DETAILED =
  "only means and percentiles; its requests are taken to be equally long (save them with --save-detailed)";

function tooManyFailed(result: ResultValue, { completed, num_prompts }: Result) {
  return wrong(result, ["completed"], CALIBRATION.tooManyFailed(completed, num_prompts));
}

/** `request_rate` is "inf" where only `max_concurrency` (or nothing) holds clients back. */
function sendingOf({ request_rate, max_concurrency, num_prompts }: Result): Sending {
  const rate = Number(request_rate ?? Infinity);
  if (Number.isFinite(rate) && rate > 0) return { kind: "open", rate };
  return { kind: "closed", concurrency: max_concurrency ?? num_prompts };
}

/** The answered requests; null where the lists were not saved. */
function requestsOf(result: ResultValue, run: Result): readonly ObservedRequest[] | null {
  const { input_lens, output_lens, ttfts, itls, start_times } = run;
  if (!input_lens || !output_lens || !ttfts || !itls) return null;
  for (const [key, values] of Object.entries({ output_lens, ttfts, itls })) {
    if (values.length !== input_lens.length)
      throw unequal(result, key, { has: values.length, wants: input_lens.length });
  }
  return input_lens.flatMap((input, i): readonly ObservedRequest[] => {
    const [output = 0, ttft = 0, start = null] = [output_lens[i], ttfts[i], start_times?.[i]];
    if (output < 1 || ttft <= 0) return [];
    // Not the mean of the gaps: one event of the stream may carry several tokens.
    const after = (itls[i] ?? []).reduce((sum, gap) => sum + gap, 0);
    return [
      { start, input: Math.max(1, input), output, ttft, tpot: output > 1 && after > 0 ? after / (output - 1) : null },
    ];
  });
}

function unequal(result: ResultValue, key: string, { has, wants }: { has: number; wants: number }) {
  return wrong(result, [key], CALIBRATION.unequalLists(has, wants));
}

function summaryOf(name: string, sending: Sending, run: Result): ObservedLoad {
  return loadOfSummary(name, sending, {
    lengths: equallyLong(
      run.completed,
      run.total_input_tokens / run.completed,
      run.total_output_tokens / run.completed,
    ),
    ttft: statistics(run.mean_ttft_ms, run.median_ttft_ms, run.p90_ttft_ms),
    tpot: statistics(run.mean_tpot_ms, run.median_tpot_ms, run.p90_tpot_ms),
  });
}

type Maybe = number | null | undefined;

const statistics = (mean: Maybe, p50: Maybe, p90: Maybe): LatencyStatistics => ({
  mean: inSeconds(mean),
  p50: inSeconds(p50),
  p90: inSeconds(p90),
});

const inSeconds = (milliseconds: Maybe): number | null => (milliseconds == null ? null : milliseconds / 1000);
