import { beforeAll, describe, expect, it } from "vitest";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { check } from "./own-folder.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { settings, shippedTemplates, varied } from "./sample.ts";
import { deploymentCalled, everyDeployment } from "./serving-variety.ts";
import { gateway, guarded } from "./watched.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

/** Beside those that every test looks at: where a collector sends to, and what guards it. */
const quiet = varied({ deployment: { gateway } });
const sending = (to: string, policy: "kubernetes" | "cilium"): RenderInput => ({
  ...quiet,
  settings: guarded(settings, to, policy),
});
const OTHERS: Readonly<Record<string, RenderInput>> = {
  "a gateway and a collector that stay in the cluster": sending(
    "http://collector.observability.svc:4318",
    "kubernetes",
  ),
  "a gateway and a collector that stay in the cluster, with Cilium": sending(
    ...(["http://collector.observability.svc.cluster.local:4318", "cilium"] as const),
  ),
  "a collector that sends to a Service by its short name": sending("http://collector.observability:4318", "kubernetes"),
  "a collector that sends to a name": sending("https://otlp.corp.internal:4318", "kubernetes"),
  "a collector that sends to an address": sending("http://203.0.113.9:4318", "kubernetes"),
  "a collector that sends to an address, with Cilium": sending("http://203.0.113.9:4318", "cilium"),
};

const files = (name: string) => renderedFiles(OTHERS[name] ?? deploymentCalled(name), templates);
const egressOf = (manifest: unknown): readonly unknown[] => listAt(manifest, "spec", "egress");
const podsLabels = (manifest: unknown) => pick(manifest, "spec", "template", "metadata", "labels") as object;

/** Labels of pods that a policy lets its own pods reach, NetworkPolicy or Cilium's. */
const peersIn = (policy: unknown): readonly object[] =>
  egressOf(policy).flatMap((rule) => {
    const to = [pick(rule, "to"), pick(rule, "toEndpoints")].flatMap((list) => (Array.isArray(list) ? list : []));
    return to.flatMap((peer) => {
      const labels = pick(peer, "podSelector", "matchLabels") ?? pick(peer, "matchLabels");
      return labels === undefined ? [] : [labels as object];
    });
  });

const GUARDED = [
  ["gateway", "a gateway that traces, a collector, somebody to call", "network-policy"],
  ["otel", "a gateway that traces, a collector, somebody to call", "network-policy"],
  ["gateway", "a gateway that traces and a collector, with Cilium", "cilium-network-policy"],
  ["otel", "a gateway that traces and a collector, with Cilium", "cilium-network-policy"],
] as const;

describe.each(GUARDED)("%s of %s: %s", (component, name, kind) => {
  const policy = () => files(name).get(`${component}-${kind}.yaml`);

  it("picks its own pods and no others, in both directions", () => {
    const spec = pick(policy(), "spec");
    const selector = pick(pick(spec, "podSelector") ?? pick(spec, "endpointSelector"), "matchLabels") as object;
    expect(podsLabels(files(name).get(`${component}-deployment.yaml`))).toMatchObject(selector);
    expect(podsLabels(files(name).get("deployment.yaml"))).not.toMatchObject(selector);
    if (kind === "network-policy") expect(pick(spec, "policyTypes")).toEqual(["Ingress", "Egress"]);
    for (const direction of ["ingress", "egress"]) expect(listAt(spec, direction).length).toBeGreaterThan(0);
  });

  it("reaches the server, and each rule names whom and through which port", () => {
    const server = podsLabels(files(name).get("deployment.yaml"));
    expect(peersIn(policy()).some((labels) => Object.keys(labels).length > 1 && isPartOf(labels, server))).toBe(true);
    for (const rule of egressOf(policy())) {
      expect(pick(rule, "to") ?? pick(rule, "toEndpoints") ?? pick(rule, "toFQDNs")).toBeDefined();
      expect(pick(rule, "ports") ?? pick(rule, "toPorts")).toBeDefined();
    }
  });
});

const isPartOf = (labels: object, all: object): boolean =>
  Object.entries(labels).every(([key, value]) => Reflect.get(all, key) === value);

