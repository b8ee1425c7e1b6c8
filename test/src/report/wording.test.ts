import { describe, expect, it } from "vitest";
import type { DeploymentForecast } from "../../../planner/index.ts";
import { changeHeadline, headlineOf, summaryOf } from "../../../src/report/headline.ts";
import { money, moneyChange, moneyRange } from "../../../src/report/money.ts";
import { chance, contrast, count, duration, rate, share, target } from "../../../src/report/quantities.ts";
import { visible } from "../../../src/report/visible.ts";
import { wrapped } from "../../../src/report/wrap.ts";
import { calm, crowded, missedTarget } from "../../support/forecast-fixture.ts";
import { refused, tooLarge } from "../../support/review-fixture.ts";

describe("numbers for people", () => {
  it.each([
    [0.42, "0.42 ms"],
    [34.2, "34 ms"],
    [412.3, "0.41 s"],
    [2803, "2.8 s"],
    [61_000, "61 s"],
    [462_182, "7.7 min"],
    [1e7, "2.8 h"],
    [null, "–"],
    [Number.NaN, "–"],
  ])("%s ms reads %s", (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

  it("keeps the digits of a target", () =>
    expect([target(1250), target(60), target(250)]).toEqual(["1.25 s", "60 ms", "0.25 s"]));

  it("shows a forecast that differs from its target with digits that differ", () => {
    expect(contrast(1504, 1500)).toBe("1.504 s");
    expect(contrast(1500, 1500)).toBe("1.5 s");
    expect(contrast(152.8, 60)).toBe("153 ms");
  });

  it.each([
    [1769.52, "$1,770"],
    [12.5, "$12.50"],
    [0.0042, "$0.0042"],
    [0, "$0.00"],
    [null, "unknown"],
    [-885.3, "−$885"],
    [1_234_567.8, "$1,234,568"],
  ])("%s dollars read %s", (usd, text) => expect(money(usd)).toBe(text));

  it("signs what a bill changes by, and rounds ranges", () => {
    expect([moneyChange(885), moneyChange(-885), moneyChange(0.001)]).toEqual(["+$885", "−$885", "±$0"]);
    expect([moneyRange(1712.4, 1904.7), moneyRange(885, 885)]).toEqual(["$1,710–$1,900", "$885"]);
  });

  it("is never certain of a probability", () => {
    expect([1, 0.9999, 0.93, 0.0345, 0.004, 0].map(chance)).toEqual([
      ">99.9 %",
      ">99.9 %",
      "93 %",
      "3 %",
      "0.4 %",
      "<0.1 %",
    ]);
  });

  it("writes shares, counts and rates without exponents", () => {
    expect([0, 0.0014, 0.027, 0.68, 0.9831, 1.384].map(share)).toEqual([
      "0 %",
      "0.1 %",
      "2.7 %",
      "68 %",
      "98.3 %",
      "138 %",
    ]);
    expect([412, 48_300, 2_104_233, 4e9].map(count)).toEqual(["412", "48,300", "2.1 M", "4 G"]);
    expect([2.01, 0.05, 0.0003, 1e-9].map(rate)).toEqual(["2/s", "3/min", "1.1/h", "0.0000036/h"]);
  });
});

describe("the verdict in a sentence", () => {
  const text = (forecast: DeploymentForecast) => headlineOf(forecast).rest;

  it("names the target that is missed by most", () => {
    const other = {
      metric: "tpot",
      percentile: "p95",
      unit: "ms",
      target: 60,
      forecast: 61,
      range: null,
      probability: 0.01,
      met: false,
    } as const;
    expect(text(crowded)).toBe("misses its p95 TTFT: 2.8 s against 1.5 s (met with probability 3 %)");
    expect(text({ ...crowded, slo: [other, ...crowded.slo] })).toMatch(/^misses its p95 TTFT.*, and 1 more target$/);
  });

  it("does not call a target missed that the forecast keeps: it is not sure enough", () => {
    const slo = crowded.slo.slice(0, 1).map((one) => ({ ...one, forecast: 1400, probability: 0.79 }));
    expect(text({ ...crowded, slo })).toBe(
      "is not sure enough of its p95 TTFT: 1.4 s against 1.5 s, met with probability 79 % where 90 % is wanted",
    );
  });

  it("says what each other verdict is about", () => {
    expect(text(calm)).toBe("holds its 2 targets for $1,770 a month");
    expect(text(tooLarge)).toBe("does not fit its GPU memory: 115.0 GiB a GPU are missing");
    expect(text(refused)).toMatch(/^has no answer: the on-demand price/);
    expect(text({ ...calm, slo: [] })).toBe("fits its GPUs for $1,770 a month");
    expect(
      text({ ...calm, verdict: "block", findings: [{ ...missedTarget, id: "image-digest", message: "no digest" }] }),
    ).toBe("is blocked: no digest");
  });

  it("tells a budget from a close target from another warning", () => {
    const warned = (id: string): DeploymentForecast => ({
      ...calm,
      verdict: "warn",
      cost: { ...calm.cost, budgetUsd: 1000 },
      findings: [{ ...missedTarget, id, severity: "warning", message: "mind this" }],
    });
    expect(text(warned("over-budget"))).toBe("holds its 2 targets, but costs $1,770 a month of a budget of $1,000");
    expect(text(warned("target-close"))).toMatch(/^only just holds its p95 TTFT: 0\.41 s against 1\.5 s/);
    expect(text(warned("stale-traffic"))).toBe("holds its 2 targets, with a warning: mind this");
  });

  it("says what a removal saves and what a rename was", () => {
    const removed = changeHeadline({ name: "chat", change: "removed", base: calm, head: null });
    expect(removed.rest).toBe("is removed; it costs $1,770 a month today");
    const renamed = changeHeadline({ name: "talk", change: "renamed", base: calm, head: { ...calm, name: "talk" } });
    expect(renamed.rest).toMatch(/^\(was chat\) holds/);
  });

  it("counts verdicts and takes the gravest", () => {
    expect(summaryOf([calm, crowded, refused].map(headlineOf))).toEqual({
      verdict: "block",
      text: "3 deployments: 1 blocked, 1 without an answer, 1 fine",
    });
  });
});

describe("lines", () => {
  it("break at spaces, never between number and unit", () => {
    const lines = wrapped("the p95 is 2.8 s against 1.5 s today", 14, { first: "", next: "  " });
    expect(lines).toEqual(["the p95 is", "  2.8 s", "  against", "  1.5 s today"]);
  });

  it("hold no control, bidirectional or invisible character, and end", () => {
    expect(visible("a\u001b[31m\u202eb\u200bc\r\nd\ud800")).toBe("a [31mbc d\ufffd");
    expect(visible("🧊".repeat(10), 5)).toBe("🧊🧊…");
  });
});
