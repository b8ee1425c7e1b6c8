import { describe, expect, it } from "vitest";
import {
  diffHtml,
  diffMarkdown,
  diffText,
  fitText,
  planMarkdown,
  planText,
  simulateText,
} from "../../../src/report/index.ts";
import { calm, crowded } from "../../support/forecast-fixture.ts";
import { locate, refused, review, tooLarge } from "../../support/review-fixture.ts";

const golden = (name: string): string => `../../golden/report/${name}`;
const style = { width: 100, color: false };

/** Whole answers that a reviewer can read; the laws beside them are in hostile, size and wording tests. */
describe("whole reports", () => {
  it("plan on a terminal", async () => {
    await expect(planText([calm], { ...style, locate })).toMatchFileSnapshot(golden("plan.txt"));
  });

  it("plan of several on a terminal", async () => {
    const text = planText([crowded, tooLarge, refused], { ...style, locate });
    await expect(text).toMatchFileSnapshot(golden("plan-of-several.txt"));
  });

  it("diff on a terminal", async () => {
    await expect(diffText(review, { ...style, locate })).toMatchFileSnapshot(golden("diff.txt"));
  });

  it("plan in Markdown", async () => {
    await expect(planMarkdown([calm], locate)).toMatchFileSnapshot(golden("plan.md"));
  });

  it("the comment on a pull request", async () => {
    await expect(diffMarkdown(review, locate)).toMatchFileSnapshot(golden("diff.md"));
  });

  it("the comment on a pull request that changes several", async () => {
    const deployments = [
      ...review.deployments,
      { name: "large", change: "added" as const, base: null, head: tooLarge },
      { name: "old", change: "removed" as const, base: { ...calm, name: "old" }, head: null },
    ];
    const text = diffMarkdown({ ...review, deployments }, locate);
    await expect(text).toMatchFileSnapshot(golden("diff-of-several.md"));
  });

  it("a pull request that changes no forecast", async () => {
    const quiet = { ...review, verdict: "pass" as const, deployments: [], manifests: [], findings: [] };
    expect(diffMarkdown(quiet)).toMatch(/^<!-- loadline:review -->\n### ✅ loadline: no forecast changes\n/);
    expect(diffText(quiet, style)).toMatch(/^✓ nothing that loadline forecasts changes between/);
    expect(await diffHtml(quiet)).toContain("<h1>no forecast changes</h1>");
  });

  it("a change of what grants power", async () => {
    const settings = [{ key: "approvers", before: "alice", after: null, countsNow: false }];
    const granting = { ...review, verdict: "warn" as const, deployments: [], manifests: [], findings: [], settings };
    const row = "approvers  alice   not said  counts once merged";
    expect(diffMarkdown(granting)).toContain("### ⚠️ loadline: Settings change: approvers\n");
    expect(diffMarkdown(granting)).toContain("| `approvers` | alice | not said | counts once merged |");
    expect(diffText(granting, style)).toContain("⚠ no forecast changes; Settings change: approvers");
    expect(diffText(granting, style)).toContain(row);
    expect(await diffHtml(granting)).toContain("<h1>Settings change: approvers</h1>");
    expect(await diffHtml(granting)).toContain("counts once merged");
  });

  it("fit on a terminal", async () => {
    if (tooLarge.plan === null) throw new Error("the fixture has a plan");
    const report = {
      question: { model: "meta-llama/Llama-3.3-70B-Instruct", gpu: "a10g", tensorParallel: 1, engine: "vllm" },
      fit: tooLarge.plan.memory,
      weights: "bf16",
      maxContext: 8192,
      version: "0.15",
      alternatives: [
        { text: "8 x a10g, bf16 weights", gpu: "a10g", tensorParallel: 8, weights: "bf16" as const, kvTokens: 71_344 },
        {
          text: "1 x h200-sxm5, fp8 weights",
          gpu: "h200-sxm5",
          tensorParallel: 1,
          weights: "fp8" as const,
          kvTokens: 98_304,
        },
      ],
    };
    await expect(fitText(report, style)).toMatchFileSnapshot(golden("fit.txt"));
  });

  it("simulate on a terminal", async () => {
    await expect(simulateText(summary, style)).toMatchFileSnapshot(golden("simulate.txt"));
  });
});

const percentiles = { mean: 120.4, p50: 98.7, p90: 220.1, p95: 310.9, p99: 802.2 };
const summary = {
  schema: "loadline.simulate/v1",
  id: null,
  requests: { arrived: 320, completed: 317, rejected: 2, timedOut: 1, unfinished: 0 },
  ttftMs: percentiles,
  tpotMs: { mean: 21.2, p50: 20.9, p90: 24.4, p95: 25.1, p99: 29.6 },
  itlMs: { mean: 21.2, p50: 20.1, p90: 26.4, p95: 33.3, p99: 61.2 },
  e2eMs: { mean: 2812, p50: 2705, p90: 3390, p95: 3601, p99: 4120 },
  throughput: { requestsPerSecond: 10.913, outputTokensPerSecond: 1396.8 },
  kv: { blocks: 3328, meanUse: 0.612, maxUse: 0.9831 },
  preemptions: 4,
  steps: 1402,
  simulatedSeconds: 29.32,
  wallSeconds: 0.0042,
  coverage: { status: "interpolated", why: "linear step times as given" },
  interval90: { ttftMs: { mean: [101, 140] }, tpotMs: { mean: [19, 23.5] }, e2eMs: { mean: null } },
};
