import { type Assumption, formatInstant, type TrafficHistory, workloadOfLengths } from "../../planner/index.ts";
import { didYouMean } from "../config/index.ts";
import { METRICS } from "../mistakes/metrics.ts";
import { InputError, type Mistake } from "../ports/failure.ts";
import type { MetricSeries } from "../ports/metrics-answer.ts";
import type { MetricsRange, MetricsServer } from "../ports/metrics-server.ts";
import type { World } from "../ports/world.ts";
import type { LoadedDeployment } from "./load-deployments.ts";
import { type LengthQuery, lengthQueries, type PrometheusSource, rateQuery } from "./traffic-metrics/queries.ts";
import { gapsIn, notRates, trimmed, windowsOf, withoutEdges } from "./traffic-metrics/rate-windows.ts";
import { type LengthsFound, lengthsOfHistogram, lengthsOfMeans, totalOf } from "./traffic-metrics/token-lengths.ts";
import { type ReadingPlan, readingPlan, SHORTEST_WINDOW } from "./traffic-metrics/windows.ts";

/** Traffic that a Prometheus has measured, and what a reader of the forecast should know about it. */
export interface MeasuredHistory extends TrafficHistory {
  readonly remarks: readonly Assumption[];
}

type Key = "server" | "rate" | "inputTokens" | "outputTokens" | "window" | null;

/** What a reading needs throughout. */
interface Reading {
  readonly source: PrometheusSource;
  readonly server: MetricsServer;
  readonly plan: ReadingPlan;
  /** What is wrong, at a key of spec.traffic.prometheus. */
  readonly wrong: (key: Key, mistake: Mistake) => InputError;
  readonly say: (text: string, basis: Assumption["basis"]) => void;
}

/** Reads spec.traffic.prometheus up to the planning day. `now`: unix seconds of its midnight. */
export async function readPrometheusTraffic(
  { located, settings }: Pick<LoadedDeployment, "located" | "settings">,
  source: PrometheusSource,
  { world, now }: { readonly world: Pick<World, "metrics">; readonly now: number },
): Promise<MeasuredHistory> {
  const wrong = (key: Key, mistake: Mistake) => {
    const path = ["spec", "traffic", "prometheus", ...(key === null ? [] : [key])];
    return new InputError([{ file: located.file, ...located.locate(path), at: path.join("."), ...mistake }]);
  };
  refuseUnknownServer(source, Object.keys(settings.prometheus), wrong);
  if (source.window < SHORTEST_WINDOW) {
    throw wrong("window", METRICS.windowTooShort(source.window));
  }
  const plan = readingPlan(source.window, now);
  const remarks: Assumption[] = [];
  const said = { source: `Prometheus ${source.server}`, date: null };
  const say: Reading["say"] = (text, basis) => void remarks.push({ text: `traffic: ${text}`, basis, ...said });
  const reading = { source, server: await world.metrics(source.server), plan, wrong, say };
  const measured = await measuredRates(reading);
  const input = await measuredLengths("input", measured, reading);
  const output = await measuredLengths("output", measured, reading);
  return { ...historyOf(measured, reading), workload: workloadOfLengths(input, output), remarks };
}

function refuseUnknownServer({ server }: PrometheusSource, known: readonly string[], wrong: Reading["wrong"]): void {
  if (known.includes(server)) return;
  throw wrong("server", METRICS.unknownServer(server, known, didYouMean(server, known)));
}

/** Rates as they came, NaN where there were none. */
async function measuredRates(reading: Reading): Promise<Float64Array> {
  const { source, plan, wrong } = reading;
  const asked = rateQuery(source.rate, plan.rates.step);
  if (asked.kind === "mistake") throw wrong("rate", asked.mistake);
  const { query, asWritten } = asked.of;
  const series = await seriesOf({ key: "rate", query, range: plan.rates }, reading);
  if (series.length > 1)
    throw wrong("rate", METRICS.severalRates(series.length, differingLabels(series), source.rate.trim()));
  const rates = windowsOf(series[0], plan.rates);
  if (!rates.some(Number.isFinite)) throw wrong("rate", noSamples(query, plan.rates));
  const mistake = notRates(rates, query);
  // A rate that was built from a counter may rise throughout; a negative one cannot be.
  if (mistake !== null && (asWritten || !rates.some((rate) => rate > 0))) throw wrong("rate", mistake);
  if (!asWritten) reading.say(`requests are counted by ${query}`, "measured");
  return rates;
}

/** Several series could be parts of a whole or the same thing counted twice: only who wrote the query knows. */
function differingLabels(series: readonly MetricSeries[]): readonly string[] {
  const labels = new Set(series.flatMap((one) => Object.keys(one.labels)));
  return [...labels].filter((label) => new Set(series.map((one) => one.labels[label])).size > 1).slice(0, 5);
}

