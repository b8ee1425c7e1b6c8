import { beforeAll, describe, expect, it } from "vitest";
import type { RenderInput } from "../../../src/render/input.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { chat, sample, shippedTemplates, varied } from "./sample.ts";
import { deploymentCalled, everyDeployment } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const file = (input: RenderInput, name: string) => renderedFiles(input, templates).get(name);

const callers = (input: RenderInput) =>
  listAt(
    file(input, "network-policy.yaml"),
    "spec",
    "ingress",
    0,
    "from",
    0,
    "namespaceSelector",
    "matchExpressions",
    0,
    "values",
  );

/** Whether an IPv4 address lies in a block. */
function isIn(address: string, block: unknown): boolean {
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const [base = "", bits = "32"] = String(block).split("/");
  if (base.includes(":")) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

/** Whether the rendered NetworkPolicy lets a server open a connection to an address outside of the cluster. */
function reaches(input: RenderInput, address: string, port: number): boolean {
  return listAt(file(input, "network-policy.yaml"), "spec", "egress").some((rule) => {
    const isPort = listAt(rule, "ports").some((one) => pick(one, "port") === port);
    const isAddress = listAt(rule, "to").some((peer) => {
      const block = pick(peer, "ipBlock");
      const except = pick(block, "except");
      return isIn(address, pick(block, "cidr")) && !(Array.isArray(except) && except.some((one) => isIn(address, one)));
    });
    return isPort && isAddress;
  });
}

describe("a NetworkPolicy", () => {
  it("guards both directions, of the server's pods and no others", () => {
    const policy = file(sample, "network-policy.yaml");
    expect(pick(policy, "spec", "policyTypes")).toEqual(["Ingress", "Egress"]);
    const labels = pick(file(sample, "deployment.yaml"), "spec", "template", "metadata", "labels");
    expect(labels).toMatchObject(pick(policy, "spec", "podSelector", "matchLabels") as object);
    expect(Object.keys(pick(policy, "spec", "podSelector", "matchLabels") as object).length).toBeGreaterThan(0);
    const restart = file(deploymentCalled("restarts every six hours"), "restart-cron-job.yaml");
    const job = pick(restart, "spec", "jobTemplate", "spec", "template", "metadata", "labels");
    expect(job).not.toMatchObject(pick(policy, "spec", "podSelector", "matchLabels") as object);
  });

  it("lets in the namespaces that are named, Prometheus, and its own where none is named or a gateway stands beside it", () => {
    expect(callers(sample)).toEqual(["gateway", "monitoring"]);
    const access = (ingressFrom: readonly string[]) => ({ access: { ingressFrom, secrets: [] } });
    expect(callers(varied({ deployment: access([]) }))).toEqual(["ai-models", "monitoring"]);
    const gateway = { kind: "langchain", image: "g:1", pins: {}, langsmith: null } as const;
    expect(callers(varied({ deployment: { ...access(["web"]), gateway } }))).toEqual([
      "web",
      "ai-models",
      "monitoring",
    ]);
    const telemetry = { otlp: "https://otlp.example.com", image: null };
    const collected = varied({ deployment: access(["web"]) });
    expect(callers({ ...collected, settings: { ...collected.settings, telemetry } })).toContain("ai-models");
    expect(
      callers(varied({ deployment: access(["prom", "web"]), kubernetes: { monitoringNamespace: "prom" } })),
    ).toEqual(["prom", "web"]);
  });

  it("lets out HTTPS to the internet and questions of names, and nothing else", () => {
    expect(reaches(sample, "18.164.174.23", 443)).toBe(true);
    expect(reaches(sample, "18.164.174.23", 80)).toBe(false);
    for (const inside of ["10.0.0.7", "172.20.0.1", "192.168.1.1", "100.64.3.4", "169.254.169.254"]) {
      expect(reaches(sample, inside, 443), inside).toBe(false);
    }
    expect(reaches(sample, "169.254.20.10", 53)).toBe(true);
    expect(reaches(sample, "169.254.169.254", 53)).toBe(false);
  });

  it("names a port that the pod has", () => {
    const ports = listAt(file(sample, "deployment.yaml"), "spec", "template", "spec", "containers", 0, "ports");
    const named = pick(file(sample, "network-policy.yaml"), "spec", "ingress", 0, "ports", 0, "port");
    expect(ports.map((port) => pick(port, "name"))).toContain(named);
  });
});

describe("a cluster", () => {
  it("has one kind of policy or none, as the Settings say", () => {
    const kinds = (input: RenderInput) =>
      ["network-policy.yaml", "cilium-network-policy.yaml"].filter((name) => renderedFiles(input, templates).has(name));
    expect(kinds(sample)).toEqual(["network-policy.yaml"]);
    expect(kinds(deploymentCalled("cilium"))).toEqual(["cilium-network-policy.yaml"]);
    expect(kinds(deploymentCalled("no policy of ours, a gateway beside it"))).toEqual([]);
    const none = renderedFiles(deploymentCalled("no policy of ours, a gateway beside it"), templates);
    expect([...none.values()].filter((one) => /NetworkPolicy/.test(String(pick(one, "kind"))))).toEqual([]);
    for (const input of Object.values(everyDeployment)) expect(kinds(input).length).toBeLessThan(2);
  });

  /** Cilium's own reading: `*` is any number of the characters of one label. */
  const matches = (pattern: string, name: string) =>
    new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[-a-zA-Z0-9_]*")}$`).test(name);

  it("with Cilium reaches what the hub's downloads lead to, by name, and nothing else", () => {
    const egress = listAt(file(deploymentCalled("cilium"), "cilium-network-policy.yaml"), "spec", "egress");
    const names = egress.flatMap((rule) => (pick(rule, "toFQDNs") as Record<string, string>[] | undefined) ?? []);
    const isReached = (host: string) =>
      names.some(({ matchName, matchPattern }) => matchName === host || matches(matchPattern ?? "-", host));
    const hosts = ["huggingface.co", "cdn-lfs-us-1.huggingface.co", "cas-server.xethub.hf.co", "us.aws.cdn.hf.co"];
    expect(hosts.filter((host) => !isReached(host))).toEqual([]);
    expect(
      ["evil.example", "huggingface.co.evil.example", "evilhf.co", "hf.co.evil.example"].filter(isReached),
    ).toEqual([]);
    expect(egress.every((rule) => pick(rule, "toPorts") !== undefined)).toBe(true);
    expect(egress.some((rule) => pick(rule, "toCIDR") !== undefined || pick(rule, "toEntities") !== undefined)).toBe(
      false,
    );
  });

  it("with Cilium opens the port that the pod listens on", () => {
    const input = varied({ kubernetes: { networkPolicy: "cilium" }, deployment: { name: chat.name } });
    const [port] = listAt(file(input, "cilium-network-policy.yaml"), "spec", "ingress", 0, "toPorts", 0, "ports");
    const [listening] = listAt(file(input, "deployment.yaml"), "spec", "template", "spec", "containers", 0, "ports");
    expect(pick(port, "port")).toBe(String(pick(listening, "containerPort")));
  });
});
