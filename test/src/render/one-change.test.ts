import { beforeAll, describe, expect, it } from "vitest";
import { hours, type ModelDeployment, type Settings } from "../../../planner/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { manifestDiff } from "../../../src/render/manifest-diff.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { chat, sample, settings, shippedTemplates } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

/** Lines that differ, with the file they stand in; whole files that come or go by their name alone. */
function changed(input: RenderInput): readonly string[] {
  return manifestDiff(renderManifests(sample, templates), renderManifests(input, templates)).flatMap(
    ({ path, change, diff }) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (change !== "changed") return [`${change} ${name}`];
      const lines = diff.split("\n").filter((line) => /^[-+](?![-+]{2} )/.test(line));
      return lines.map((line) => `${name} ${line[0]} ${line.slice(1).trim()}`);
    },
  );
}

const deploying = (change: Partial<ModelDeployment>): RenderInput => ({
  ...sample,
  deployment: { ...chat, ...change },
});
const inCluster = (change: Partial<Settings["kubernetes"]>): RenderInput => ({
  ...sample,
  settings: { ...settings, kubernetes: { ...settings.kubernetes, ...change } },
});

const CASES: readonly (readonly [what: string, change: () => RenderInput, lines: readonly string[]])[] = [
  ["nothing", () => ({ ...sample }), []],
  [
    "a caller",
    () => deploying({ access: { ...chat.access, ingressFrom: ["gateway", "web"] } }),
    ["network-policy.yaml + - web"],
  ],
  [
    "the store of a secret",
    () => deploying({ access: { ...chat.access, secrets: [{ name: "hf-token", store: "vault", key: "prod/hf" }] } }),
    ["external-secret.yaml - name: aws-secrets-manager", "external-secret.yaml + name: vault"],
  ],
  [
    "the log level",
    () => deploying({ engine: { ...chat.engine, logLevel: "debug" } }),
    [
      'deployment.yaml + - "--uvicorn-log-level"',
      "deployment.yaml + - debug",
      "deployment.yaml + - name: VLLM_LOGGING_LEVEL",
      "deployment.yaml + value: DEBUG",
    ],
  ],
  [
    "the user",
    () => deploying({ pod: { ...chat.pod, runAsUser: 2000 } }),
    [
      ...["runAsUser", "runAsGroup", "fsGroup"].map((field) => `deployment.yaml - ${field}: 1000`),
      ...["runAsUser", "runAsGroup", "fsGroup"].map((field) => `deployment.yaml + ${field}: 2000`),
    ],
  ],
  [
    "a priority",
    () => deploying({ pod: { ...chat.pod, priorityClass: "high" } }),
    ["deployment.yaml + priorityClassName: high"],
  ],
  [
    "a root that may be written",
    () => deploying({ pod: { ...chat.pod, readOnlyRoot: false } }),
    ["deployment.yaml - readOnlyRootFilesystem: true", "deployment.yaml + readOnlyRootFilesystem: false"],
  ],
  [
    "restarts",
    () => deploying({ maintenance: { restartEvery: hours(6) } }),
    ["cron-job", "role-binding", "role", "service-account"].map((part) => `added restart-${part}.yaml`),
  ],
  [
    "the kind of network policy",
    () => inCluster({ networkPolicy: "cilium" }),
    ["added cilium-network-policy.yaml", "removed network-policy.yaml"],
  ],
  [
    "where Prometheus runs",
    () => inCluster({ monitoringNamespace: "prometheus" }),
    [
      "network-policy.yaml - - monitoring",
      "network-policy.yaml + - prometheus",
      "scaled-object.yaml - serverAddress: http://prometheus-operated.monitoring.svc.cluster.local:9090",
      "scaled-object.yaml + serverAddress: http://prometheus-operated.prometheus.svc.cluster.local:9090",
    ],
  ],
  [
    "the image of the engine",
    () => deploying({ engine: { ...chat.engine, image: "vllm/vllm-openai:v0.15.2" } }),
    [`deployment.yaml - image: ${chat.engine.image}`, "deployment.yaml + image: vllm/vllm-openai:v0.15.2"],
  ],
];

describe("a change of one thing", () => {
  it.each(CASES)("changes only its own lines: %s", (_what, change, lines) => {
    expect(changed(change())).toEqual(lines);
  });
});
