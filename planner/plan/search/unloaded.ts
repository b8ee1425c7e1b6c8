import type { LatencyMetric, ResolvedPlan, Workload } from "../../domain/index.ts";
import { quantileOfSorted } from "../../domain/index.ts";
import { emptyBatch } from "../../steps/step-time.ts";
import type { HardwareStepTime } from "../predicted-step-time.ts";

/** Requests that are looked at: evenly over the traffic, enough for a 99th percentile. */
const LOOKED_AT = 200;

/** Percentile (0..1) of a latency, in seconds, if each request had a replica for itself: no fleet of this kind is faster. Null
 *  when no request has the quantity. */
export function unloadedLatency(
  { hardware, plan, workload }: { hardware: HardwareStepTime; plan: ResolvedPlan; workload: Workload },
  metric: LatencyMetric,
  percentile: number,
): number | null {
  const size = workload.inputTokens.length;
  const stride = Math.max(1, Math.floor(size / LOOKED_AT));
  const values: number[] = [];
  for (let i = 0; i < size; i += stride) {
    const [input, output] = [workload.inputTokens[i] ?? 0, workload.outputTokens[i] ?? 1];
    if (metric === "tpot" && output < 2) continue;
    values.push(latencyOf(metric, { hardware, plan, input, output: Math.min(output, plan.maxContext) }));
  }
  return quantileOfSorted(Float64Array.from(values).sort(), percentile);
}

interface Alone {
  readonly hardware: HardwareStepTime;
  readonly plan: ResolvedPlan;
  readonly input: number;
  readonly output: number;
}

function latencyOf(metric: LatencyMetric, alone: Alone): number {
  if (metric === "tpot") return decodeSeconds(alone);
  const first = firstTokenSeconds(alone);
  return metric === "ttft" ? first : first + Math.max(0, alone.output - 1) * decodeSeconds(alone);
}

/** The prompt in chunks of the token budget. */
function firstTokenSeconds({ hardware, plan, input }: Alone): number {
  let seconds = hardware.requestSeconds(1, input);
  for (let done = 0; done < input; done += plan.limits.maxBatchedTokens) {
    const chunk = Math.min(plan.limits.maxBatchedTokens, input - done);
    seconds += hardware.stepTime.seconds({
      ...emptyBatch(),
      prefillTokens: chunk,
      prefillSequences: 1,
      prefillPairs: chunk * (done + chunk / 2),
      prefillSquares: chunk * chunk,
      prefillPrefixTokens: done,
    });
  }
  return seconds;
}

function decodeSeconds({ hardware, input, output }: Alone): number {
  return hardware.stepTime.seconds({ ...emptyBatch(), decodeSequences: 1, kvTokens: input + output / 2 });
}
