import fc from "fast-check";
import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_POD, hours } from "../../../planner/index.ts";
import { once } from "../../../src/config/once.ts";
import { InputError } from "../../../src/ports/failure.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { planFiles } from "../../../src/render/layout/files.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { HOSTILE, hostileText } from "./hostile.ts";
import { small } from "./managed-variety.ts";
import { listAt, pick } from "./pick.ts";
import { autoscaled, chat, sample, settings, shippedTemplates, varied } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

function deploymentOf(input: RenderInput): unknown {
  return load([...renderManifests(input, templates)].find(([path]) => path.endsWith("/deployment.yaml"))?.[1] ?? "");
}

describe("values are data", () => {
  const shapeOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shapeOf);
    if (value === null || typeof value !== "object") return typeof value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shapeOf(child)]));
  };
  /** Every template that ships is rendered for one of these. */
  const PLACES = [
    "eks",
    "a cluster in other ways",
    "sagemaker",
    "cloud-run",
    "azure-container-apps",
    "hf-endpoints",
    "aws-lambda",
  ] as const;
  /** Where only a known one is rendered. */
  const INSTANCES: Readonly<Record<string, string>> = {
    ...{ "cloud-run": "l4-8cpu-32gib", "azure-container-apps": "Consumption-GPU-NC8as-T4" },
    "hf-endpoints": "nvidia-a10g-x1",
    "aws-lambda": "5307mb",
  };
  const REGIONS: Readonly<Record<string, string>> = { "hf-endpoints": "aws", "aws-lambda": "us-east-1" };
  const registryOf = (place: string) => (place === "aws-lambda" ? "123456789012.dkr.ecr.us-east-1.amazonaws.com/" : "");
  const scalingOf = (place: string) =>
    place === "aws-lambda" ? ({ scaling: { ...autoscaled, mode: "keda", minReplicas: 0 }, plan: small } as const) : {};
  const OTHER_SCALING = { scaling: { ...autoscaled, mode: "hpa" } } as const;
  const besideServer = (text: string) => ({
    alerts: { pagerduty: { secret: text, key: text } },
    telemetry: { otlp: text, image: text },
  });
  const gatewayOf = (text: string) =>
    ({ kind: "langchain", image: text, pins: { langchain: text }, langsmith: 0.01 }) as const;
  const kubernetesOf = (text: string, isOther: boolean) => ({
    networkPolicy: isOther ? ("cilium" as const) : ("kubernetes" as const),
    kubectlImage: text,
    devicePluginRestart: { every: hours(24), namespace: "gpu-operator", daemonSet: text },
  });
  const placeOf = (text: string, place: string) => ({
    ...{ instance: INSTANCES[place] ?? text, name: place, region: REGIONS[place] ?? text },
    account: {
      ...{ executionRole: text, project: text, serviceAccount: text, environment: text },
      ...{ organization: text, cloudRegion: text },
    },
  });
  const secretsOf = (text: string, place: string) => {
    if (place === "hf-endpoints") return [{ name: "hf-endpoints-token", store: text, key: text }];
    return place === "eks" ? [{ name: text, store: text, key: text }] : [];
  };
  const withText = (hostile: string, place: (typeof PLACES)[number]): RenderInput => {
    const isOther = place === "a cluster in other ways";
    const isManaged = place !== "eks" && !isOther;
    // What provider-http would fill in is refused there: test/src/render/hf-endpoints.test.ts.
    const text = place === "hf-endpoints" ? hostile.replaceAll("{{", "{ {") : hostile;
    const input = varied({
      platform: placeOf(text, isManaged ? place : "eks"),
      ...(isOther ? OTHER_SCALING : scalingOf(place)),
      kubernetes: kubernetesOf(text, isOther),
      deployment: {
        maintenance: { restartEvery: hours(6) },
        pod: {
          ...DEFAULT_POD,
          priorityClass: text,
          cache: { kind: isOther ? "ephemeral" : "shared", storageClass: text },
        },
        labels: { team: text },
        model: { ...chat.model, id: text, revision: text },
        engine: { ...chat.engine, image: `${registryOf(place)}${text}` },
        access: { ingressFrom: [text], secrets: secretsOf(text, isOther ? "eks" : place) },
        ...(isManaged ? {} : { gateway: gatewayOf(text) }),
      },
    });
    return {
      ...input,
      settings: { ...input.settings, ...(isManaged ? {} : besideServer(text)) },
      forecast: { summary: text, verdict: text },
      source: { repository: text, revision: text },
    };
  };
  const shapes = (text: string) =>
    PLACES.flatMap((place) =>
      [...renderManifests(withText(text, place), templates)].map(([path, body]) => [path, shapeOf(load(body))]),
    );

  const plain = once(() => shapes("plain"));

  it("of every template that a cluster is given", () => {
    const used = PLACES.flatMap((place) => planFiles(withText("plain", place)).map((file) => file.template));
    // What builds an image prints words alone, and is held to it in tests of its own.
    const own = [...templates.keys()].filter((name) => !name.startsWith("build/"));
    expect(own.filter((name) => !used.includes(name))).toEqual([]);
  });

  it.each(HOSTILE.map((text) => [text.length > 40 ? `${text.length} characters` : JSON.stringify(text), text]))(
    "%s changes no structure",
    (_name, text) => expect(shapes(text)).toEqual(plain()),
  );

  it("no text changes the structure, and each arrives as it is", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shapes(text)).toEqual(plain());
        const [container] = listAt(deploymentOf(withText(text, "eks")), "spec", "template", "spec", "containers");
        expect(pick(container, "image")).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});

