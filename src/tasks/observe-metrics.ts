import {
  countsRequests,
  HOUR,
  type LatencyMetric,
  type MeasuredHistogram,
  type MeasuredWindow,
  type ModelDeployment,
  observedMetrics,
  seconds,
} from "../../planner/index.ts";
import { OBSERVATION } from "../mistakes/observation.ts";
import { commandLineError, InputError } from "../ports/failure.ts";
import type { MetricSeries } from "../ports/metrics-answer.ts";
import type { MetricsRange, MetricsServer } from "../ports/metrics-server.ts";
import type { World } from "../ports/world.ts";
import { sampleValue } from "./calibrate/metric-samples.ts";
import type { LoadedDeployment } from "./load-deployments.ts";
import { readPrometheusTraffic } from "./prometheus-traffic.ts";
import { lengthsBeside } from "./traffic-metrics/families.ts";
import type { PrometheusSource } from "./traffic-metrics/queries.ts";
import { totalOf } from "./traffic-metrics/token-lengths.ts";
import { readingPlan } from "./traffic-metrics/windows.ts";

/** What is asked, and of whom. */
export interface MetricsQuestion {
  readonly one: Pick<LoadedDeployment, "located" | "settings">;
  /** The name of a Prometheus. */
  readonly server: string;
  /** Matchers of the engine's own series, as PromQL has them between braces; null = those of the rate, or namespace and service. */
  readonly selector: string | null;
  /** Unix seconds, whole hours. */
  readonly from: number;
  readonly to: number;
}

/** A window as it was measured, and what nobody measured, in sentences. */
export interface ReadWindow {
  readonly window: MeasuredWindow;
  readonly missing: readonly string[];
  readonly notes: readonly string[];
}

interface Asking extends MetricsQuestion {
  readonly metrics: MetricsServer;
  readonly matchers: string;
  /** As this collector writes the name of a metric. */
  readonly named: (metric: string) => string;
  readonly missing: string[];
  readonly notes: string[];
}

/** Everything that a Prometheus has of a deployment between two instants. What is not there is missing, and said. */
export async function readWindow(question: MetricsQuestion, world: Pick<World, "metrics">): Promise<ReadWindow> {
  const { one, from, to } = question;
  const asking: Asking = { ...question, ...labelsOf(question), ...(await server(question, world)) };
  const names = observedMetrics(one.located.value);
  const history = await measuredTraffic(asking, names?.completed ?? null, world);
  const of = async (metric: LatencyMetric) => histogramOf(asking, metric, names?.histograms[metric] ?? []);
  const [ttft, tpot, e2e] = [await of("ttft"), await of("tpot"), await of("e2e")];
  const replicas = await replicasOf(asking, names?.running ?? null);
  const latency = { ttft: ttft?.histogram ?? null, tpot: tpot?.histogram ?? null, e2e: e2e?.histogram ?? null };
  const tpotPer = tpot === null || countsRequests(tpot.name) ? "request" : "token";
  const { missing, notes } = asking;
  return { window: { from, to, history, latency, tpotPer, replicas }, missing, notes };
}

const server = async ({ server: name }: MetricsQuestion, world: Pick<World, "metrics">) => ({
  ...{ metrics: await world.metrics(name), missing: [], notes: [] },
});

/** The labels by which the rate finds its engine find its latencies as well. */
function labelsOf({ one, selector }: MetricsQuestion): Pick<Asking, "matchers" | "named"> {
  const { traffic, name, namespace } = one.located.value;
  const rate = traffic?.source.kind === "prometheus" ? traffic.source.rate : "";
  const beside = lengthsBeside(rate, "input")?.histogram ?? null;
  const own = beside?.matchers.map(({ text }) => text).join(",");
  const hasUnderscore = beside !== null && !beside.name.includes(":");
  return {
    matchers: selector ?? own ?? `namespace=${JSON.stringify(namespace)},service=${JSON.stringify(name)}`,
    named: (metric) => (hasUnderscore ? metric.replace(":", "_") : metric),
  };
}

