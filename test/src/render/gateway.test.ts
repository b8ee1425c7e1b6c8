import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { promqlFault } from "../../../src/render/check/promql.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { listAt, pick } from "./pick.ts";
import { sample, shippedTemplates, variety } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const full = variety["a gateway that traces, a collector, somebody to call"] ?? sample;
const bare = variety["a gateway without pins, and a collector of one's own"] ?? sample;

function manifest(input: RenderInput, file: string): unknown {
  const found = [...renderManifests(input, templates)].find(([path]) => path.endsWith(`/${file}.yaml`));
  return found === undefined ? undefined : load(found[1]);
}

const podOf = (input: RenderInput, file: string) => pick(manifest(input, file), "spec", "template", "spec");
const environment = (input: RenderInput): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    listAt(podOf(input, "gateway-deployment"), "containers", 0, "env").map((entry) => [
      String(pick(entry, "name")),
      pick(entry, "value") ?? pick(entry, "valueFrom", "secretKeyRef", "name"),
    ]),
  );

describe.each(["gateway-deployment", "otel-deployment"])("%s", (file) => {
  it("meets the restricted Pod Security profile with a root that cannot be written", () => {
    const pod = podOf(full, file);
    expect(pick(pod, "automountServiceAccountToken")).toBe(false);
    expect(pick(pod, "securityContext")).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    const containers = [
      ...listAt(pod, "containers"),
      ...(pick(pod, "initContainers") ? listAt(pod, "initContainers") : []),
    ];
    for (const container of containers) {
      expect(pick(container, "securityContext")).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  it("is picked by no selector of the model server", () => {
    const labels = pick(manifest(full, file), "spec", "template", "metadata", "labels");
    const server = pick(manifest(full, "service"), "spec", "selector", "app.kubernetes.io/component");
    expect(pick(labels, "app.kubernetes.io/component")).not.toBe(server);
  });
});

describe("the gateway", () => {
  it("is not there unless the file asks for it", () => {
    expect(manifest(sample, "gateway-deployment")).toBeUndefined();
    expect(manifest(sample, "otel-deployment")).toBeUndefined();
    expect(manifest(sample, "alertmanager-config")).toBeUndefined();
  });

  it("reaches the model, traces the share that was named, and reads its key from a Secret", () => {
    expect(environment(full)).toMatchObject({
      OPENAI_BASE_URL: "http://chat.ai-models.svc.cluster.local/v1",
      LANGSMITH_TRACING: "true",
      LANGSMITH_TRACING_SAMPLING_RATE: "0.01",
      LANGSMITH_API_KEY: "chat-langsmith",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://chat-otel.ai-models.svc.cluster.local:4318",
    });
    // The key that the file names stands in the Secret that is rendered, and the server is not given it.
    expect(environment(bare)).toMatchObject({ LANGSMITH_API_KEY: "chat-secrets" });
    const names = listAt(manifest(bare, "external-secret"), "spec", "data").map((one) => pick(one, "secretKey"));
    const key = listAt(podOf(bare, "gateway-deployment"), "containers", 0, "env").find(
      (entry) => pick(entry, "name") === "LANGSMITH_API_KEY",
    );
    expect(names).toContain(pick(key, "valueFrom", "secretKeyRef", "key"));
    expect(JSON.stringify(podOf(bare, "deployment"))).not.toContain("LANGSMITH");
  });

  it("lets in the namespaces that were named, else its own", () => {
    const from = (input: RenderInput) => pick(manifest(input, "gateway-network-policy"), "spec", "ingress", 0, "from");
    const namespace = (name: string) => [
      {
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [name] }],
        },
      },
    ];
    expect(from(full)).toEqual(namespace("gateway"));
    expect(from(bare)).toEqual(namespace("ai-models"));
  });

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  it.skipIf(!hasPython)("does not start with other packages than are pinned (needs python3)", () => {
    const folder = mkdtempSync(join(tmpdir(), "loadline-pins-"));
    const check = (constraints: string) => {
      const [script, pins] = [join(folder, "check.py"), join(folder, "pins.txt")];
      writeFileSync(script, String(pick(manifest(full, "gateway-config"), "data", "check_pins.py")));
      writeFileSync(pins, constraints);
      return spawnSync("python3", [script, pins], { encoding: "utf8" });
    };
    expect(pick(manifest(full, "gateway-config"), "data", "constraints.txt")).toBe(
      "huggingface-hub==0.24.7\nlangchain==0.2.17\n",
    );
    expect(check("").status).toBe(0);
    const refused = check("no-such-package-at-all==1.0\n");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("no-such-package-at-all: 1.0 is pinned, the image has nothing");
    rmSync(folder, { recursive: true });
  });
});

