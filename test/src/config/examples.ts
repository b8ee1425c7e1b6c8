import { InputError, type Problem } from "../../../src/ports/failure.ts";

/** The problems of a call that must refuse its input. */
export function problemsOf(read: () => unknown): readonly Problem[] {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error("accepted what should have been refused");
}

/** `line:column path: advice` of each problem, in order. */
export function summaries(read: () => unknown): string[] {
  return problemsOf(read).map(({ line, column, at, advice }) => `${line}:${column} ${at}: ${advice}`);
}

/** Replaces one line's text, which must be there. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the example does not hold ${from}`);
  return text.replace(from, to);
}

/** Replace `from` by `to`; the problem is expected where `to` holds the mark ¦, or else `expected` begins with line:column. */
export type Mistake = readonly [from: string, to: string, expected: string];

/** An example with one mistake in it, and the summary that reading it must give. */
export function withMistake(example: string, [from, to, expected]: Mistake): { text: string; expected: string } {
  const marked = replaced(example, from, to);
  const before = marked.split("¦")[0] ?? "";
  if (before === marked) return { text: marked, expected };
  const lines = before.split("\n");
  const place = `${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
  return { text: marked.replace("¦", ""), expected: `${place} ${expected}` };
}

/** Every key of a ModelDeployment. */
export const deployment = `apiVersion: loadline.dev/v1alpha1
kind: ModelDeployment
metadata: { name: support, namespace: models, labels: { team: help } }
spec:
  model:
    id: Qwen/Qwen2.5-7B-Instruct
    revision: a09a354
    weights: bf16
    kvCache: fp8
    maxContext: 16384
  engine: { name: vllm, image: "vllm/vllm-openai:v0.15.1", maxSequences: 64, maxBatchedTokens: 4096, gpuMemoryUtilization: 92%, prefixCaching: false }
  platform: { name: gke, region: europe-west4, instance: g2-standard-8, tensorParallel: 1, capacity: spot }
  scaling:
    mode: keda
    minReplicas: 0
    maxReplicas: 6
    headroom: 10%
    target: { metric: kv-use, value: 80% }
    schedule:
      - { cron: "30 6 * * mon-fri", timezone: Europe/Paris, duration: 10h, minReplicas: 3 }
  traffic:
    file: traffic/support.csv
    start: "2026-03-02T00:00:00+01:00"
    growthPerMonth: -2%
    burstiness: 1.8
    events: [ { name: launch, start: "2026-04-01T08:00:00Z", duration: 90m, multiplier: 2 } ]
    holidays: [ 2026-12-25, { date: "2026-12-24", like: saturday, timezone: Europe/Paris } ]
  slo: { ttft: { p95: 800ms, p99.9: 4s }, tpot: { p50: 45ms }, e2e: { p99: 1m }, errorRate: 0.5%, confidence: 95% }
  budget: { monthlyUsd: 1500.5 }
  maintenance: { restartEvery: 2d }
  access: { ingressFrom: [web, batch], secrets: [ { name: hub, store: vault, key: kv/hub } ] }
  gateway: { kind: langchain, image: "ghcr.io/acme/gateway:2", pins: { langchain: 0.3.1 }, tracing: { langsmith: 0.05 } }
  build: { registry: ghcr.io/acme/support }
`;

/** The least a ModelDeployment must say. */
export const smallDeployment = `apiVersion: loadline.dev/v1alpha1
kind: ModelDeployment
metadata: { name: tiny }
spec:
  model: { id: gpt2 }
  engine: { name: tgi@3.3 }
  platform: { name: eks, region: us-east-1, instance: g4dn.xlarge }
  scaling: { mode: fixed, replicas: 1 }
`;

export const settings = `apiVersion: loadline.dev/v1alpha1
kind: Settings
models: ["teams/*/models/*.yaml"]
gitops: { repository: acme/delivery, branch: release/live, path: apps, mode: pull-request }
clusters:
  - { name: blue, server: "https://10.0.0.1:6443", default: true }
  - { name: green, server: "https://green.example.com" }
defaults: { region: eu-central-1 }
budget: { monthlyUsd: 900 }
quota: { gpus: { l4: 8, h100-sxm5: 0 }, instances: { p5.48xlarge: 1 } }
policies:
  image-digest: { severity: off }
  gpu-memory-headroom: { severity: blocking, override: [ana] }
approvers: [ana, bo-b]
comment: { mode: off, threshold: { monthlyUsd: 5, percent: 2% } }
prometheus: { main: {}, second: }
argocd: { namespace: cd, project: models }
kubernetes:
  networkPolicy: cilium
  secretStore: SecretStore
  monitoringNamespace: prometheus
  kubectlImage: registry.example.com/kubectl:1.34
  devicePluginRestart: { every: 7d }
alerts: { pagerduty: { secret: pagerduty } }
telemetry: { otlp: "https://otlp.example.com" }
`;

export const scenario = `apiVersion: loadline.dev/v1alpha1
kind: Scenario
id: night
spec:
  scheduler: { policy: sarathi, maxBatchedTokens: 512, maxSequences: 128, kvBlocks: 3328 }
  stepTime: { kind: linear, base: 0.016, perPrefillToken: 2.0e-5, perKvToken: 7e-8 }
  fleet:
    replicas: 2
    router: least-outstanding
    queueLimit: 100
    timeout: 20s
    retries: 1
    startup: { provision: { p50: 90s, p99: 4m }, pull: 60s, load: 45s, compile: 0s, warmUp: 5s }
    restartEvery: 5h
    meshLatency: { p50: 1ms, p99: 3ms }
    leakPerHour: 200Mi
    memoryLimit: 16Gi
  load:
    stages:
      - { rate: 2.5, duration: 600s, inputTokens: { mean: 900, cv: 0.8 }, outputTokens: 128 }
      - poisson: { rate: 4, requests: 1000, inputTokens: 512, outputTokens: { quantiles: [[0, 1], [0.5, 90], [1, 800]] } }
  autoscaler:
    kind: hpa
    min: 1
    max: 4
    metric: requests-waiting
    target: 4
    scaleDown: { stabilization: 10m, rules: [ { type: percent, value: 50%, period: 60s } ] }
  faults:
    - { kind: node-loss, at: 10m, replica: 0 }
    - { kind: spot-interruption, at: 20m }
    - { kind: device-plugin-outage, at: 30m, duration: 5m }
  seed: 7
`;
