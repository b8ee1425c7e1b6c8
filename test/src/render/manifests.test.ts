import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { listAt, pick } from "./pick.ts";
import { chat, plan, sample, settings, shippedTemplates, varied, variety } from "./sample.ts";
import { everyDeployment } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const schemas = kubernetesModels();

function manifest(input: RenderInput, file: string): unknown {
  const found = [...renderManifests(input, templates)].find(([path]) => path.endsWith(`/${file}`));
  if (found === undefined) throw new Error(`no ${file}`);
  return load(found[1]);
}

const filesOf = (input: RenderInput) =>
  [...renderManifests(input, templates).keys()].map((path) => path.split("/").at(-1));

describe.each(Object.entries(everyDeployment))("%s", (_name, input) => {
  it("renders manifests that are valid, all of them checked", async () => {
    const files = renderManifests(input, templates);
    const result = await validateTexts(files, schemas, { kubernetes: "1.34" });
    expect(result).toEqual({ files: files.size, documents: files.size, invalid: [], skipped: [] });
  });

  it("gives the same bytes each time", () => {
    const again = renderManifests(structuredCloneOf(input), templates);
    expect([...again]).toEqual([...renderManifests(input, templates)]);
  });

  it("waits for a slow start, asks for whole GPUs and gives requests time to end", () => {
    const spec = pick(manifest(input, "deployment.yaml"), "spec", "template", "spec");
    const [server] = listAt(spec, "containers");
    const probe = (field: string) => Number(pick(server, "startupProbe", field));
    expect(probe("periodSeconds") * probe("failureThreshold")).toBeGreaterThanOrEqual(input.plan.startup.p99);
    expect(pick(server, "resources", "requests", "nvidia.com/gpu")).toBe(input.plan.gpusPerReplica);
    expect(pick(server, "resources", "limits", "nvidia.com/gpu")).toBe(input.plan.gpusPerReplica);
    expect(pick(server, "readinessProbe", "httpGet", "path")).toBe(input.engine.healthPath);
    const slowest = Math.max(0, ...input.deployment.slo.latency.map(({ limit }) => limit));
    expect(pick(spec, "terminationGracePeriodSeconds")).toBeGreaterThan(slowest);
  });

  it("leaves the number of replicas to whoever scales", () => {
    const isFixed = input.deployment.scaling.mode === "fixed";
    const { scaling } = input.deployment;
    const replicas = pick(manifest(input, "deployment.yaml"), "spec", "replicas");
    expect(replicas).toBe(scaling.mode === "fixed" ? scaling.replicas : undefined);
    const ignored = pick(manifest(input, "chat.yaml"), "spec", "ignoreDifferences", 0, "jsonPointers");
    expect(ignored).toEqual(isFixed ? undefined : ["/spec/replicas"]);
  });

  it("keeps the Application outside the folder that it syncs", () => {
    const paths = [...renderManifests(input, templates).keys()];
    const folder = `${pick(manifest(input, "chat.yaml"), "spec", "source", "path")}/`;
    const inside = paths.filter((path) => path.startsWith(folder));
    expect(inside.length).toBeGreaterThan(5);
    expect(inside.filter((path) => /chat\.yaml|root|namespace/.test(path))).toEqual([]);
  });
});

/** The engine carries functions; everything else is copied, so that no identity is shared. */
const structuredCloneOf = ({ engine, ...rest }: RenderInput): RenderInput => ({ ...structuredClone(rest), engine });

