import { METRICS } from "../../../src/mistakes/metrics.ts";
import type { MetricSeries } from "../../../src/ports/metrics-answer.ts";
import type { MetricsAnswer } from "../../../src/ports/metrics-server.ts";
import { readPrometheusTraffic } from "../../../src/tasks/prometheus-traffic.ts";
import { loadedWith } from "../../support/metrics-deployment.ts";
import { showEach } from "../../support/mistakes.ts";

/** 2026-11-25. */
const NOW = 1_795_564_800;
const BOTH = { rate: "sum(r)", inputTokens: "avg(i)", outputTokens: "avg(o)", window: "7d" };

type Value = (at: number) => number;
type Answers = Readonly<Record<string, readonly (readonly [labels: Readonly<Record<string, string>>, value: Value])[]>>;

const wave: Value = (at) => 2 + Math.sin(at / 5000);
const RATE: Answers = { "sum(r)": [[{}, wave]] };

/** Reads traffic from a server that has these series, by query; "refuse" is a query that it does not understand. */
const read =
  (keys: Readonly<Record<string, string>>, answers: Answers = {}, servers = ["main"]) =>
  () => {
    const { loaded, source } = loadedWith({ window: "7d", ...keys }, servers);
    const range = async (query: string, { start, end, step }: { start: number; end: number; step: number }) => {
      if (query.includes("refuse")) return { kind: "refused", message: "parse error" } satisfies MetricsAnswer;
      const times = Array.from({ length: (end - start) / step + 1 }, (_, i) => start + i * step);
      const series = (answers[query] ?? []).map(
        ([labels, value]): MetricSeries => ({ labels, samples: times.map((at) => [at, String(value(at))] as const) }),
      );
      return { kind: "series", series, warnings: [] } satisfies MetricsAnswer;
    };
    return readPrometheusTraffic(loaded, source, { world: { metrics: async () => ({ range }) }, now: NOW });
  };

const buckets = [5, 3, 6].map((count, i) => [{ le: ["10", "20", "+Inf"][i] ?? "" }, () => count] as const);
const two = ["a", "b"].map((pod) => [{ pod }, wave] as const);

showEach("metrics", METRICS, {
  unknownServer: [read({ ...BOTH, server: "mian" }), "mian", ["main"], 'Did you mean "main"?'],
  windowTooShort: [read({ ...BOTH, window: "59m" }), 3540],
  noQuery: [read({ ...BOTH, rate: "refuse(r)" }), "refuse(r)", "parse error"],
  counterOrRate: [read({ ...BOTH, rate: "requests" }), "requests", "requests"],
  severalRates: [read(BOTH, { "sum(r)": two }), 2, ["pod"], "sum(r)"],
  severalMeans: [read(BOTH, { ...RATE, "avg(i)": two }), 2, ["pod"]],
  noSamples: [read(BOTH), "2026-11-18T00:05:00Z", "2026-11-25T00:00:00Z", "sum(r)"],
  noSamplesOfLengths: [
    read(
      { rate: "sum(rate(vllm:request_success_total[5m]))" },
      { "sum(rate(vllm:request_success_total[5m]))": [[{}, wave]] },
    ),
    "input",
  ],
  negativeRates: [read(BOTH, { "sum(r)": [[{}, () => -1]] }), -1],
  onlyZeros: [read(BOTH, { "sum(r)": [[{}, () => 0]] }), "sum(r)"],
  bareCounter: [read(BOTH, { "sum(r)": [[{}, (at) => at]] })],
  lengthsUnsaid: [read({ rate: "sum(r)" }, RATE), "input"],
  fallingBuckets: [read(BOTH, { ...RATE, "avg(i)": buckets }), "33 %"],
  noMeanLength: [read(BOTH, { ...RATE, "avg(i)": [[{}, () => 0]] }), 0],
});
