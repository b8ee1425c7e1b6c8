import { type DeploymentForecast, oddsOf, type Percentiles, type WindowForecast } from "../../planner/index.ts";
import { chance, count, decimal, duration, rate, requests, share, target as targetText } from "./quantities.ts";
import { counted, targetName } from "./wording.ts";

/** Sentences that explain the numbers: when it is slow, how much fits through, what memory leaves, how long a start takes.
 *  They may hold text from a file: escape them. */
export function reasonsOf(forecast: DeploymentForecast): readonly string[] {
  return [slowWindows(forecast), load(forecast), memory(forecast), start(forecast)].filter((text) => text !== "");
}

/** Which windows break the time-to-first-token target, and what is going on there. */
function slowWindows({ slo, windows }: DeploymentForecast): string {
  const target = slo.find(({ metric, percentile }) => metric === "ttft" && isKnown(percentile));
  if (target === undefined || !isKnown(target.percentile) || windows.length === 0) return "";
  const at = target.percentile;
  const slow = windows.filter(({ ttftMs }) => (ttftMs[at] ?? 0) > target.target);
  const name = targetName(target);
  if (slow.length === 0 && windows.every(({ ttftMs }) => ttftMs[at] === null)) return "";
  if (slow.length === 0) {
    const within = `As forecast, ${name} stays within ${targetText(target.target)} in every simulated hour`;
    if (target.met) return `${within}.`;
    return `${within}; with traffic and step times as they may also turn out, it does so with a probability of ${chance(oddsOf(target))}.`;
  }
  const worst = slow.reduce((a, b) => ((b.ttftMs[at] ?? 0) > (a.ttftMs[at] ?? 0) ? b : a));
  const time = share(slow.reduce((sum, { weight }) => sum + weight, 0));
  return `${name} is above ${targetText(target.target)} for ${time} of the time. Slowest: ${worst.label}, with ${inside(worst, at)}.`;
}

function inside(window: WindowForecast, at: keyof Percentiles): string {
  const { requestsPerSecond, meanReplicas, ttftMs, kvMeanUse, maxWaiting } = window;
  const on = `${decimal(meanReplicas, 2)} ${meanReplicas === 1 ? "replica" : "replicas"}`;
  const queue = maxWaiting > 0 ? `, up to ${counted(maxWaiting, "request")} waiting` : "";
  return `${rate(requestsPerSecond)} on ${on}, ${at} ${duration(ttftMs[at])}, KV cache ${share(kvMeanUse)} in use${queue}`;
}

const isKnown = (percentile: string | null): percentile is "p50" | "p90" | "p95" | "p99" =>
  percentile !== null && ["p50", "p90", "p95", "p99"].includes(percentile);

function load({ capacity, traffic, plan }: DeploymentForecast): string {
  const { requestsPerSecondPerReplica: one, fleetRequestsPerSecond: fleet, peakUtilization } = capacity;
  if (one === null || fleet === null || traffic === null || plan === null) return "";
  const { p10, p50, p90 } = traffic.peakRequestsPerSecond;
  const lengths = `${count(traffic.meanInputTokens)} tokens in, ${count(traffic.meanOutputTokens)} out`;
  const used = peakUtilization === null ? "" : `; at its busiest the fleet is ${share(peakUtilization)} used`;
  const most = plan.replicas.max > 1 ? `, ${counted(plan.replicas.max, "replica")} ${rate(fleet)}` : "";
  return `With a queue that never empties, one replica finishes ${requests(one)} (${lengths})${most}. The forecast peak is ${rate(p50)} (${rate(p10)} to ${rate(p90)})${used}.`;
}

function memory({ plan, capacity }: DeploymentForecast): string {
  if (plan === null) return "";
  const { memory: fit, maxContext } = plan;
  if (!fit.fits) return `What takes the most of the GPU: ${fit.binding}.`;
  const contexts = capacity.fullContexts;
  const binding = fit.binding.startsWith("nothing") ? "" : `; what binds: ${fit.binding}`;
  const full = contexts === null ? "" : `, ${decimal(contexts, 2)} times the full context of ${count(maxContext)}`;
  return `The KV cache holds ${count(fit.kvTokens)} tokens a replica${full}${binding}.`;
}

function start({ plan }: DeploymentForecast): string {
  if (plan === null) return "";
  const { p50, p99, phases } = plan.startup;
  const slowest = phases.reduce<(typeof phases)[number] | null>((a, b) => (a === null || b.p50 > a.p50 ? b : a), null);
  const most = slowest === null ? "" : `, most of it ${slowest.name} (${duration(slowest.p50 * 1000)})`;
  return `A new replica answers after ${duration(p50 * 1000)}, one in a hundred after ${duration(p99 * 1000)}${most}.`;
}
