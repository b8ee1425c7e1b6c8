import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { HEALTH_CHECKS } from "../../../src/render/health/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { managed, managedCalled } from "./managed-variety.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { shippedTemplates } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const schemas = kubernetesModels();
const check = (files: ReadonlyMap<string, string>) => validateTexts(files, schemas, { kubernetes: "1.34" });
const own = (input: RenderInput) =>
  [...renderManifests(input, templates)].filter(([path]) => path.startsWith("clusters/prod/ai-models/chat/"));

describe.each(Object.entries(managed))("%s", (_name, input) => {
  it("renders manifests that are valid, all of them checked", async () => {
    const files = renderManifests(input, templates);
    expect(await check(files)).toEqual({ files: files.size, documents: files.size, invalid: [], skipped: [] });
  });

  it("gives the same bytes each time", () => {
    expect([
      ...renderManifests({ ...input, ...structuredClone({ ...input, engine: null }), engine: input.engine }, templates),
    ]).toEqual([...renderManifests(input, templates)]);
  });

  it("refuses a misspelt field, a field too many and one too few, in each of its own files", async () => {
    const texts = own(input);
    expect(texts.length).toBeGreaterThan(0);
    for (const [path, text] of texts) {
      const misspelt = await check(new Map([[path, text.replace("\nspec:\n", "\nspecs:\n")]]));
      expect(misspelt.invalid.map(({ message }) => message).join("\n")).toMatch(
        /unknown field `specs`; did you mean `spec`/,
      );
      const more = await check(new Map([[path, `${text}status: {}\n`]]));
      expect(more.invalid.length).toBe(1);
      const version = await check(new Map([[path, text.replace(/^(apiVersion: [^/]+)\/.*$/m, "$1/v9")]]));
      expect(version.invalid.map(({ message }) => message).join()).toMatch(/no API version/);
      expect([...misspelt.skipped, ...more.skipped, ...version.skipped]).toEqual([]);
    }
  });

  it("writes only kinds whose health Argo CD is taught, and lets its project create them", () => {
    const known = HEALTH_CHECKS.map(({ group, kind }) => `${group}/${kind}`);
    const project = renderedFiles(input, templates).get("project.yaml");
    const allowed = listAt(project, "spec", "namespaceResourceWhitelist").map(
      (entry) => `${pick(entry, "group")}/${pick(entry, "kind")}`,
    );
    for (const [, text] of own(input)) {
      const manifest = load(text);
      const kind = `${String(pick(manifest, "apiVersion")).split("/")[0]}/${pick(manifest, "kind")}`;
      expect(known).toContain(kind);
      expect(allowed).toContain(kind);
    }
  });

  it("has an Application that ignores no Deployment's replicas, and a Namespace", () => {
    const files = renderedFiles(input, templates);
    expect(pick(files.get("chat.yaml"), "spec", "ignoreDifferences")).toBeUndefined();
    expect(pick(files.get("ai-models.yaml"), "kind")).toBe("Namespace");
  });
});