function noSamples(query: string, { start, end }: MetricsRange): Mistake {
  return METRICS.noSamples(formatInstant(start), formatInstant(end), query);
}

interface Question {
  readonly key: Key;
  readonly query: string;
  readonly range: MetricsRange;
}

/** The series of an answer, those without a single sample left out. */
async function seriesOf({ key, query, range }: Question, reading: Reading): Promise<readonly MetricSeries[]> {
  const answer = await reading.server.range(query, range);
  if (answer.kind === "refused") {
    throw reading.wrong(key, METRICS.noQuery(query, answer.message));
  }
  for (const warning of answer.warnings) reading.say(`the server warns: ${warning}`, "measured");
  return answer.series.filter(({ samples }) => samples.length > 0);
}

type Side = "input" | "output";
const KEYS = { input: "inputTokens", output: "outputTokens" } as const;
const WORDS = { input: "prompts", output: "answers" } as const;

async function measuredLengths(side: Side, rates: Float64Array, reading: Reading) {
  const { source, plan, wrong, say } = reading;
  const found = lengthQueries(source, side, { step: plan.rates.step, piece: plan.pieces.step });
  if (found === null) throw wrong(null, METRICS.lengthsUnsaid(side));
  const key = found.derivedFrom === null ? KEYS[side] : null;
  for (const query of found.queries) {
    const lengths = await lengthsBy(query, { key, rates }, reading);
    if (lengths.kind === "mistake") throw wrong(key, lengths.mistake);
    if (lengths.kind === "nothing") continue;
    const origin = query.kind === "expression" ? query.query : query.name;
    if (found.derivedFrom !== null)
      say(`lengths of ${WORDS[side]} are from ${origin} of ${found.derivedFrom}`, "measured");
    for (const note of lengths.notes) say(`lengths of ${WORDS[side]}: ${note}`, "assumed");
    return lengths.lengths;
  }
  const tried = found.queries.map(({ query }) => query).join(" and of ");
  const mistake = noSamples(tried, plan.pieces);
  throw wrong(key, key === null ? { ...mistake, advice: METRICS.noSamplesOfLengths(side) } : mistake);
}

interface LengthContext {
  readonly key: Key;
  readonly rates: Float64Array;
}

async function lengthsBy(asked: LengthQuery, { key, rates }: LengthContext, reading: Reading): Promise<LengthsFound> {
  const { plan } = reading;
  if (asked.kind === "histogram") {
    const series = await seriesOf({ key, query: asked.query, range: plan.pieces }, reading);
    if (series.length === 0) return { kind: "nothing" };
    const sums = await seriesOf({ key, query: asked.sum, range: plan.pieces }, reading);
    return lengthsOfHistogram(series, sums.length === 0 ? null : totalOf(sums));
  }
  const series = await seriesOf({ key, query: asked.query, range: plan.rates }, reading);
  if (series.length === 0) return { kind: "nothing" };
  if (series.every(({ labels }) => "le" in labels)) return lengthsOfHistogram(series, null);
  if (series.length > 1)
    return { kind: "mistake", mistake: METRICS.severalMeans(series.length, differingLabels(series)) };
  const windows = windowsOf(series[0], plan.rates);
  if (asked.kind === "expression") return lengthsOfMeans(windows, rates);
  return lengthsOfMeans(
    windows.map((tokens, i) => tokens / (rates[i] || Number.NaN)),
    rates,
  );
}

type Rates = Omit<MeasuredHistory, "workload" | "remarks">;

/** Times count from the first window with a value. */
function historyOf(measured: Float64Array, { source, plan, say, wrong }: Reading): Rates {
  const { start, step } = plan.rates;
  const kept = trimmed(withoutEdges(measured));
  if (kept === null) throw wrong("rate", noSamples(source.rate, plan.rates));
  const { first, rates } = kept;
  const seen = rates.filter(Number.isFinite).length;
  const epoch = start - step + first * step;
  const duration = rates.length * step;
  if (duration < 0.99 * measured.length * step) {
    say(`the server has values from ${formatInstant(epoch)} to ${formatInstant(epoch + duration)} only`, "measured");
  }
  if (seen < rates.length) {
    say(`${rates.length - seen} of ${rates.length} windows have no value: gaps, not zeros`, "measured");
  }
  return {
    ...{ rates: { windowSeconds: step, rates }, stampSeconds: null, burstiness: null },
    ...{ epoch, duration, gaps: gapsIn(rates, step) },
    ...{ format: "prometheus", rows: { read: seen, bad: 0 } },
  };
}
