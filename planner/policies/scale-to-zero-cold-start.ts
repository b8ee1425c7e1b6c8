import type { LatencyTarget, ModelDeployment, Scaling } from "../domain/deployment.ts";
import type { Finding } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { seconds } from "../units/index.ts";
import { careful, forecasting } from "./_example.ts";
import { spoken } from "./_words.ts";

const toZero: Scaling = {
  ...{ mode: "keda", minReplicas: 0, maxReplicas: 4, headroom: 0, schedule: [] },
  target: { metric: "requests-running", value: 12 },
};
const within = (limit: number): ModelDeployment => ({
  ...careful,
  scaling: toZero,
  slo: { ...careful.slo, latency: [{ metric: "ttft", percentile: 95, limit: seconds(limit) }] },
});

/** Scaling to zero only where a cold start is soon enough. */
export const scaleToZeroColdStart = {
  id: "scale-to-zero-cold-start",
  about: "deployment",
  why: "After a quiet spell the first request waits for node, image, weights and compilation: minutes, where seconds were promised.",
  severity: "warning",
  examples: { passes: forecasting(within(900)), fails: forecasting(within(1.5)) },
  check,
} satisfies DeploymentPolicy;

function check({ head, forecast }: Change): readonly Finding[] {
  const { scaling, slo } = head;
  const startup = forecast?.plan?.startup ?? null;
  if (startup === null || scaling.mode === "fixed" || scaling.minReplicas > 0) return [];
  const target = tightest(slo.latency.filter(({ metric }) => metric !== "tpot"));
  if (target === null || target.limit >= startup.p50) return [];
  const promise = `p${target.percentile} ${target.metric.toUpperCase()} of ${spoken(target.limit)}`;
  return [
    {
      id: "scale-to-zero-cold-start",
      severity: "warning",
      path: ["spec", "scaling", "minReplicas"],
      message: `at zero replicas the first request waits ${spoken(startup.p50)} for a cold start (one in a hundred ${spoken(startup.p99)}), against a ${promise}`,
      action: "Keep minReplicas: 1, or raise the minimum by a schedule for the hours in which somebody asks.",
    },
  ];
}

function tightest(targets: readonly LatencyTarget[]): LatencyTarget | null {
  return targets.toSorted((a, b) => a.limit - b.limit)[0] ?? null;
}
