import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/command.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";
import { rateSeries } from "../../support/rate-series.ts";
import { sharedFolder, titled } from "../../support/shared.ts";

const NOW = ["--now", "2026-11-25"];

/** Rates of two weeks in windows of an hour, about one request in ten seconds. */
function aggregate(): string {
  const rates = rateSeries({ days: 14, period: 24, seed: 1, noise: 0.1, kind: "proportional" });
  const rows = Array.from(rates, (rate, i) => `${3600 * i},${(rate / 200).toFixed(5)},1`);
  return `window_start_s,rate_rps,active_clients\n${rows.join("\n")}\n`;
}

const quantiles = (most: number): string => `quantile,tokens\n0,1\n0.5,${most / 4}\n0.9,${most / 2}\n1,${most}\n`;

async function plan(folder: string, ...more: readonly string[]) {
  const end = await loadline(folder, "plan", "models/chat.yaml", "--json", ...NOW, ...more);
  expect(end.stderr).toBe("");
  const [deployment] = (JSON.parse(end.stdout) as { deployments: Planned[] }).deployments;
  if (deployment === undefined) throw new Error("no deployment");
  return deployment;
}

interface Planned {
  readonly cost: { readonly monthlyUsd: { readonly p50: number } | null };
  readonly traffic: {
    readonly history: { readonly format: string; readonly requests: number };
    readonly peakRequestsPerSecond: { readonly p50: number };
    readonly meanInputTokens: number;
    readonly meanOutputTokens: number;
  };
  readonly latency: { readonly ttftMs: { readonly p95: number } };
  readonly assumptions: readonly { readonly text: string }[];
}

describe("rates instead of requests", () => {
  it("take the tables of lengths that stand beside them", async () => {
    const folder = configRepository({ model: MODEL.replace("chat.csv", "aggregate-chat.csv") });
    writeFileSync(join(folder, "traffic/aggregate-chat.csv"), aggregate());
    writeFileSync(join(folder, "traffic/tokens-chat-input.csv"), quantiles(4000));
    writeFileSync(join(folder, "traffic/tokens-chat-output.csv"), quantiles(400));
    const { traffic, assumptions } = await plan(folder);
    expect(traffic.history.format).toBe("servegen");
    expect(traffic.history.requests).toBeGreaterThan(50_000);
    expect(Math.abs(traffic.meanInputTokens / 1150 - 1)).toBeLessThan(0.02);
    expect(assumptions.map(({ text }) => text).join("\n")).toMatch(/tokens-chat-input\.csv[\s\S]*Poisson/);
  });

  it("take the deployment's lengths, and are refused without any", async () => {
    const file = join(temporaryFolder(), "rates.csv");
    writeFileSync(file, aggregate());
    const refused = await loadline(configRepository(), "plan", "models/chat.yaml", "--traffic", file, ...NOW);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /models\/chat\.yaml:9:\d+ {2}spec\.traffic[\s\S]*no token lengths[\s\S]*inputTokens/,
    );
    const told = MODEL.replace(
      "growthPerMonth",
      "inputTokens: 800, outputTokens: { mean: 120, cv: 1 }, growthPerMonth",
    );
    const { traffic } = await plan(configRepository({ model: told }), "--traffic", file);
    expect(traffic.meanInputTokens).toBe(800);
    expect(Math.abs(traffic.meanOutputTokens / 120 - 1)).toBeLessThan(0.05);
  });
});