/** The file's own queries where it names any; else what the engine counts. */
async function measuredTraffic(asking: Asking, completed: string | null, world: Pick<World, "metrics">) {
  const { one, from, to, matchers, named } = asking;
  const { settings, located } = one;
  const own = located.value.traffic?.source;
  const rate = completed === null ? null : `${named(completed)}{${matchers}}`;
  if (own?.kind !== "prometheus" && rate === null) {
    asking.missing.push("traffic: the engine is not known, so nobody knows what it counts");
    return null;
  }
  const written = own?.kind === "prometheus" && own.server === asking.server ? own : null;
  const counted = { kind: "prometheus" as const, rate: rate ?? "", inputTokens: null, outputTokens: null };
  const source: PrometheusSource = { ...(written ?? counted), server: asking.server, window: seconds(to - from) };
  const known = { ...settings, prometheus: { ...settings.prometheus, [asking.server]: {} } };
  try {
    const { remarks, ...history } = await readPrometheusTraffic({ located, settings: known }, source, {
      world,
      now: to,
    });
    asking.notes.push(...remarks.map(({ text }) => text));
    return history;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    asking.missing.push(`traffic: ${error.problems[0]?.found ?? "not measured"}`);
    return null;
  }
}

async function histogramOf(
  asking: Asking,
  metric: LatencyMetric,
  names: readonly string[],
): Promise<{ readonly name: string; readonly histogram: MeasuredHistogram } | null> {
  const { pieces } = readingPlan(asking.to - asking.from, asking.to);
  const asked = names.map(asking.named);
  for (const name of asked) {
    const increase = (ending: string) => `increase(${name}${ending}{${asking.matchers}}[${pieces.step}s])`;
    const buckets = await seriesOf(asking, `sum by (le) (${increase("_bucket")})`, pieces);
    const counted = bucketsOf(buckets);
    const count = counted.at(-1)?.[1] ?? 0;
    if (!(count > 0)) continue;
    const sums = await seriesOf(asking, `sum(${increase("_sum")})`, pieces);
    return { name, histogram: { buckets: counted, sum: sums.length === 0 ? null : totalOf(sums), count } };
  }
  const what =
    asked.length === 0 ? "this engine does not count it" : `nothing of ${asked.join(" or ")}{${asking.matchers}}`;
  asking.missing.push(`${WORDS[metric]}: ${what}`);
  return null;
}

const WORDS: Readonly<Record<LatencyMetric, string>> = {
  ttft: "time to first token",
  tpot: "time per output token",
  e2e: "end-to-end latency",
};

function bucketsOf(series: readonly MetricSeries[]): readonly (readonly [number, number])[] {
  const byBound = Map.groupBy(series, ({ labels }) => sampleValue(labels["le"] ?? ""));
  return [...byBound].map(([bound, of]) => [bound, totalOf(of)] as const).sort(([a], [b]) => a - b);
}

const MOMENT = 300;

/** Ready replicas as the cluster counts them; where it does not, the targets that report. */
async function replicasOf(asking: Asking, running: string | null): Promise<Float64Array | null> {
  const { one, from, to, matchers, named } = asking;
  const { name, namespace }: ModelDeployment = one.located.value;
  const cluster = `sum(kube_deployment_status_replicas_ready{namespace=${JSON.stringify(namespace)},deployment=${JSON.stringify(name)}})`;
  const range = { start: from, end: to - MOMENT, step: MOMENT };
  const ready = hourlyMeans(await seriesOf(asking, cluster, range), asking);
  if (ready !== null) return ready;
  const targets = running === null ? null : `count(${named(running)}{${matchers}})`;
  const reporting = targets === null ? null : hourlyMeans(await seriesOf(asking, targets, range), asking);
  if (reporting !== null) asking.notes.push(`replicas: the cluster does not count them; counted are ${targets}`);
  else asking.missing.push(`ready replicas: nothing of ${cluster}${targets === null ? "" : ` or of ${targets}`}`);
  return reporting;
}

function hourlyMeans([series]: readonly MetricSeries[], { from, to }: MetricsQuestion): Float64Array | null {
  const hours = Array.from({ length: Math.round((to - from) / HOUR) }, (): number[] => []);
  for (const [time, text] of series?.samples ?? []) {
    const value = sampleValue(text);
    if (Number.isFinite(value)) hours[Math.floor((time - from) / HOUR)]?.push(value);
  }
  const means = Float64Array.from(hours, (values) => values.reduce((sum, one) => sum + one, 0) / values.length);
  return means.some(Number.isFinite) ? means : null;
}

/** Only the user's own labels can make such a query one that the server does not understand. */
async function seriesOf(asking: Asking, query: string, range: MetricsRange): Promise<readonly MetricSeries[]> {
  const answer = await asking.metrics.range(query, range);
  if (answer.kind === "series") return answer.series.filter(({ samples }) => samples.length > 0);
  throw commandLineError("--selector", OBSERVATION.noSelector(asking.matchers, answer.message));
}
