import { type Engine, engines, type ScalingMetric } from "../../../planner/index.ts";
import type { RenderInput, View } from "../input.ts";
import { isCluster, waveOf } from "./identity.ts";

/**
 * What prometheus-adapter must know so that an HPA can scale on an engine's metrics. It reads one ConfigMap, so this is
 * one for a cluster, the same whichever deployment asks: `helm install … --set rules.existing=loadline-prometheus-adapter`.
 */
export const ADAPTER_NAME = "loadline-prometheus-adapter";

/** Managed platforms scale on metrics of their own. */
export const usesHpa = ({ deployment }: RenderInput): boolean =>
  deployment.scaling.mode === "hpa" && isCluster(deployment.platform.name);

/** Data of `kubernetes/prometheus-adapter.yaml.hbs`. */
export function adapterView({ settings }: RenderInput): View {
  return {
    name: ADAPTER_NAME,
    namespace: settings.kubernetes.monitoringNamespace,
    labels: { "app.kubernetes.io/managed-by": "loadline" },
    annotations: waveOf("config"),
    config: `${JSON.stringify({ rules: adapterRules() }, null, 2)}\n`,
  };
}

/** Name of a metric in the custom metrics API. The adapter keeps one rule for a name, so each engine has its own. */
export function adapterMetric(engine: string, metric: ScalingMetric): string {
  const word = metric.replaceAll("-", "_");
  return metric === "gpu-utilization" ? `loadline_${word}` : `loadline_${engine}_${word}`;
}

interface Rule {
  readonly seriesQuery: string;
  readonly resources: { readonly overrides: Readonly<Record<string, { readonly resource: string }>> };
  readonly name: { readonly as: string };
  readonly metricsQuery: string;
}

/** Exported for its test: rules of every engine that has metrics, in the order of their names. */
export function adapterRules(): readonly Rule[] {
  const known: readonly (readonly [string, Engine])[] = Object.entries(engines);
  return [...known.flatMap(([id, engine]) => rulesOf(id, engine)), gpuRule()];
}

function rulesOf(id: string, { metrics }: Engine): readonly Rule[] {
  const { waiting, running, kvUse } = metrics;
  const rule = (metric: ScalingMetric, series: readonly string[]): Rule => ({
    seriesQuery: `{__name__=${JSON.stringify(series[0])},namespace!="",pod!=""}`,
    resources: { overrides: { namespace: { resource: "namespace" }, pod: { resource: "pod" } } },
    name: { as: adapterMetric(id, metric) },
    metricsQuery: series.map((name) => `sum(${name}{<<.LabelMatchers>>}) by (<<.GroupBy>>)`).join(" + "),
  });
  return [
    rule("requests-waiting", [waiting]),
    rule("requests-running", [running]),
    rule("concurrency", [waiting, running]),
    ...(kvUse === null ? [] : [rule("kv-use", [kvUse])]),
  ];
}

/** dcgm-exporter counts from 0 to 100 and names the pod whose GPU it is in labels of its own. */
function gpuRule(): Rule {
  return {
    seriesQuery: '{__name__="DCGM_FI_DEV_GPU_UTIL",exported_namespace!="",exported_pod!=""}',
    resources: { overrides: { exported_namespace: { resource: "namespace" }, exported_pod: { resource: "pod" } } },
    name: { as: adapterMetric("", "gpu-utilization") },
    metricsQuery: "avg(DCGM_FI_DEV_GPU_UTIL{<<.LabelMatchers>>}) by (<<.GroupBy>>) / 100",
  };
}
