import { beforeAll, describe, expect, it } from "vitest";
import { hours } from "../../../planner/index.ts";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { readYaml } from "../../../src/render/yaml/read.ts";
import { inventoryPath } from "../../../src/tasks/commit/inventory.ts";
import { managed } from "./managed-variety.ts";
import { manifestFiles } from "./rendered.ts";
import { shippedTemplates, varied, variety } from "./sample.ts";
import { everyDeployment } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const [sample] = Object.values(variety);
if (sample === undefined) throw new Error("no sample");

// biome-ignore lint/suspicious/noExplicitAny: a manifest of any kind
type Manifest = any;

function rendered(input: RenderInput): ReadonlyMap<string, Manifest> {
  return new Map(manifestFiles(input, templates).map(([path, text]) => [path, readYaml(text).documents[0]?.value]));
}

const found = (input: RenderInput, ending: string): Manifest =>
  [...rendered(input)].find(([path]) => path.endsWith(ending))?.[1];

/** Group and kind of each manifest that Argo CD applies; a Dockerfile and a workflow are none. */
const kindsSyncedFor = (input: RenderInput): readonly string[] =>
  [...rendered(input)].flatMap(([path, manifest]) => {
    const { apiVersion, kind } = manifest ?? {};
    if (apiVersion === undefined || path.includes("_install/")) return [];
    return [`${apiVersion.includes("/") ? apiVersion.split("/")[0] : ""}/${kind}`];
  });

describe("the project", () => {
  it("allows exactly the kinds that are rendered for any deployment, and namespaces alone for the whole cluster", () => {
    const { spec } = found(sample, "_install/project.yaml");
    const written = new Set(Object.values(everyDeployment).flatMap(kindsSyncedFor));
    const listed = (list: { group: string; kind: string }[]) => list.map(({ group, kind }) => `${group}/${kind}`);
    const allowed = [...listed(spec.clusterResourceWhitelist), ...listed(spec.namespaceResourceWhitelist)];
    expect([...written].filter((kind) => !allowed.includes(kind))).toEqual([]);
    expect(listed(spec.clusterResourceWhitelist)).toEqual(["/Namespace"]);
    expect(new Set(allowed).size).toBe(allowed.length);
    expect(allowed).not.toEqual(expect.arrayContaining([expect.stringMatching(/AppProject|ClusterRole|\/Secret$|\*/)]));
  });

  it("gives the same deployment of two clusters two Applications, and folders of their own", () => {
    const of = (name: string, server: string) => {
      const input = { ...sample, settings: { ...sample.settings, clusters: [{ name, server, default: true }] } };
      return [...rendered(input)]
        .filter(([path]) => path.includes("/_argocd/"))
        .map(([path, { metadata }]) => [path, metadata?.name]);
    };
    const both = [...of("prod", "https://kubernetes.default.svc"), ...of("far", "https://far.example.com")];
    expect(both).toHaveLength(6);
    for (const column of [0, 1]) expect(new Set(both.map((row) => row[column])).size).toBe(6);
  });

  it("reads from one repository and leaves the namespaces of Kubernetes alone", () => {
    const { spec } = found(sample, "_install/project.yaml");
    expect(spec.sourceRepos).toEqual(["https://github.com/acme/gitops.git"]);
    expect(spec.destinations).toContainEqual({ server: "https://kubernetes.default.svc", namespace: "!kube-*" });
    const clusters = [{ name: "far", server: "https://far.example.com", default: true }];
    const far = found({ ...sample, settings: { ...sample.settings, clusters } }, "_install/project.yaml");
    expect(far.spec.destinations).toContainEqual({ server: "https://kubernetes.default.svc", namespace: "argocd" });
  });

  const restarted = { every: hours(24), namespace: "kube-system", daemonSet: "nvidia-device-plugin-daemonset" };
  const atHome = { "the device plugin of kube-system": varied({ kubernetes: { devicePluginRestart: restarted } }) };
  it.each(Object.entries({ ...everyDeployment, ...managed, ...atHome }))(
    "lets %s go where it has to",
    (_name, input) => {
      const { spec } = found(input, "_install/project.yaml");
      const names: string[] = spec.destinations.map(({ namespace }: { namespace: string }) => namespace);
      const isIn = (namespace: string, pattern: string) =>
        new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(namespace);
      const refused = names.filter((name) => name.startsWith("!")).map((name) => name.slice(1));
      const allowed = names.filter((name) => !name.startsWith("!"));
      for (const [path, { metadata }] of rendered(input)) {
        const { namespace } = metadata ?? {};
        if (namespace === undefined || path.includes("_install/")) continue;
        expect(
          allowed.some((pattern) => isIn(namespace, pattern)),
          path,
        ).toBe(true);
        expect(
          refused.filter((pattern) => isIn(namespace, pattern)),
          path,
        ).toEqual([]);
      }
      // Whatever else is asked for, these are nobody's business here.
      for (const namespace of ["kube-public", "kube-node-lease"]) {
        expect(refused.some((pattern) => isIn(namespace, pattern))).toBe(true);
      }
    },
  );

  it("is never the one called default, which belongs to everybody", () => {
    const argocd = { namespace: "argocd", project: "default" };
    expect(found({ ...sample, settings: { ...sample.settings, argocd } }, "_install/project.yaml")).toBeUndefined();
  });

  it("lies where no Application syncs it", () => {
    const sources = [...rendered(sample).values()]
      .filter(({ kind }) => kind === "Application")
      .map(({ spec }) => spec.source.path);
    expect(sources.length).toBeGreaterThanOrEqual(3);
    expect(sources.filter((path) => "clusters/prod/_install/project.yaml".startsWith(`${path}/`))).toEqual([]);
  });
});

