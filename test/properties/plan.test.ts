import fc from "fast-check";
import { expect, it } from "vitest";
import type { DeploymentForecast, ModelDeployment, Scaling } from "../../planner/domain/index.ts";
import { forecastDeployment } from "../../planner/plan/forecast-deployment.ts";
import { DAY, seconds } from "../../planner/units/index.ts";
import { history, deployment as plain, question } from "../planner/plan/question.ts";

const scalings: fc.Arbitrary<Scaling> = fc.oneof(
  fc.record({ mode: fc.constant("fixed"), replicas: fc.integer({ min: 1, max: 4 }), headroom: fc.constant(0) }),
  fc.record({
    mode: fc.constantFrom("hpa", "keda"),
    minReplicas: fc.integer({ min: 1, max: 2 }),
    maxReplicas: fc.integer({ min: 2, max: 6 }),
    headroom: fc.constantFrom(0, 0.25),
    target: fc.constantFrom(null, { metric: "requests-running", value: 3 } as const),
    schedule: fc.constantFrom(
      [],
      [{ cron: "0 7 * * 1-5", timezone: "Europe/Berlin", duration: seconds(43_200), minReplicas: 2 }],
    ),
  }),
);

const deployments: fc.Arbitrary<ModelDeployment> = fc
  .record({
    id: fc.constantFrom(
      "meta-llama/Llama-3.1-8B-Instruct",
      "Qwen/Qwen2.5-7B-Instruct",
      "meta-llama/Llama-3.3-70B-Instruct",
    ),
    weights: fc.constantFrom("bf16", "fp8", "awq-int4"),
    maxContext: fc.constantFrom(2048, 8192),
    engine: fc.constantFrom("vllm", "vllm", "tgi", "static", "sglang"),
    place: fc.constantFrom(
      ["g5.2xlarge", 1],
      ["g5.12xlarge", 4],
      ["g6.xlarge", 1],
      ["p5.4xlarge", 1],
      ["p4d.24xlarge", 8],
    ),
    region: fc.constantFrom("us-east-1", "us-east-1", "mars-1"),
    scaling: scalings,
    limit: fc.constantFrom(0.05, 0.5, 5),
  })
  .map(({ id, weights, maxContext, engine, place: [instance, tensorParallel], region, scaling, limit }) => ({
    ...plain,
    model: { ...plain.model, id, weights, maxContext },
    engine: { ...plain.engine, name: engine, version: null, maxSequences: null, maxBatchedTokens: null },
    platform: { ...plain.platform, region, instance, tensorParallel },
    scaling,
    slo: { ...plain.slo, latency: [{ metric: "ttft", percentile: 95, limit: seconds(limit) }] },
  }));

const UNKNOWN = ["unknown-price", "not-simulated", "no-traffic", "target-unchecked"];

/** Block before unknown before warn before pass, and nothing blocks without a reason. */
function judged({ findings, verdict }: DeploymentForecast): void {
  const blocking = findings.filter(({ severity }) => severity === "blocking").map(({ id }) => id);
  if (blocking.some((id) => !UNKNOWN.includes(id) && !/^(unknown|platform)-/.test(id))) expect(verdict).toBe("block");
  else if (blocking.length > 0) expect(verdict).toBe("unknown");
  else expect(verdict).toBe(findings.some(({ severity }) => severity === "warning") ? "warn" : "pass");
  for (const { message, action, path } of findings) {
    expect(message.length * action.length * path.length).toBeGreaterThan(0);
    expect(message).not.toMatch(/NaN|undefined|null|Infinity/);
  }
}

/** No price, or an autoscaled fleet that nobody simulated. */
function isCostUnknown({ plan, findings, windows }: DeploymentForecast): boolean {
  if (plan === null || findings.some(({ id }) => id === "unknown-price")) return true;
  return plan.replicas.min < plan.replicas.max && windows.length === 0;
}

/** What a probability says about a target; nothing without one. */
function isMet(probability: number | null): boolean | null {
  if (probability === null) return null;
  expect(0 <= probability && probability <= 1).toBe(true);
  return probability >= 0.9;
}

function counted(found: DeploymentForecast): void {
  const { cost, replicas, windows, slo, plan } = found;
  expect(cost.monthlyUsd === null).toBe(isCostUnknown(found));
  if (cost.monthlyUsd) {
    const { p10, p50, p90 } = cost.monthlyUsd;
    expect(0 <= p10 && p10 <= p50 && p50 <= p90).toBe(true);
  }
  if (replicas && plan) expect(plan.replicas.min <= replicas.mean && replicas.mean <= plan.replicas.max).toBe(true);
  if (windows.length > 0) expect(windows.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  for (const { probability, met, forecast, range } of slo) {
    expect(met).toBe(isMet(probability));
    if (forecast !== null && range !== null) expect(range[0] <= forecast && forecast <= range[1]).toBe(true);
  }
  const { p50, p90, p95, p99 } = found.latency.ttftMs;
  if (p50 !== null) expect([p50, p90, p95, p99]).toEqual([p50, p90, p95, p99].toSorted((a, b) => (a ?? 0) - (b ?? 0)));
}

it("whatever is deployed, the answer agrees with itself", () => {
  const past = history(600);
  const verdicts = new Map<string, number>();
  let simulated = 0;
  fc.assert(
    fc.property(deployments, (deployment) => {
      const answer = forecastDeployment(question({ deployment, history: past, horizonSeconds: 7 * DAY }));
      if (answer.kind !== "forecast") throw new Error(answer.kind);
      const { forecast } = answer;
      judged(forecast);
      counted(forecast);
      verdicts.set(forecast.verdict, (verdicts.get(forecast.verdict) ?? 0) + 1);
      if (forecast.windows.length > 0) simulated++;
    }),
    { numRuns: 100, seed: 1 },
  );
  expect(simulated).toBeGreaterThan(15);
  expect([...verdicts.keys()].sort()).toEqual(expect.arrayContaining(["block", "unknown", "warn"]));
});