describe("the collector", () => {
  it("asks every replica and sends to the address of the Settings", () => {
    const text = String(pick(manifest(full, "otel-config"), "data", "collector.yaml"));
    const collector = JSON.parse(text);
    expect(load(text)).toEqual(collector);
    expect(collector.exporters.otlphttp.endpoint).toBe("https://otlp.example.com");
    const [scrape] = collector.receivers.prometheus.config.scrape_configs;
    expect(scrape.dns_sd_configs[0]).toMatchObject({ port: 8000, type: "A" });
    expect(pick(manifest(full, "otel-targets"), "spec", "clusterIP")).toBe("None");
    for (const { receivers, processors, exporters } of Object.values<Record<string, string[]>>(
      collector.service.pipelines,
    )) {
      for (const name of receivers ?? []) expect(collector.receivers).toHaveProperty(name);
      for (const name of processors ?? []) expect(collector.processors).toHaveProperty(name);
      for (const name of exporters ?? []) expect(collector.exporters).toHaveProperty(name);
    }
  });
});

describe("who is called", () => {
  it("is named by a Secret, for this deployment's pages alone", () => {
    const spec = pick(manifest(full, "alertmanager-config"), "spec");
    expect(pick(spec, "receivers", 0, "pagerdutyConfigs", 0, "routingKey")).toEqual({
      name: "pagerduty",
      key: "routing-key",
    });
    expect(pick(spec, "route", "matchers")).toEqual([
      { name: "deployment", matchType: "=", value: "chat" },
      { name: "severity", matchType: "=", value: "page" },
    ]);
  });
});

describe.each(Object.entries(variety))("the dashboard of %s", (_name, input) => {
  const board = () => JSON.parse(String(pick(manifest(input, "dashboard"), "data", "dashboard.json")));

  it("asks only what Prometheus can answer", () => {
    const expressions = board().panels.flatMap((panel: unknown) =>
      listAt(panel, "targets").map((one) => pick(one, "expr")),
    );
    expect(expressions.length).toBeGreaterThan(10);
    for (const expr of expressions) expect(promqlFault(String(expr))).toBeNull();
  });

  it("shows memory bandwidth beside busy, and has a uid that Grafana takes", () => {
    const { panels, uid } = board();
    expect(uid).toMatch(/^[\w-]{8,40}$/);
    const gpu = panels.find(({ title }: { title: string }) => title === "GPU and its memory");
    expect(JSON.stringify(gpu)).toMatch(/DCGM_FI_DEV_GPU_UTIL.*DCGM_FI_PROF_DRAM_ACTIVE/);
  });
});

it("gives every deployment a dashboard of its own", () => {
  const uid = (namespace: string, name: string) => {
    const input = { ...sample, deployment: { ...sample.deployment, namespace, name } };
    return JSON.parse(String(pick(manifest(input, "dashboard"), "data", "dashboard.json"))).uid;
  };
  const all = [uid("a", "b"), uid("b", "a"), uid("a", "c"), uid("a-b", "c"), uid("a", "b-c")];
  expect(new Set(all).size).toBe(all.length);
});