describe("a log of minutes", () => {
  it("is planned at its own rate, and paid for", async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${(i / 10).toFixed(1)},100,10`);
    const file = join(temporaryFolder(), "five.csv");
    writeFileSync(file, `arrival_s,input_tokens,output_tokens\n${rows.join("\n")}\n`);
    const { traffic, cost } = await plan(configRepository(), "--traffic", file);
    expect(traffic.peakRequestsPerSecond.p50).toBeGreaterThan(9);
    expect(cost.monthlyUsd?.p50).toBeGreaterThan(1000);
  });
});

describe("what if lengths were others", () => {
  it("scales them, and longer prompts take longer", async () => {
    const folder = configRepository();
    const usual = await plan(folder);
    const longer = await plan(folder, "--input-scale", "1.5", "--output-scale", "0.5");
    expect(longer.traffic.meanInputTokens / usual.traffic.meanInputTokens).toBeCloseTo(1.5, 2);
    expect(longer.traffic.meanOutputTokens / usual.traffic.meanOutputTokens).toBeCloseTo(0.5, 1);
    expect(longer.latency.ttftMs.p95).toBeGreaterThan(usual.latency.ttftMs.p95);
  });
});

interface Forecasted {
  readonly points: readonly {
    startSeconds: number;
    start: string | null;
    point: number;
    lower: number;
    upper: number;
  }[];
  readonly notes: readonly string[];
  readonly backtest: object | null;
}

async function forecast(text: string, ...more: readonly string[]): Promise<Forecasted> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "traffic"));
  writeFileSync(join(folder, "traffic/log.csv"), text);
  const end = await loadline(folder, "forecast", "traffic/log.csv", "--json", ...NOW, ...more);
  expect(end.stderr).toBe("");
  expect(end.code).toBe(0);
  return JSON.parse(end.stdout) as Forecasted;
}

const log = (rows: readonly string[]): string => `timestamp,input_tokens,output_tokens\n${rows.join("\n")}\n`;

describe("forecast", () => {
  it("goes on where the history ends, on its own clock and by date", async () => {
    const { points } = await forecast(aggregate(), "--horizon", "2d");
    expect(points).toHaveLength(48);
    expect(points[0]).toMatchObject({ startSeconds: 14 * 86_400, start: null });
    const start = ["--start", "2026-11-01T00:00:00Z"];
    const dated = await forecast(aggregate(), "--horizon", "2d", ...start, "--traffic-scale", "2");
    expect(dated.points[0]?.start).toBe("2026-11-15T00:00:00Z");
    dated.points.forEach(({ point }, i) => {
      expect(point / (points[i]?.point ?? 1)).toBeCloseTo(2, 3);
    });
  });

  it("keeps a window that is longer than the history, and the whole horizon", async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `2026-11-20T08:00:0${Math.floor(i / 5)}Z,100,10`);
    const { points } = await forecast(log(rows), "--horizon", "30d", "--window", "1d");
    expect(points).toHaveLength(30);
    expect(points[0]?.point).toBeGreaterThan(1);
  });

  it("says when its windows cannot show a day", async () => {
    const { points, notes } = await forecast(aggregate(), "--horizon", "2d", "--window", "5h");
    expect(points).toHaveLength(10);
    expect(notes.join("\n")).toMatch(/neither days nor weeks/);
  });

  it.each([
    ["one request", log(["2026-11-20T08:00:00Z,100,10"]), /Only 1 request/],
    ["a single client's burst", log(Array.from({ length: 500 }, () => "2026-11-20T08:00:00Z,100,10")), /burst/],
    ["a log from the future", log(["2027-01-01T00:00:00Z,9,9", "2027-01-03T00:00:00Z,9,9"]), /in the future/],
    ["an old log", log(["2020-01-01T00:00:00Z,9,9", "2020-01-03T00:00:00Z,9,9"]), /ended \d{4} days ago/],
  ])("of %s says what is wrong with it", async (_what, text, said) => {
    const { points, notes } = await forecast(text, "--horizon", "6h");
    expect(notes.join("\n")).toMatch(said);
    for (const { lower, point, upper } of points) {
      expect(lower).toBeLessThanOrEqual(point);
      expect(upper).toBeGreaterThan(point);
    }
  });

  it("counts a few broken rows, and refuses a log of them", async () => {
    const rows = (share: number) =>
      Array.from({ length: 1000 }, (_, i) => {
        const at = new Date(Date.UTC(2026, 10, 20) + 60_000 * i).toISOString();
        return i % Math.round(1 / share) === 7 % Math.round(1 / share) ? `${at},many,10` : `${at},100,10`;
      });
    const { notes } = await forecast(log(rows(0.01)), "--horizon", "6h");
    expect(notes.join("\n")).toMatch(/10 of 1,000 rows left out, the first on line 9/);
    const folder = temporaryFolder();
    writeFileSync(join(folder, "log.csv"), log(rows(0.5)));
    const end = await loadline(folder, "forecast", "log.csv", ...NOW);
    expect([end.code, end.stdout]).toEqual([2, ""]);
    expect(end.stderr).toMatch(/500 of 1,000 rows/);
  });
});

const traces = sharedFolder("data/traces");

describe.skipIf(traces === null)(titled("published traces", traces), () => {
  it.each(["azure-llm-2023/conv.csv", "mooncake/conversation_trace.jsonl", "servegen/aggregate-m-large.csv"])(
    "%s can be planned with",
    async (name) => {
      const path = join(traces ?? "", name);
      const { traffic } = await plan(configRepository(), "--traffic", path, "--traffic-scale", "0.01");
      expect(traffic.history.requests).toBeGreaterThan(12_000);
      expect(traffic.meanInputTokens).toBeGreaterThan(500);
    },
  );
});