describe("what stands beside a server", () => {
  it("reaches the internet only where it is told to send something there", () => {
    const reaches = (name: string, file: string) => JSON.stringify(egressOf(files(name).get(file)));
    expect(reaches("a gateway that traces, a collector, somebody to call", "gateway-network-policy.yaml")).toContain(
      "0.0.0.0/0",
    );
    const inside = "a gateway and a collector that stay in the cluster";
    for (const file of ["gateway-network-policy.yaml", "otel-network-policy.yaml"]) {
      expect(reaches(inside, file)).not.toContain("0.0.0.0/0");
    }
    expect(reaches(inside, "otel-network-policy.yaml")).toContain('"kubernetes.io/metadata.name":"observability"');
    const cilium = `${inside}, with Cilium`;
    for (const file of ["gateway-cilium-network-policy.yaml", "otel-cilium-network-policy.yaml"]) {
      expect(reaches(cilium, file)).not.toMatch(/toFQDNs|toCIDR/);
    }
    expect(reaches(cilium, "otel-cilium-network-policy.yaml")).toContain('"observability"');
  });

  it("sends to the one address, by its name, its number and its port", () => {
    const named = egressOf(
      files("a gateway that traces and a collector, with Cilium").get("otel-cilium-network-policy.yaml"),
    ).at(-1);
    expect(named).toEqual({
      toFQDNs: [{ matchName: "otlp.example.com" }],
      toPorts: [{ ports: [{ port: "4318", protocol: "TCP" }] }],
    });
    const block = (name: string, file: string) => egressOf(files(name).get(file)).at(-1);
    expect(block("a collector that sends to an address", "otel-network-policy.yaml")).toEqual({
      to: [{ ipBlock: { cidr: "203.0.113.9/32", except: [] } }],
      ports: [{ port: 4318, protocol: "TCP" }],
    });
    expect(block("a collector that sends to an address, with Cilium", "otel-cilium-network-policy.yaml")).toMatchObject(
      { toCIDR: ["203.0.113.9/32"] },
    );
  });

  it("reaches a company's own collector, by a name that leads to a private address or by a Service's short one", () => {
    const last = (name: string) => egressOf(files(name).get("otel-network-policy.yaml")).at(-1);
    expect(last("a collector that sends to a name")).toEqual({
      to: [
        { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } },
        { ipBlock: { cidr: "::/0", except: ["fe80::/10"] } },
      ],
      ports: [{ port: 4318, protocol: "TCP" }],
    });
    expect(last("a collector that sends to a Service by its short name")).toEqual({
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "observability" } } }],
    });
  });

  it("lets the gateway send to the collector, through ports that the collector has", () => {
    const name = "a gateway and a collector that stay in the cluster";
    const collector = podsLabels(files(name).get("otel-deployment.yaml"));
    expect(peersIn(files(name).get("gateway-network-policy.yaml")).some((one) => isPartOf(one, collector))).toBe(true);
    const ports = listAt(files(name).get("otel-deployment.yaml"), "spec", "template", "spec", "containers", 0, "ports");
    const open = listAt(files(name).get("otel-network-policy.yaml"), "spec", "ingress", 0, "ports");
    for (const one of open) expect(ports.map((port) => pick(port, "name"))).toContain(pick(one, "port"));
  });
});

it.each(Object.entries(OTHERS))("%s is valid", async (_name, input) => {
  expect(await check(renderManifests(input, templates))).toMatchObject({ invalid: [], skipped: [] });
});

it.each(Object.entries(everyDeployment))(
  "the ServiceMonitor of %s finds one Service, and a port of it",
  (_name, input) => {
    const all = [...renderedFiles(input as RenderInput, templates).values()];
    const services = all.filter((one) => pick(one, "kind") === "Service");
    const monitor = all.find((one) => pick(one, "kind") === "ServiceMonitor");
    const wanted = pick(monitor, "spec", "selector", "matchLabels") as object;
    const found = services.filter((one) => isPartOf(wanted, pick(one, "metadata", "labels") as object));
    expect(found.map((one) => pick(one, "metadata", "name"))).toEqual(["chat"]);
    const ports = listAt(found[0], "spec", "ports").map((port) => pick(port, "name"));
    expect(ports).toContain(pick(monitor, "spec", "endpoints", 0, "port"));
    // The Service in turn finds the pods, and a port of theirs.
    const pods = all.find((one) => pick(one, "kind") === "Deployment" && pick(one, "metadata", "name") === "chat");
    expect(isPartOf(pick(found[0], "spec", "selector") as object, podsLabels(pods))).toBe(true);
  },
);