describe("scaling", () => {
  const files = (name: string) => filesOf(variety[name] ?? sample);

  it("writes the autoscaler that the mode names, and no other", () => {
    expect(files("fixed")).not.toContain("scaled-object.yaml");
    expect(files("fixed")).not.toContain("horizontal-pod-autoscaler.yaml");
    expect(files("hpa")).toContain("horizontal-pod-autoscaler.yaml");
    expect(files("hpa")).not.toContain("scaled-object.yaml");
    expect(files("scheduled only")).toContain("scaled-object.yaml");
  });

  it("turns headroom into a lower target, the calendar and events into cron triggers", () => {
    const triggers = listAt(manifest(sample, "scaled-object.yaml"), "spec", "triggers");
    const [queue, calendar, event] = triggers.map((trigger) => pick(trigger, "metadata"));
    expect(pick(queue, "threshold")).toBe("3.2");
    expect(calendar).toMatchObject({ start: "0 7 * * 1-5", end: "0 19 * * 1-5", desiredReplicas: "4" });
    // 402 s of start-up before 06:00, and 20 hours after it; 3.5 times the minimum of two.
    expect(event).toMatchObject({ start: "53 5 27 11 *", end: "0 2 28 11 *", desiredReplicas: "7" });
  });

  it("moves weekdays when a window crosses midnight", () => {
    const spec = pick(manifest(variety["keda to zero, over midnight"] ?? sample, "scaled-object.yaml"), "spec");
    expect(pick(spec, "minReplicaCount")).toBe(0);
    expect(pick(spec, "triggers", 1, "metadata")).toMatchObject({ start: "30 20 * * 1,3", end: "30 2 * * 2,4" });
  });

  it("wakes a fleet at zero by what stands in front of it, with one replica", () => {
    const input = everyDeployment["woken by its gateway"] ?? sample;
    const [own, wake] = listAt(manifest(input, "scaled-object.yaml"), "spec", "triggers");
    expect(pick(own, "metadata", "query")).toMatch(/vllm:/);
    expect(pick(wake, "metadata", "query")).toMatch(/envoy_cluster/);
    expect(pick(wake, "metadata")).toMatchObject({ activationThreshold: "0", ignoreNullValues: "true" });
    // The autoscaler asks for the query's value over the threshold, rounded up.
    expect(Math.ceil(5000 / Number(pick(wake, "metadata", "threshold")))).toBe(1);
  });

  it("refuses a calendar that an HPA would ignore", () => {
    const scaling = { ...chat.scaling, mode: "hpa" } as typeof chat.scaling;
    expect(() => renderManifests(varied({ scaling }), templates)).toThrow(/spec\.scaling\.schedule/);
  });

  it("refuses to scale on what the engine does not measure", () => {
    const tgi = variety["tgi"] ?? sample;
    const scaling = { ...chat.scaling, target: { metric: "kv-use", value: 0.8 } } as typeof chat.scaling;
    const input = { ...tgi, deployment: { ...tgi.deployment, scaling } };
    expect(() => renderManifests(input, templates)).toThrow(/spec\.scaling\.target\.metric/);
  });
});

describe("alerts", () => {
  it("take their limits from the promises, and their series from the engine", () => {
    const all = listAt(manifest(sample, "prometheus-rule.yaml"), "spec", "groups", 0, "rules");
    const rules = all.filter((rule) => pick(rule, "alert") !== undefined);
    const expressions = rules.map((rule) => pick(rule, "expr")).join("\n");
    expect(expressions).toMatch(/histogram_quantile\(0\.95, .*vllm:time_to_first_token_seconds_bucket.* > 1\.5/);
    expect(expressions).toMatch(/histogram_quantile\(0\.99, .*vllm:e2e_request_latency_seconds_bucket.* > 30/);
    expect(String(pick(rules, 0, "expr"))).toMatch(/rate\(vllm:request_success_total.*== 0 and /);
  });

  it("do not page for a fleet that may be at zero", () => {
    const names = (name: string) => {
      const rule = manifest(variety[name] ?? sample, "prometheus-rule.yaml");
      return listAt(rule, "spec", "groups", 0, "rules").map((alert) => pick(alert, "alert"));
    };
    expect(names("fixed")).toContain("LoadlineNoReplica");
    expect(names("keda to zero, over midnight")).not.toContain("LoadlineNoReplica");
  });
});

it("names a platform that has no templates", () => {
  const input = varied({ platform: { name: "lambda-cloud" } });
  expect(() => renderManifests(input, templates)).toThrow(/spec\.platform\.name/);
});

it("writes no Application where nobody says which repository Argo CD reads", () => {
  const input = { ...sample, settings: { ...settings, gitops: null }, source: { repository: null, revision: null } };
  expect(filesOf(input)).not.toContain("chat.yaml");
  expect(filesOf(input)).toContain("deployment.yaml");
});

it("sizes memory and cache from the plan", () => {
  const [container] = listAt(manifest(sample, "deployment.yaml"), "spec", "template", "spec", "containers");
  expect(pick(container, "resources", "limits", "memory")).toBe(`${plan.memory.host.limit / 2 ** 20}Mi`);
});