describe("SageMaker", () => {
  const file = (input: RenderInput, name: string) => renderedFiles(input, templates).get(`${name}.yaml`);
  const environment = (name: string) =>
    pick(file(managedCalled(name), "model"), "spec", "primaryContainer", "environment");
  const variant = (input: RenderInput) => pick(file(input, "endpoint-config"), "spec", "productionVariants", 0);
  const sagemaker = managedCalled("sagemaker");

  it("tells each image by the variables that its entry point reads", () => {
    expect(environment("sagemaker")).toEqual({
      SM_VLLM_GPU_MEMORY_UTILIZATION: "0.9",
      SM_VLLM_MAX_MODEL_LEN: "8192",
      SM_VLLM_MAX_NUM_BATCHED_TOKENS: "2048",
      SM_VLLM_MAX_NUM_SEQS: "128",
      SM_VLLM_MODEL: "meta-llama/Llama-3.1-8B-Instruct",
      SM_VLLM_REVISION: "0e9e39f",
    });
    expect(environment("sagemaker, fixed, four GPUs, no prefix cache")).toMatchObject({
      SM_VLLM_TENSOR_PARALLEL_SIZE: "4",
      SM_VLLM_NO_ENABLE_PREFIX_CACHING: "",
      SM_VLLM_KV_CACHE_DTYPE: "fp8",
    });
    expect(environment("sagemaker with a large-model container")).toMatchObject({
      HF_MODEL_ID: "meta-llama/Llama-3.1-8B-Instruct",
      HF_REVISION: "0e9e39f",
      OPTION_MAX_ROLLING_BATCH_SIZE: "128",
      OPTION_ROLLING_BATCH: "vllm",
    });
    expect(environment("sagemaker with TGI")).toMatchObject({ HF_MODEL_REVISION: "0e9e39f", SM_NUM_GPUS: "4" });
    expect(environment("sagemaker with SGLang")).toMatchObject({ SM_SGLANG_CONTEXT_LENGTH: "8192" });
  });

  it("waits at least as long as the slow start, and refuses what SageMaker would not wait for", () => {
    const starting = (p99: number): RenderInput => ({
      ...sagemaker,
      plan: {
        ...sagemaker.plan,
        startup: { ...sagemaker.plan.startup, p99: p99 as typeof sagemaker.plan.startup.p99 },
      },
    });
    for (const p99 of [1, 59.2, 60.1, 402, 3599.5, 3600]) {
      const timeout = pick(variant(starting(p99)), "containerStartupHealthCheckTimeoutInSeconds");
      expect(timeout).toBeGreaterThanOrEqual(p99);
      expect(timeout).toBeLessThanOrEqual(3600);
    }
    expect(() => own(starting(3600.5))).toThrow(/slow start of 3601 s/);
  });

  it("scales on the number that the forecast scales on, between the bounds of the file", () => {
    expect(file(sagemaker, "scalable-target")).toMatchObject({ spec: { minCapacity: 2, maxCapacity: 8 } });
    const policy = pick(file(sagemaker, "scaling-policy"), "spec", "targetTrackingScalingPolicyConfiguration");
    expect(policy).toMatchObject({ targetValue: 64 });
    expect(pick(variant(sagemaker), "initialInstanceCount")).toBe(2);
    const fixed = managedCalled("sagemaker, fixed, four GPUs, no prefix cache");
    expect(file(fixed, "scaling-policy")).toBeUndefined();
    expect(pick(variant(fixed), "initialInstanceCount")).toBe(2);
  });

  it("gives what cannot be changed a new name when it changes, and the endpoint its old one", () => {
    const other: RenderInput = {
      ...sagemaker,
      deployment: { ...sagemaker.deployment, model: { ...sagemaker.deployment.model, revision: "1111111" } },
    };
    const names = (input: RenderInput) =>
      ["model", "endpoint-config", "endpoint"].map((name) => pick(file(input, name), "metadata", "name"));
    const [model, config, endpoint] = names(sagemaker);
    const [otherModel, otherConfig, otherEndpoint] = names(other);
    expect([otherModel === model, otherConfig === config, otherEndpoint === endpoint]).toEqual([false, false, true]);
    expect(pick(variant(sagemaker), "modelName")).toBe(model);
    expect(pick(file(sagemaker, "endpoint"), "spec", "endpointConfigName")).toBe(config);
    expect(pick(file(other, "endpoint"), "spec", "endpointName")).toBe(
      pick(file(sagemaker, "endpoint"), "spec", "endpointName"),
    );
    const bigger: RenderInput = { ...sagemaker, plan: { ...sagemaker.plan, maxContext: 4096 } };
    expect(names(bigger)[0]).not.toBe(model);
  });

  it("keeps names apart, and within 63 characters", () => {
    const named = (namespace: string, name: string) => {
      const input = { ...sagemaker, deployment: { ...sagemaker.deployment, namespace, name } };
      return String(pick(file(input, "endpoint"), "spec", "endpointName"));
    };
    expect(named("a-b", "c")).not.toBe(named("a", "b-c"));
    const long = named("n".repeat(63), "m".repeat(63));
    expect(long.length).toBeLessThanOrEqual(63);
    expect(long).toMatch(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/);
  });

  it.each([
    [
      "a role",
      { platform: { ...sagemaker.deployment.platform, account: {} } },
      /spec\.platform\.account\.executionRole/,
    ],
    ["an image", { engine: { ...sagemaker.deployment.engine, image: null } }, /spec\.engine\.image/],
    [
      "secrets",
      { access: { ingressFrom: [], secrets: [{ name: "hf-token", store: "s", key: "k" }] } },
      /spec\.access\.secrets/,
    ],
    ["zero", { scaling: { mode: "fixed", replicas: 0, headroom: 0 } }, /spec\.scaling\.replicas/],
    ["an engine", { engine: { ...sagemaker.deployment.engine, name: "static" } }, /spec\.engine\.name/],
  ] as const)("says what to set: %s", (_what, change, wanted) => {
    const input: RenderInput = { ...sagemaker, deployment: { ...sagemaker.deployment, ...change } };
    expect(() => own(input)).toThrow(wanted);
  });

  it.each([
    { name: "endpoint-config", from: "instanceType: ml.g5", to: "instanceType: g5", wanted: /of the form/ },
    {
      name: "endpoint-config",
      from: "LEAST_OUTSTANDING_REQUESTS",
      to: "LEAST",
      wanted: /not one of LEAST_OUT.*, RANDOM/,
    },
    { name: "endpoint-config", from: "InSeconds: 402", to: "InSeconds: 4000", wanted: /must be <= 3600/ },
    { name: "endpoint-config", from: "InstanceCount: 2", to: "InstanceCount: '2'", wanted: /not an integer/ },
    { name: "model", from: "executionRoleARN", to: "executionRoleArn", wanted: /did you mean `executionRoleARN`/ },
    { name: "scalable-target", from: "minCapacity: 2", to: "minCapacity: 0", wanted: /must be >= 1/ },
    { name: "scaling-policy", from: "TrackingScaling\n", to: "Tracking\n", wanted: /not one of/ },
  ])("is refused in $name with $from changed to $to", async ({ name, from, to, wanted }) => {
    const [path, text] = own(sagemaker).find(([file]) => file.endsWith(`/${name}.yaml`)) ?? ["", ""];
    expect(text).toContain(from);
    const { invalid } = await check(new Map([[path, text.replace(from, to)]]));
    expect(invalid.map(({ message }) => message).join("\n")).toMatch(wanted);
  });
});
