import { describe, expect, it } from "vitest";
import type { ManifestSet } from "../../../planner/index.ts";
import { calm, careful, forecasting, found, manifest, rendered, workload } from "../../../planner/policies/_example.ts";
import { policies } from "../../../planner/policies/index.generated.ts";

/** Ids of what policies about manifests say. */
const about = (set: ManifestSet): string[] =>
  Object.values(policies).flatMap((policy) =>
    policy.about === "manifests" ? policy.check(set).map(({ id }) => id) : [],
  );

const KEY = `hf_${"a1".repeat(17)}`;
/** Somebody else's workload: no GPU. */
const other = (container: Readonly<Record<string, unknown>>) =>
  workload({ resources: {}, livenessProbe: null, ...container });

describe("keys", () => {
  it.each([
    ["TOKENIZERS_PARALLELISM", "false-but-long"],
    ["MAX_TOTAL_TOKENS", "1234567890"],
    ["EOS_TOKEN", "<|end_of_text|>"],
    ["EOS_TOKEN", "end-of-text-token"],
    ["OPENAI_API_KEY", "EMPTY"],
    ["VLLM_API_KEY", "not-needed"],
    ["HF_TOKEN", "$(TOKEN_OF_SOMEBODY)"],
    ["HF_TOKEN_PATH", "/secrets/hf-token/value"],
    ["KV_CACHE_KEY", "prefix-hash-of-blocks"],
  ])("%s=%s is none", (name, value) => {
    expect(about(found(workload({ env: [{ name, value }] })))).toEqual([]);
  });

  it.each([
    { env: [{ name: "HARMLESS", value: KEY }] },
    { env: [{ name: "OPENAI_API_KEY", value: "a-key-of-no-known-form" }] },
    { args: ["--api-key", "a-key-of-no-known-form"] },
    { args: ["--api-key=a-key-of-no-known-form"] },
    { command: ["sh", "-c", `HF_TOKEN=${KEY} vllm serve x/y`] },
  ])("%j holds one, in whatever workload, and no finding repeats it", (container) => {
    expect(about(found(workload(container)))).toEqual(["literal-key"]);
    expect(about(found(other(container)))).toEqual(["literal-key"]);
    const said = JSON.stringify(
      policies["literal-key"].about === "manifests" && policies["literal-key"].check(found(workload(container))),
    );
    expect(said).not.toMatch(/hf_|no-known-form/);
  });
});

it("nothing is said about workloads without a GPU that have passwords, one replica, latest and no probes", () => {
  const env = [{ name: "POSTGRES_PASSWORD", value: "a-database-of-theirs" }];
  expect(about(found(other({ image: "postgres:latest", env, startupProbe: null })))).toEqual([]);
});

it("a disruption budget counts when its selector picks the pods, by labels or expressions, in the same namespace", () => {
  const single = workload({}, {}, { replicas: 1 });
  const budget = (selector: unknown, namespace = "default") =>
    manifest("policy/v1", "PodDisruptionBudget", {
      metadata: { name: "b", namespace },
      spec: { minAvailable: 1, selector },
    });
  const matchExpressions = (operator: string, values: string[]) => [{ key: "app", operator, values }];
  const covered = (selector: unknown, namespace?: string) =>
    about(found(single, budget(selector, namespace))).length === 0;
  expect(covered({ matchLabels: { app: "example" } })).toBe(true);
  expect(covered({ matchExpressions: matchExpressions("In", ["example", "b"]) })).toBe(true);
  expect(covered({ matchExpressions: matchExpressions("NotIn", ["example"]) })).toBe(false);
  expect(covered({ matchLabels: { app: "another" } })).toBe(false);
  expect(covered({ matchLabels: { app: "example" } }, "elsewhere")).toBe(false);
});

it("an autoscaler's minimum counts as the fewest replicas", () => {
  const scaled = (minReplicaCount: number) =>
    manifest("keda.sh/v1alpha1", "ScaledObject", { spec: { scaleTargetRef: { name: "example" }, minReplicaCount } });
  const server = workload({}, {}, { replicas: undefined });
  expect(about(found(server, scaled(2)))).toEqual([]);
  expect(about(found(server, scaled(1)))).toEqual(["disruption-budget"]);
});

it("a single replica is on spot nodes where it asks for those alone, by selector or affinity; allowing them is no finding", () => {
  const term = (key: string, values: string[]) => ({ matchExpressions: [{ key, operator: "In", values }] });
  const near = (...nodeSelectorTerms: object[]) => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  });
  const one = (spec: Readonly<Record<string, unknown>>) =>
    about(found(workload({}, { spec }, { replicas: 1 }))).filter((id) => id === "one-replica-on-spot").length;
  expect(one({ nodeSelector: { "cloud.google.com/gke-spot": "true" } })).toBe(1);
  expect(one(near(term("eks.amazonaws.com/capacityType", ["SPOT"])))).toBe(1);
  expect(one(near(term("karpenter.sh/capacity-type", ["spot", "on-demand"])))).toBe(0);
  expect(one(near(term("eks.amazonaws.com/capacityType", ["SPOT"]), term("zone", ["a"])))).toBe(0);
  expect(one({ tolerations: [{ key: "cloud.google.com/gke-spot", operator: "Exists" }] })).toBe(0);
  expect(one({ nodeSelector: { "cloud.google.com/gke-spot": "false" } })).toBe(0);
});

it("what a ModelDeployment says wrong is said on its line, once", () => {
  const image = "vllm/vllm-openai:latest";
  const head = { ...careful, engine: { ...careful.engine, image } };
  const [only, ...rest] =
    policies["latest-tag"].about === "manifests"
      ? policies["latest-tag"].check(rendered([workload({ image })], head))
      : [];
  expect(rest).toEqual([]);
  expect(only).toMatchObject({ path: ["spec", "engine", "image"] });
  expect(only).not.toHaveProperty("resource");
});

it("a rise that the simulation absorbed is no finding", () => {
  const policy = policies["slow-scaling"];
  if (policy.about !== "deployment") throw new Error(policy.about);
  const { head, forecast } = policy.examples.fails;
  const met = {
    metric: "ttft",
    percentile: "p95",
    unit: "ms",
    target: 1,
    forecast: 1,
    range: null,
    probability: 1,
    met: true,
  } as const;
  expect(policy.check(forecasting(head, { ...forecast, slo: [met] }))).toEqual([]);
  expect(policy.check(forecasting(head, { ...forecast, slo: [{ ...met, met: false }] }))).toHaveLength(1);
  expect(policy.check(forecasting(head, { ...forecast, plan: calm.plan, traffic: null }))).toEqual([]);
});

it.each([
  ["nvcr.io/nvidia/gpu-operator:v26.3.1", []],
  ["nvcr.io/nvidia/gpu-operator:v24.9.2", ["unsupported-gpu-software"]],
  ["nvcr.io/nvidia/k8s-device-plugin@sha256:00", []],
  ["amd/k8s-device-plugin:1.0", []],
])("%s: %j", (image, ids) => {
  expect(
    about(found(manifest("apps/v1", "DaemonSet", { spec: { template: { spec: { containers: [{ image }] } } } }))),
  ).toEqual(ids);
});
