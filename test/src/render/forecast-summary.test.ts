import { expect, it } from "vitest";
import type { DeploymentForecast } from "../../../planner/index.ts";
import { summariseForecast } from "../../../src/render/forecast-summary.ts";
import { calm } from "../../support/forecast-fixture.ts";
import { chat, plan } from "./sample.ts";

const nothing = { mean: null, p50: null, p90: null, p95: null, p99: null };

const forecast: DeploymentForecast = {
  name: "chat",
  deployment: chat,
  verdict: "block",
  plan,
  traffic: null,
  capacity: {
    requestsPerSecondPerReplica: null,
    fleetRequestsPerSecond: null,
    kvTokens: null,
    fullContexts: null,
    meanKvUse: null,
    peakUtilization: null,
  },
  latency: { ttftMs: nothing, tpotMs: nothing, e2eMs: nothing },
  errorRate: null,
  coldStartShare: null,
  slo: [
    {
      metric: "ttft",
      percentile: "p95",
      unit: "ms",
      target: 1500,
      forecast: 2812.4,
      range: null,
      probability: 0.1,
      met: false,
    },
    {
      metric: "errorRate",
      percentile: null,
      unit: "fraction",
      target: 0.001,
      forecast: 0.0123,
      range: null,
      probability: 0,
      met: false,
    },
  ],
  cost: {
    ...calm.cost,
    monthlyUsd: { p10: 1700.4, p50: 1770.2, p90: 1899.9 },
    priceSource: { source: "s", date: "2026-07-20" },
  },
  replicas: { min: 2, mean: 2.4, max: 5 },
  windows: [],
  worstHour: null,
  findings: [],
  assumptions: [],
  coverage: { status: "interpolated", why: "" },
};

it("says the forecast in texts short enough for annotations", () => {
  expect(summariseForecast(forecast)).toEqual({
    verdict: "block",
    summary: "block: $1770 ($1700 to $1900) a month, ttft p95 2800 ms of 1500 ms",
    "monthly-usd": "$1770 ($1700 to $1900)",
    coverage: "interpolated",
    slo: "ttft p95 2800 ms of 1500 ms; errorRate 1.23 % of 0.1 %",
    replicas: "2 to 5",
    gpu: "1 x a10g",
    prices: "2026-07-20",
  });
});

it("never turns an unknown price into a number", () => {
  const unknown = {
    ...forecast,
    slo: [],
    replicas: null,
    plan: null,
    cost: { ...forecast.cost, monthlyUsd: null, priceSource: null },
  };
  expect(summariseForecast(unknown)).toEqual({
    verdict: "block",
    summary: "block: unknown cost a month",
    "monthly-usd": "unknown cost",
    coverage: "interpolated",
  });
});
