import { type Assumption, formatInstant, type TrafficHistory, workloadOfLengths } from "../../planner/index.ts";
import { didYouMean } from "../config/index.ts";
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
    const advice = "A week or more shows how traffic changes from day to day.";
    throw wrong("window", { found: `${source.window} s`, wanted: "an hour or more", advice });
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
  const names = known.length === 0 ? "none so far" : known.join(", ");
  throw wrong("server", {
    found: server,
    wanted: `a name under \`prometheus\` in loadline.yaml (${names}); a change is judged by the loadline.yaml of its base`,
    advice: didYouMean(server, known) ?? `Add it there: prometheus: { ${server}: {} }.`,
  });
}

/** Rates as they came, NaN where there were none. */
async function measuredRates(reading: Reading): Promise<Float64Array> {
  const { source, plan, wrong } = reading;
  const asked = rateQuery(source.rate, plan.rates.step);
  if (asked.kind === "mistake") throw wrong("rate", asked.mistake);
  const { query, asWritten } = asked.of;
  const series = await seriesOf({ key: "rate", query, range: plan.rates }, reading);
  if (series.length > 1) throw wrong("rate", severalSeries(source.rate, series));
  const rates = windowsOf(series[0], plan.rates);
  if (!rates.some(Number.isFinite)) throw wrong("rate", noSamples(query, plan.rates));
  const mistake = notRates(rates, query);
  // A rate that was built from a counter may rise throughout; a negative one cannot be.
  if (mistake !== null && (asWritten || !rates.some((rate) => rate > 0))) throw wrong("rate", mistake);
  if (!asWritten) reading.say(`requests are counted by ${query}`, "measured");
  return rates;
}

/** Several series could be parts of a whole or the same thing counted twice: only who wrote the query knows. */
function severalSeries(query: string, series: readonly MetricSeries[]): Mistake {
  const labels = new Set(series.flatMap((one) => Object.keys(one.labels)));
  const differing = [...labels].filter((label) => new Set(series.map((one) => one.labels[label])).size > 1);
  return {
    found: `${series.length} series, which differ in ${differing.slice(0, 5).join(", ")}`,
    wanted: "one series of requests per second",
    advice: `Add them up, if they are parts of one whole: sum(${query.trim()}).`,
  };
}

function noSamples(query: string, { start, end }: MetricsRange): Mistake {
  return {
    found: `no samples between ${formatInstant(start)} and ${formatInstant(end)} of ${query}`,
    wanted: "a query that has values in the window",
    advice: "Check the metric, its labels and how far back the server keeps them; --now says where the window ends.",
  };
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
    const found = `${query}, of which the server says: ${answer.message}`;
    throw reading.wrong(key, { found, wanted: "a query in PromQL", advice: "Try it on the server's own page first." });
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
  if (found === null) throw wrong(null, notDerivable(side));
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
  throw wrong(
    key,
    key === null ? { ...noSamples(tried, plan.pieces), advice: WRITE[side] } : noSamples(tried, plan.pieces),
  );
}

const WRITE = {
  input: "Write inputTokens: the mean tokens of a prompt, or a histogram of them.",
  output: "Write outputTokens: the mean tokens of an answer, or a histogram of them.",
} as const;

function notDerivable(side: Side): Mistake {
  return {
    found: `no ${KEYS[side]}, and a rate that names no metric of one engine with the same labels throughout`,
    wanted: `${KEYS[side]}: ${side === "input" ? "lengths of prompts" : "lengths of answers"} in tokens`,
    advice: `${WRITE[side]} With a rate from vllm:*, tgi_* or sglang:* metrics it may be left out.`,
  };
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
  if (series.length > 1) return { kind: "mistake", mistake: severalMeans(asked.query, series) };
  const windows = windowsOf(series[0], plan.rates);
  if (asked.kind === "expression") return lengthsOfMeans(windows, rates);
  return lengthsOfMeans(
    windows.map((tokens, i) => tokens / (rates[i] || Number.NaN)),
    rates,
  );
}

const severalMeans = (query: string, series: readonly MetricSeries[]): Mistake => ({
  ...severalSeries(query, series),
  wanted: "one series of mean tokens, or buckets of one histogram by le",
  advice: "Divide one sum by another: sum(rate(x_sum[5m])) / sum(rate(x_count[5m])).",
});

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