describe("paths", () => {
  it.each(["../x", "a/b", "A", "", "a\0b", "a.b", ".git", "é", "x".repeat(64)])("refuse %j as a name", (name) => {
    const named = { ...sample, deployment: { ...chat, name } };
    const placed = { ...sample, deployment: { ...chat, namespace: name } };
    expect(() => renderManifests(named, templates)).toThrow(InputError);
    expect(() => renderManifests(placed, templates)).toThrow(InputError);
  });

  it.each(["", "/", "..", "a/../b", "/etc", "a//b", ".git", "a\\b", "."])("refuse %j as the owned folder", (path) => {
    const gitops = { repository: "a/b", branch: "main", path, mode: "commit" } as const;
    expect(() => renderManifests({ ...sample, settings: { ...settings, gitops } }, templates)).toThrow(InputError);
  });

  it("differ for every pair of namespace and name", () => {
    const pathsOf = (namespace: string, name: string) =>
      [...renderManifests({ ...sample, deployment: { ...chat, namespace, name } }, templates)]
        .filter(([, text]) => !text.includes("app.kubernetes.io/managed-by: loadline\n  annotations"))
        .map(([path]) => path)
        .filter((path) => !/\/root\.yaml$|namespaces|_install\//.test(path));
    const all = [...pathsOf("a", "b-c"), ...pathsOf("a-b", "c"), ...pathsOf("argocd", "applications")];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("a template of somebody else's", () => {
  const replaced = (name: string, change: (text: string) => string) =>
    new Map([...templates].map(([key, text]) => [key, key === name ? change(text) : text]));
  const deployment = "kubernetes/deployment.yaml.hbs";

  it.each([
    ["another kind", (text: string) => text.replace("kind: Deployment", "kind: DaemonSet")],
    ["another name", (text: string) => text.replace("name: {{yaml name}}", "name: other")],
    ["another namespace", (text: string) => text.replace("namespace: {{yaml namespace}}", "namespace: kube-system")],
    ["a second document", (text: string) => `${text}---\nkind: Secret\n`],
    ["no document", () => "# nothing\n"],
    [
      "the node's network",
      (text: string) => text.replace("      nodeSelector", "      hostNetwork: true\n      nodeSelector"),
    ],
    ["the node's disk", (text: string) => text.replace("          emptyDir: {}", "          hostPath: {path: /}")],
    ["a privileged container", (text: string) => text.replace("allowPrivilegeEscalation: false", "privileged: true")],
    ["an ambiguous value", (text: string) => text.replace("revisionHistoryLimit: 5", "revisionHistoryLimit: 0777")],
    ["broken YAML", (text: string) => text.replace("spec:", "spec: [")],
  ])("may not print %s", (_what, change) => {
    expect(() => renderManifests(sample, replaced(deployment, change))).toThrow(InputError);
  });

  it("may change what it likes inside", () => {
    const texts = replaced(deployment, (text) => text.replace("revisionHistoryLimit: 5", "revisionHistoryLimit: 3"));
    const body = [...renderManifests(sample, texts)].find(([path]) => path.endsWith("/deployment.yaml"))?.[1] ?? "";
    expect(body).toContain("revisionHistoryLimit: 3");
  });

  it("must be there", () => {
    expect(() => renderManifests(sample, new Map())).toThrow(/no such template/);
  });
});
