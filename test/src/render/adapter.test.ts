import { parser } from "@prometheus-io/lezer-promql";
import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { shippedTemplates, varied } from "./sample.ts";
import { deploymentCalled, everyDeployment } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const ADAPTER = "shared.prometheus-adapter.yaml";
const hpas = Object.entries(everyDeployment).filter(([, input]) => input.deployment.scaling.mode === "hpa");
const rulesIn = (configMap: unknown) => listAt(load(String(pick(configMap, "data", "config.yaml"))), "rules");
const nameOf = (rule: unknown) => String(pick(rule, "name", "as"));

/** Whether text is PromQL, once the adapter has filled in what it fills in. */
function isPromQl(text: string): boolean {
  const filled = text.replaceAll("<<.LabelMatchers>>", 'namespace="a",pod=~"b|c"').replaceAll("<<.GroupBy>>", "pod");
  let hasError = false;
  parser.parse(filled).iterate({
    enter: ({ type }) => {
      if (type.isError) hasError = true;
    },
  });
  return !hasError;
}

describe("the adapter's rules", () => {
  it.each(hpas)("have the metric that the HPA asks for: %s", (_name, input) => {
    const files = renderedFiles(input, templates);
    const metric = pick(files.get("horizontal-pod-autoscaler.yaml"), "spec", "metrics", 0, "pods", "metric", "name");
    const matching = rulesIn(files.get(ADAPTER)).filter((rule) => nameOf(rule) === metric);
    expect(matching).toHaveLength(1);
    // The HPA averages over pods, so the adapter must know the pod of each series.
    const resources = Object.values(pick(matching[0], "resources", "overrides") as Record<string, unknown>);
    expect(resources).toEqual([{ resource: "namespace" }, { resource: "pod" }]);
  });

  it("read the engine's own series", () => {
    const rules = rulesIn(renderedFiles(deploymentCalled("hpa"), templates).get(ADAPTER));
    const query = (name: string) =>
      pick(
        rules.find((rule) => nameOf(rule) === name),
        "metricsQuery",
      );
    expect(query("loadline_vllm_kv_use")).toBe("sum(vllm:kv_cache_usage_perc{<<.LabelMatchers>>}) by (<<.GroupBy>>)");
    expect(query("loadline_tgi_concurrency")).toBe(
      "sum(tgi_queue_size{<<.LabelMatchers>>}) by (<<.GroupBy>>) + sum(tgi_batch_current_size{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
    );
    expect(query("loadline_tgi_kv_use")).toBeUndefined();
  });

  it("have a name each, for the adapter keeps the last of two, and are PromQL", () => {
    const rules = rulesIn(renderedFiles(deploymentCalled("hpa"), templates).get(ADAPTER));
    expect(new Set(rules.map(nameOf)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(isPromQl(String(pick(rule, "metricsQuery"))), nameOf(rule)).toBe(true);
      expect(isPromQl(String(pick(rule, "seriesQuery"))), nameOf(rule)).toBe(true);
    }
    expect(isPromQl("sum(x) by (")).toBe(false);
  });

  it("are the same for every deployment of a cluster, and not there where nothing needs them", () => {
    const texts = hpas.map(([, input]) => JSON.stringify(renderedFiles(input, templates).get(ADAPTER)));
    expect(texts.length).toBeGreaterThan(2);
    expect(new Set(texts).size).toBe(1);
    expect(renderedFiles(deploymentCalled("fixed"), templates).has(ADAPTER)).toBe(false);
    const elsewhere = varied({
      scaling: deploymentCalled("hpa").deployment.scaling,
      kubernetes: { monitoringNamespace: "prometheus" },
    });
    expect(pick(renderedFiles(elsewhere, templates).get(ADAPTER), "metadata", "namespace")).toBe("prometheus");
  });
});