describe("the Application", () => {
  it("shows the forecast and where it was reviewed", () => {
    const pullRequest = { number: "7", url: "https://github.com/acme/models/pull/7" };
    const source = { repository: "acme/models", revision: "abc1234", pullRequest, deploymentId: "42" };
    const { metadata } = found({ ...sample, source }, `/applications/ai-models/${sample.deployment.name}.yaml`);
    expect(metadata.annotations).toMatchObject({
      "loadline/source-repo": "acme/models",
      "loadline/source-sha": "abc1234",
      "loadline/source-pr": "7",
      "loadline/deployment-id": "42",
      "link.argocd.argoproj.io/pull-request": pullRequest.url,
      "notifications.argoproj.io/subscribe.loadline.loadline": "",
    });
  });

  it("carries neither a link that is no web address nor a token of the remote's address", () => {
    const pullRequest = { number: "7", url: "javascript:alert(1)" };
    const source = { repository: "https://me:s3cret@example.com/acme/models", revision: null, pullRequest };
    const settings = { ...sample.settings, gitops: null };
    const texts = [...renderManifests({ ...sample, settings, source }, templates).values()].join("\n");
    expect(texts).toContain("https://example.com/acme/models");
    expect(texts).not.toMatch(/javascript|s3cret/);
  });
});

it("every Application is compared by the API server, which knows what it fills in itself", () => {
  const applications = [...rendered(sample)].filter(([path]) => path.includes("/_argocd/"));
  expect(applications).toHaveLength(3);
  for (const [, { metadata }] of applications)
    expect(metadata.annotations["argocd.argoproj.io/compare-options"]).toBe("ServerSideDiff=true");
});

it("Applications that read whole folders leave out the lists of files that a commit puts there", () => {
  for (const ending of ["_argocd/root.yaml", "_argocd/namespaces.yaml"]) {
    const { path, directory } = found(sample, ending).spec.source;
    expect(directory).toEqual({ recurse: true, exclude: "*.loadline/*" });
    // Argo CD's `*` stands for anything, in the path below the Application's own.
    expect(inventoryPath(path).slice(path.length + 1)).toMatch(/^.*\.loadline\/.*$/);
  }
});

describe("the install files", () => {
  it("are valid, name no address and no token, and are Argo CD's by label", async () => {
    const files = [...renderManifests(sample, templates)].filter(([path]) => path.includes("_install/"));
    expect(files).toHaveLength(3);
    expect(await validateTexts(new Map(files), kubernetesModels(), { kubernetes: "1.34" })).toMatchObject({
      invalid: [],
      skipped: [],
    });
    const notifications = found(sample, "_install/notifications.yaml");
    expect(notifications.metadata.labels["app.kubernetes.io/part-of"]).toBe("argocd");
    expect(readYaml(notifications.data["service.webhook.loadline"]).documents[0]?.value).toMatchObject({
      url: "$loadline-url/api/argocd/events",
      headers: expect.arrayContaining([{ name: "Authorization", value: "Bearer $loadline-token" }]),
    });
    const triggers = readYaml(notifications.data["trigger.loadline"]).documents[0]?.value as {
      readonly when: string;
      readonly oncePer?: string;
      readonly send: string[];
    }[];
    expect(triggers.map(({ send }) => send)).toEqual(triggers.map(() => ["loadline"]));
    // An Application that nobody has looked at has no status: what reads on in it is an error at each look.
    for (const { when, oncePer = "" } of triggers)
      expect(`${when} ${oncePer}`.replaceAll("app.status", "")).not.toMatch(/[^?]\.\w/);
    for (const key of Object.keys(found(sample, "_install/health-checks.yaml").data)) {
      expect(key).toMatch(
        /^resource\.customizations\.(health\.[a-z0-9.]+_[A-Za-z]+|useOpenLibs\.http\.m\.crossplane\.io_Request)$/,
      );
    }
  });
});
