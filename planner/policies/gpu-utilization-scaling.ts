import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, items, type Spot, textOf } from "../domain/spot.ts";
import { found, manifest, workload } from "./_example.ts";
import { called, findingAt, top } from "./_manifest.ts";

const scaledOn = (name: string): Manifest =>
  manifest("autoscaling/v2", "HorizontalPodAutoscaler", {
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "example" },
      ...{ minReplicas: 2, maxReplicas: 8 },
      metrics: [{ type: "Pods", pods: { metric: { name }, target: { type: "AverageValue", averageValue: "4" } } }],
    },
  });

/** Fleets follow their queue, not how busy a GPU looks. */
export const gpuUtilizationScaling = {
  id: "gpu-utilization-scaling",
  about: "manifests",
  why: "One running request keeps a GPU near 100 %, and so do a hundred: utilisation says nothing about who waits.",
  severity: "warning",
  examples: {
    passes: found(workload(), scaledOn("vllm_num_requests_waiting")),
    fails: found(workload(), scaledOn("DCGM_FI_DEV_GPU_UTIL")),
  },
  check,
} satisfies ManifestPolicy;

/** Names by dcgm-exporter, by cloud monitoring, and by the adapters' usual rules. */
const UTILIZATION =
  /DCGM_FI_(DEV_GPU_UTIL|PROF_GR_ENGINE_ACTIVE)|gpu[_-]?util|gpu[_-]duty[_-]cycle|accelerator[_/]duty_cycle/i;

const action =
  "Scale on waiting or running requests: vllm:num_requests_waiting, tgi_queue_size, sglang:num_queue_reqs.";
const words = { id: "gpu-utilization-scaling", severity: "warning", action } as const;
const says = "a GPU looks busy with one request as with a hundred, so the fleet grows late or never shrinks";

function check(set: ManifestSet): readonly Finding[] {
  const scaling = set.forecast?.deployment.scaling ?? null;
  if (scaling !== null && scaling.mode !== "fixed" && scaling.target?.metric === "gpu-utilization") {
    const path = ["spec", "scaling", "target", "metric"];
    return [{ ...words, path, message: `the fleet scales on gpu-utilization: ${says}` }];
  }
  return set.manifests.flatMap((one) =>
    metricsOf(one)
      .filter((spot) => UTILIZATION.test(textOf(spot) ?? ""))
      .map((spot) => findingAt(one, spot, { ...words, message: `${called(one)} scales on GPU utilisation: ${says}` })),
  );
}

/** The names and queries that an autoscaler follows. */
function metricsOf(one: Manifest): readonly Spot[] {
  const spec = at(top(one), "spec");
  if (one.kind === "ScaledObject") {
    return items(at(spec, "triggers")).map((trigger) => at(trigger, "metadata", "query"));
  }
  if (one.kind !== "HorizontalPodAutoscaler") return [];
  return items(at(spec, "metrics")).flatMap((metric) =>
    ["pods", "object", "external"].map((source) => at(metric, source, "metric", "name")),
  );
}
