import { describe, expect, it } from "vitest";
import { lengthsOfBuckets } from "../../../src/tasks/traffic-metrics/bucket-lengths.ts";
import { lengthQueries, rateQuery } from "../../../src/tasks/traffic-metrics/queries.ts";
import { gapsIn, withoutEdges } from "../../../src/tasks/traffic-metrics/rate-windows.ts";
import { bareSelector } from "../../../src/tasks/traffic-metrics/selector.ts";
import { readingPlan } from "../../../src/tasks/traffic-metrics/windows.ts";
import { loadedWith } from "../../support/metrics-deployment.ts";

const NOW = 1_795_564_800;
const DAY = 86_400;

describe("a bare selector", () => {
  it.each([
    "up",
    "vllm:request_success_total",
    ' a { b = "c" , d!~"e|f", } ',
    `a{b='x"y',c=\`}\`}`,
    'a{b="\\"}{"}',
    "a{}",
  ])("%s", (query) => expect(bareSelector(query)).not.toBeNull());
  it.each(["sum(a)", "a[5m]", "a offset 5m", "a + b", 'a{b="c"', 'a{b="c"}{d="e"}', '{b="c"}', "", "1", "a{b}"])(
    "not %s",
    (query) => expect(bareSelector(query)).toBeNull(),
  );
  it("is read in no time, however it goes on", () => {
    expect(bareSelector(`a{${'b="c",'.repeat(600)}${" ".repeat(400)}!`)).toBeNull();
  });
});

