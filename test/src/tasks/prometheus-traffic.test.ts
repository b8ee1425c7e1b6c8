import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prometheus } from "../../../src/adapters/prometheus.ts";
import { readPrometheusTraffic } from "../../../src/tasks/prometheus-traffic.ts";
import { type Ended, ended, loadlineWith } from "../../support/command.ts";
import { configRepository, MODEL, SETTINGS } from "../../support/config-repository.ts";
import {
  ANSWERS,
  BOUNDS,
  DAYS,
  engineHistory,
  HOLE,
  type LengthLaw,
  meanOf,
  NOW,
  PROMPTS,
  RESET,
  rateAt,
  requestLog,
  requestsUntil,
  START,
  shareUpTo,
} from "../../support/engine-history.ts";
import { loadedWith } from "../../support/metrics-deployment.ts";
import { noPrometheus, type PrometheusServer, startPrometheus } from "../../support/prometheus-server.ts";

const DAY = 86_400;
const STEP = 300;
const title = noPrometheus === null ? "a real Prometheus" : `SKIPPED, ${noPrometheus}: a real Prometheus`;

describe.skipIf(noPrometheus !== null)(title, () => {
  let server: PrometheusServer;
  beforeAll(async () => {
    server = await startPrometheus(engineHistory());
  }, 120_000);
  afterAll(() => server?.stop());

  const wait = async () => undefined;
  const client = () => prometheus("main", { LOADLINE_PROMETHEUS_MAIN: server.address }, { wait });
  const read = (keys: Readonly<Record<string, string>>, now = NOW) => {
    const { loaded, source } = loadedWith(keys);
    return readPrometheusTraffic(loaded, source, { world: { metrics: async () => client() }, now });
  };
  const CHAT = 'vllm:request_success_total{model_name="chat"}';

  it("two weeks of a counter: its rates by the law, a hole that is a gap, and a reset that does no harm", async () => {
    const { rates, epoch, duration, gaps, format } = await read({ rate: CHAT, window: "14d" });
    expect([format, rates?.windowSeconds, epoch, (epoch ?? 0) + duration]).toEqual(["prometheus", STEP, START, NOW]);
    const [[from = 0, to = 0] = [], ...more] = gaps;
    expect(more).toEqual([]);
    // The windows beside the hole go with it.
    expect(Math.abs(START + from - HOLE[0])).toBeLessThanOrEqual(STEP);
    expect(Math.abs(START + to - HOLE[1])).toBeLessThanOrEqual(2 * STEP);
    let seen = 0;
    rates?.rates.forEach((rate, i) => {
      const begin = START + i * STEP;
      const inGap = i * STEP >= from && i * STEP < to;
      expect(Number.isNaN(rate)).toBe(inGap);
      if (inGap) return;
      seen++;
      const law = (requestsUntil(begin + STEP) - requestsUntil(begin)) / STEP;
      // At the reset, what was counted between two scrapes is not known.
      const allowed = begin <= RESET && RESET < begin + STEP ? 0.2 : 0.01;
      expect(Math.abs(rate / law - 1)).toBeLessThan(allowed);
    });
    expect(seen).toBeGreaterThan((DAYS * DAY - 6 * 3600) / STEP);
  });

  it("asks the same on the same day, whatever is read afterwards", async () => {
    const once = await read({ rate: CHAT, window: "14d" });
    expect(await read({ rate: CHAT, window: "14d" })).toEqual(once);
  });

  it("says where a window reaches back further than the server does", async () => {
    const { epoch, remarks } = await read({ rate: CHAT });
    expect((epoch ?? 0) - START).toBeLessThanOrEqual(2 * STEP);
    expect(remarks.map(({ text }) => text)).toContainEqual(expect.stringContaining("2026-11-11T00:"));
  });

  /** Shares at or below each bound are those of the law, as nearly as 8,192 requests can have them. */
  function expectLengths(tokens: Int32Array, law: LengthLaw): void {
    for (const bound of BOUNDS) {
      const share = tokens.filter((of) => of <= bound).length / tokens.length;
      expect(Math.abs(share - shareUpTo(bound, law)), `at or below ${bound}`).toBeLessThan(0.006);
    }
    const mean = tokens.reduce((sum, of) => sum + of, 0) / tokens.length;
    expect(Math.abs(mean / meanOf(law) - 1)).toBeLessThan(0.01);
  }

  it.each([
    ["vLLM", CHAT],
    ["vLLM, by an expression", `sum(rate(${CHAT.replace("}", ',finished_reason!="abort"}')}[5m]))`],
    ["TGI", "tgi_request_success"],
  ])("%s: lengths of prompts and answers follow from the rate, within their buckets", async (_engine, rate) => {
    const { workload, remarks } = await read({ rate, window: "2d" });
    expectLengths(workload.inputTokens, PROMPTS);
    expectLengths(workload.outputTokens, ANSWERS);
    expect(remarks.filter(({ text }) => text.includes("lengths of")).length).toBe(2);
  });

  it("SGLang without its histograms: mean tokens from its counters, and the spread said to be assumed", async () => {
    const { workload, remarks } = await read({ rate: "sglang:num_requests_total", window: "1d" });
    const mean = workload.inputTokens.reduce((sum, of) => sum + of, 0) / workload.inputTokens.length;
    expect(mean / 700).toBeCloseTo(1, 1);
    expect(remarks.filter(({ basis }) => basis === "assumed").map(({ text }) => text)).toEqual([
      expect.stringMatching(/lengths of prompts: only their mean is known/),
      expect.stringMatching(/lengths of answers: only their mean is known/),
    ]);
  });

  it("a gateway: its counter, and lengths by expressions", async () => {
    const { workload, rates } = await read({
      rate: 'nginx_ingress_controller_requests{service="chat"}',
      inputTokens: "sum(rate(vllm:request_prompt_tokens_sum[5m])) / sum(rate(vllm:request_prompt_tokens_count[5m]))",
      outputTokens: "sum by (le) (rate(vllm:request_generation_tokens_bucket[5m]))",
      window: "1d",
    });
    expect(rates?.rates[100]).toBeCloseTo(rateAt(NOW - DAY + 100.5 * STEP), 3);
    const mean = workload.inputTokens.reduce((sum, of) => sum + of, 0) / workload.inputTokens.length;
    expect(Math.abs(mean / meanOf(PROMPTS) - 1)).toBeLessThan(0.02);
    for (const bound of [100, 200, 500]) {
      const share = workload.outputTokens.filter((of) => of <= bound).length / workload.outputTokens.length;
      expect(share).toBeCloseTo(shareUpTo(bound, ANSWERS), 2);
    }
  });

  it("more than 11,000 points: in pieces, no moment twice and none left out", async () => {
    const range = { start: START, end: NOW, step: 60 };
    const answer = await client().range("sum(vllm:request_success_total)", range);
    const times = answer.kind === "series" ? answer.series[0]?.samples.map(([time]) => time) : [];
    // A sample holds for five minutes after the last scrape before the hole.
    const held = (time: number) => time <= HOLE[0] + 300 || time >= HOLE[1];
    expect(times).toEqual(Array.from({ length: 20_161 }, (_, i) => START + 60 * i).filter(held));
    const direct = await fetch(`${server.address}/api/v1/query_range?query=up&start=${START}&end=${NOW}&step=60`);
    expect([direct.status, await direct.text()]).toEqual([400, expect.stringContaining("11,000 points")]);
  });

  const mistakes: readonly (readonly [what: string, keys: Readonly<Record<string, string>>, says: RegExp])[] = [
    ["wrong PromQL", { rate: "sum(rate(x[5m])" }, /prometheus\.rate\n.*the server says.*unclosed left parenthesis/],
    ["a metric that is not there", { rate: "nothing_total" }, /no samples between 2026-10-28T.* of sum\(rate\(nothing/],
    [
      "parts that nobody added up",
      { rate: 'rate(vllm:request_success_total{model_name="chat"}[5m])' },
      /3 series, which differ in .*instance.*\n.*\n.*sum\(rate/,
    ],
    ["a counter that passes for a rate", { rate: `sum(${CHAT})` }, /values that only rise: a counter/],
    [
      "buckets that are no histogram",
      { rate: CHAT, inputTokens: "no_such_tokens" },
      /inputTokens\n.*no_such_tokens_bucket/,
    ],
  ];
  it.each(mistakes)("refuses %s", async (_what, keys, says) => {
    await expect(read({ window: "28d", ...keys })).rejects.toThrow(says);
  });

  describe("plan, diff, render and commit", { timeout: 120_000 }, () => {
    const measured = (rate = CHAT) =>
      MODEL.replace(/traffic: .*/, `traffic: { prometheus: { server: main, rate: '${rate}', window: 14d } }`);
    const settings = `${SETTINGS}prometheus: { main: {} }\n`;
    const run = (folder: string, ...args: readonly string[]): Promise<Ended> =>
      ended(loadlineWith({ LOADLINE_PROMETHEUS_MAIN: server.address }, folder, [...args, "--now", "2026-11-25"]));
    const planned = ({ stdout, stderr }: Ended) => {
      const { deployments } = JSON.parse(stdout || `{"deployments":[{"error":${JSON.stringify(stderr)}}]}`);
      return deployments[0];
    };

    it("plan: the seasons that the same traffic has as a file", async () => {
      const folder = configRepository({ model: measured(), settings });
      writeFileSync(join(folder, "traffic/log.csv"), requestLog());
      const live = planned(await run(folder, "plan", "models/chat.yaml", "--json"));
      const file = planned(await run(folder, "plan", "models/chat.yaml", "--json", "--traffic", "traffic/log.csv"));
      expect(live.traffic.history).toMatchObject({ format: "prometheus", seconds: DAYS * DAY });
      expect([live.traffic.assumedSeasonality, file.traffic.assumedSeasonality]).toEqual([false, false]);
      expect(live.traffic.meanInputTokens / file.traffic.meanInputTokens).toBeCloseTo(1, 1);
      // The hole and the reset cost the rates some windows, and the log none.
      const months = live.traffic.requestsPerMonth.p50 / file.traffic.requestsPerMonth.p50;
      expect(Math.abs(months - 1)).toBeLessThan(0.05);
      expect(live.assumptions[0]).toMatchObject({ basis: "measured", source: "Prometheus main" });
      const short = planned(await run(folder, "plan", "models/chat.yaml", "--json"));
      expect(short).toEqual(live);
    });

    it("render and commit read it too; a change cannot have a server asked that its base does not name", async () => {
      const folder = configRepository({ model: measured(), settings });
      const rendered = await run(folder, "render", "models/chat.yaml", "--out", "out");
      expect([rendered.code, rendered.stderr]).toEqual([0, ""]);
      const other = configRepository({
        model: measured().replace("server: main", "server: mian"),
        settings: settings.replace("main: {}", "main: {}, mian: {}"),
      });
      execFileSync("git", ["init", "-q", "-b", "main", join(folder, "gitops")]);
      const commit = ["commit", "models/chat.yaml", "--repo", "gitops", "--branch", "main"];
      const committed = await run(folder, ...commit, "--json");
      expect(JSON.parse(committed.stdout), committed.stderr).toMatchObject({ schema: "loadline.commit/v1" });
      const same = await run(folder, "diff", folder, folder, "--json");
      expect(same.code, same.stderr).toBe(0);
      const diff = await run(folder, "diff", folder, other);
      expect(diff.code).toBe(2);
      expect(diff.stderr).toMatch(/spec\.traffic\.prometheus\.server\n {2}Found: mian\n.*\n {2}Did you mean "main"/);
    });
  });
});
