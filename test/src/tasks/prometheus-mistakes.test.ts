import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/ports/failure.ts";
import type { MetricSeries } from "../../../src/ports/metrics-answer.ts";
import type { MetricsRange, MetricsServer } from "../../../src/ports/metrics-server.ts";
import { readPrometheusTraffic } from "../../../src/tasks/prometheus-traffic.ts";
import { loadedWith } from "../../support/metrics-deployment.ts";

const NOW = 1_795_564_800;
const DAY = 86_400;

/** A server that answers each query with series made for its range. */
function answering(
  answers: Readonly<Record<string, (at: number, range: MetricsRange) => number | null>>,
): MetricsServer {
  return {
    range: async (query, range) => {
      const series = Object.entries(answers)
        .filter(([part]) => query.includes(part.replace(/ .*/, "")))
        .map(([part, value]): MetricSeries => {
          const le = / le=(\S+)/.exec(part)?.[1];
          const labels: Record<string, string> = le === undefined ? {} : { le };
          const count = (range.end - range.start) / range.step + 1;
          const samples = Array.from({ length: count }, (_, i) => range.start + i * range.step).flatMap((at) => {
            const of = value(at, range);
            return of === null ? [] : [[at, String(of)] as const];
          });
          return { labels, samples };
        });
      return { kind: "series", series, warnings: [] };
    },
  };
}

const wave = (at: number) => 2 + Math.sin(at / 5000);
async function read(
  keys: Readonly<Record<string, string>>,
  answers: Parameters<typeof answering>[0],
  servers = ["main"],
) {
  const { loaded, source } = loadedWith(keys, servers);
  return readPrometheusTraffic(loaded, source, { world: { metrics: async () => answering(answers) }, now: NOW });
}
async function refused(...of: Parameters<typeof read>): Promise<string> {
  const error = await read(...of).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InputError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.problems[0]?.line).toBe(9);
  return error.message;
}

describe("what cannot be traffic", () => {
  const both = { rate: "sum(r)", inputTokens: "avg(i)", outputTokens: "avg(o)" };
  const means = { "avg(i)": () => 500, "avg(o)": () => 100 };

  it("is read where it is", async () => {
    const { rates, workload } = await read(both, { "sum(r)": wave, ...means });
    expect(rates?.rates.length).toBe(8064);
    expect(workload.inputTokens.reduce((sum, of) => sum + of, 0) / 8192 / 500).toBeCloseTo(1, 1);
  });
  it("means count by the requests that they are of", async () => {
    const odd = (at: number) => (at / 300) % 2 === 1;
    const busy = { "sum(r)": (at: number) => (odd(at) ? 3 : 1), "avg(o)": () => 100 };
    const { workload } = await read(both, { ...busy, "avg(i)": (at: number) => (odd(at) ? 900 : 100) });
    const mean = workload.inputTokens.reduce((sum, of) => sum + of, 0) / 8192;
    expect(Math.abs(mean / 700 - 1)).toBeLessThan(0.02);
  });
  it("an unknown server", async () => {
    expect(await refused({ ...both, server: "mian" }, means)).toMatch(
      /server\n {2}Found: mian\n.*main.*\n.*mean "main"/,
    );
    expect(await refused(both, means, [])).toMatch(/none so far.*\n {2}Add it there: prometheus: \{ main: \{\} \}/);
  });
  it("less than an hour", async () => {
    expect(await refused({ ...both, window: "59m" }, means)).toMatch(/window\n {2}Found: 3540 s/);
  });
  it("only zeros, and less than nothing", async () => {
    expect(await refused(both, { "sum(r)": () => 0, ...means })).toContain("every value is zero");
    expect(await refused(both, { "sum(r)": (at) => wave(at) - 2, ...means })).toContain("values below zero");
  });
  it("a counter, even one that began anew", async () => {
    const counter = (at: number) => (at % (7 * DAY)) + 1;
    expect(await refused(both, { "sum(r)": counter, ...means })).toContain("values that only rise: a counter");
  });
  it("lengths that nobody gave, or that do not say what they are", async () => {
    expect(await refused({ rate: "sum(r)" }, { "sum(r)": wave })).toMatch(/prometheus\n {2}Found: no inputTokens/);
    const nothing = { ...means, "sum(r)": wave, "avg(o)": () => null };
    expect(await refused(both, nothing)).toMatch(/outputTokens\n {2}Found: no samples .* of avg\(o\)/);
    expect(await refused(both, { ...means, "sum(r)": wave, "avg(o)": () => 0 })).toMatch(/a mean of 0 tokens/);
    const falling = { "avg(o) le=10": () => 5, "avg(o) le=20": () => 3, "avg(o) le=+Inf": () => 6 };
    expect(await refused(both, { "sum(r)": wave, "avg(i)": () => 5, ...falling })).toMatch(/counts fall by 33 %/);
  });
  it("lengths far beyond the last bucket are said", async () => {
    const high = { "avg(o) le=10": () => 5, "avg(o) le=20": () => 8, "avg(o) le=+Inf": () => 10 };
    const { remarks } = await read(both, { "sum(r)": wave, "avg(i)": () => 5, ...high });
    expect(remarks.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/20 % of the requests lie beyond .* 20 tokens/),
    );
  });
});