describe("what is asked for a rate", () => {
  it.each([
    ['vllm:request_success_total{model_name="chat"}', 'sum(rate(vllm:request_success_total{model_name="chat"}[300s]))'],
    ["vllm:request_prompt_tokens", "sum(rate(vllm:request_prompt_tokens_count[300s]))"],
    ["tgi_request_success", "sum(rate(tgi_request_success[300s]))"],
    ["chat:requests:rate5m", "chat:requests:rate5m"],
    ["sum(rate(x_total[5m]))", "sum(rate(x_total[5m]))"],
  ])("%s", (rate, query) => expect(rateQuery(rate, 300)).toMatchObject({ kind: "query", of: { query } }));

  it.each(["vllm:num_requests_running", '{__name__="vllm:request_success_total"}', "requests"])(
    "%s could be anything",
    (rate) =>
      expect(rateQuery(rate, 300)).toMatchObject({ kind: "mistake", mistake: { advice: /^Write sum\(rate\(/ } }),
  );
});

describe("lengths that follow from the rate", () => {
  const source = (rate: string) => loadedWith({ rate }).source;
  const of = (rate: string) =>
    lengthQueries(source(rate), "output", { step: 300, piece: DAY })?.queries.map(({ query }) => query) ?? null;

  it.each([
    [
      'sum(rate(vllm:request_success_total{model_name=~"a|b",finished_reason="stop"}[5m]))',
      'sum by (le) (increase(vllm:request_generation_tokens_bucket{model_name=~"a|b"}[86400s]))',
    ],
    ["tgi_request_success", "sum by (le) (increase(tgi_request_generated_tokens_bucket[86400s]))"],
    ["sglang:num_requests_total", "sum by (le) (increase(sglang:generation_tokens_histogram_bucket[86400s]))"],
    ["vllm_request_success_total", "sum by (le) (increase(vllm_request_generation_tokens_bucket[86400s]))"],
  ])("%s", (rate, query) => expect(of(rate)?.[0]).toBe(query));

  it.each([
    "sum(rate(nginx_ingress_controller_requests[5m]))",
    'sum(rate(vllm:request_success_total{a="1"}[5m])) + sum(rate(vllm:request_success_total{a="2"}[5m]))',
    "sum(rate(vllm:request_success_total[5m])) + sum(rate(tgi_request_success[5m]))",
    'sum(rate(requests_total{engine="vllm:x"}[5m]))',
  ])("not from %s", (rate) => expect(of(rate)).toBeNull());
});

describe("lengths in buckets", () => {
  const shares = (buckets: readonly (readonly [number, number])[], mean: number | null = null) =>
    lengthsOfBuckets(buckets, mean);
  it("end at the last bound, and say how much lies beyond it", () => {
    const found = shares([
      [100, 50],
      [200, 90],
      [Infinity, 100],
    ]);
    expect(found).toMatchObject({ beyond: expect.closeTo(0.1), last: 200, fall: 0 });
    expect(found?.lengths).toMatchObject({ points: expect.arrayContaining([[1, expect.closeTo(200.49)]]) });
    const tokens = found?.lengths.kind === "quantiles" ? found.lengths.points.map(([, of]) => of) : [];
    expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
  });
  it("jump over empty buckets, and hold counts that fall", () => {
    const found = shares([
      [10, 50],
      [100, 50],
      [200, 49],
      [Infinity, 100],
    ]);
    expect(found?.fall).toBeCloseTo(0.01);
    const gap = shares([
      [10, 50],
      [100, 50],
      [200, 100],
      [Infinity, 100],
    ]);
    const near = (q: number, tokens: number) => [expect.closeTo(q), expect.closeTo(tokens)];
    expect(gap?.lengths).toMatchObject({ points: expect.arrayContaining([near(0.5, 10.49), near(0.5, 100.49)]) });
  });
  it("have the mean that the histogram knows, as far as its buckets allow", () => {
    const mean = (of: ReturnType<typeof shares>) => {
      const points = of?.lengths.kind === "quantiles" ? of.lengths.points : [];
      return points.slice(1).reduce((sum, [q, t], i) => {
        const [before, from] = points[i] ?? [0, 0];
        return sum + ((q - before) * (t + from)) / 2;
      }, 0);
    };
    const buckets = [
      [100, 20],
      [200, 70],
      [500, 100],
      [Infinity, 100],
    ] as const;
    for (const wanted of [170, 190, 210]) expect(mean(shares(buckets, wanted))).toBeCloseTo(wanted, 6);
    expect(mean(shares(buckets, 1))).toBeGreaterThan(100);
  });
  it("are never more than 200 points, of however many buckets", () => {
    const many = Array.from({ length: 1000 }, (_, i) => [2 * i, i % 3 === 0 ? i : i - (i % 3)] as const);
    const lengths = shares([...many, [Infinity, 1000]], 800)?.lengths;
    expect(lengths?.kind === "quantiles" && lengths.points.length).toBeLessThanOrEqual(200);
  });
  it("are nothing where nothing was counted", () => {
    expect(shares([])).toBeNull();
    expect(
      shares([
        [100, 0],
        [Infinity, 0],
      ]),
    ).toBeNull();
  });
});

describe("windows", () => {
  it.each([
    [DAY, 300],
    [28 * DAY, 300],
    [29 * DAY, 600],
    [90 * DAY, 1800],
    [800 * DAY, 3600],
  ])("of %d s are read every %d s, from the planning day backwards", (window, step) => {
    const { rates, pieces } = readingPlan(window, NOW + 7);
    expect([rates.step, rates.end, rates.end - rates.start + step]).toEqual([step, NOW, window]);
    expect([pieces.end, pieces.step]).toEqual([NOW, DAY]);
    expect(pieces.end - pieces.start + DAY).toBe(window);
  });
  it("that are no whole days are counted in pieces of equal length", () => {
    const { rates, pieces } = readingPlan(36 * 3600 + 11, NOW);
    expect([rates.start, pieces.start, pieces.step]).toEqual([NOW - 36 * 3600 + 300, NOW - 18 * 3600, 18 * 3600]);
  });
  it("beside an empty one go too, unless every other one is empty", () => {
    const N = Number.NaN;
    expect([...withoutEdges(Float64Array.of(1, 1, 1, N, N, 1, 1, 1, 1))]).toEqual([1, 1, N, N, N, N, 1, 1, 1]);
    expect([...withoutEdges(Float64Array.of(1, N, 1, N, 1))]).toEqual([1, N, 1, N, 1]);
    expect(gapsIn(Float64Array.of(1, N, N, 1, N, 1), 300)).toEqual([
      [300, 900],
      [1200, 1500],
    ]);
  });
});
