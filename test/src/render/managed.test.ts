import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { InputError } from "../../../src/ports/failure.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { HOSTILE } from "./hostile.ts";
import { managedCalled, managedDeployments } from "./managed-variety.ts";
import { pick } from "./pick.ts";
import { shippedTemplates } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const schemas = kubernetesModels();
const scaled = managedCalled("sagemaker that scales");

function manifest(input: RenderInput, file: string): unknown {
  const found = [...renderManifests(input, templates)].find(([path]) => path.endsWith(`/${file}`));
  if (found === undefined) throw new Error(`no ${file}`);
  return load(found[1]);
}

const changed = (input: RenderInput, deployment: Partial<RenderInput["deployment"]>): RenderInput => ({
  ...input,
  deployment: { ...input.deployment, ...deployment },
});

describe.each(Object.entries(managedDeployments))("%s", (_name, input) => {
  it("renders manifests that are valid, all of them checked", async () => {
    const files = renderManifests(input, templates);
    const result = await validateTexts(files, schemas, { kubernetes: "1.34" });
    expect(result).toEqual({ files: files.size, documents: files.size, invalid: [], skipped: [] });
  });

  it("waits for the slow start, and asks for as many instances as were planned", () => {
    const variant = pick(manifest(input, "endpoint-config.yaml"), "spec", "productionVariants", 0);
    const wait = Number(pick(variant, "containerStartupHealthCheckTimeoutInSeconds"));
    expect(wait).toBeGreaterThanOrEqual(input.plan.startup.p99);
    const { scaling } = input.deployment;
    const least = scaling.mode === "fixed" ? scaling.replicas : scaling.minReplicas;
    expect(pick(variant, "initialInstanceCount")).toBe(least);
  });

  it("names the same model, configuration and endpoint wherever they are named", () => {
    const spec = (file: string) => pick(manifest(input, file), "spec");
    const config = spec("endpoint-config.yaml");
    expect(pick(config, "productionVariants", 0, "modelName")).toBe(pick(spec("model.yaml"), "modelName"));
    expect(pick(spec("endpoint.yaml"), "endpointConfigName")).toBe(pick(config, "endpointConfigName"));
    if (input.deployment.scaling.mode === "fixed") return;
    const resource = `endpoint/${pick(spec("endpoint.yaml"), "endpointName")}/variant/AllTraffic`;
    expect(pick(spec("scalable-target.yaml"), "resourceID")).toBe(resource);
    expect(pick(spec("scaling-policy.yaml"), "resourceID")).toBe(resource);
  });

  it("has no pods, and nothing of a Deployment in its Application", () => {
    const paths = [...renderManifests(input, templates).keys()];
    expect(paths.filter((path) => /deployment\.yaml|scaled-object|pod-|prometheus-adapter/.test(path))).toEqual([]);
    expect(pick(manifest(input, "chat.yaml"), "spec", "ignoreDifferences")).toBeUndefined();
  });
});

describe("an object that can not be changed", () => {
  const names = (input: RenderInput) =>
    ["model.yaml", "endpoint-config.yaml"].map((file) => pick(manifest(input, file), "metadata", "name"));

  it("gets another name with another content, and only then", () => {
    const [model, config] = names(scaled);
    const relabelled = names(changed(scaled, { labels: { team: "other" } }));
    expect(relabelled).toEqual([model, config]);
    const retyped = names(changed(scaled, { platform: { ...scaled.deployment.platform, instance: "ml.g6.2xlarge" } }));
    expect(retyped[0]).toBe(model);
    expect(retyped[1]).not.toBe(config);
    const other = names(changed(scaled, { model: { ...scaled.deployment.model, revision: "abcdef0" } }));
    expect(other[0]).not.toBe(model);
    expect(other[1]).not.toBe(config);
  });
});

describe("flags as variables", () => {
  const environment = (name: string) =>
    pick(manifest(managedCalled(name), "model.yaml"), "spec", "primaryContainer", "environment");

  it("carry the prefix of AWS's vLLM container", () => {
    expect(environment("sagemaker that scales")).toEqual({
      SM_VLLM_GPU_MEMORY_UTILIZATION: "0.9",
      SM_VLLM_MAX_MODEL_LEN: "8192",
      SM_VLLM_MAX_NUM_BATCHED_TOKENS: "2048",
      SM_VLLM_MAX_NUM_SEQS: "128",
      SM_VLLM_MODEL: "meta-llama/Llama-3.1-8B-Instruct",
      SM_VLLM_REVISION: "0e9e39f",
    });
  });

  it("are the launcher's own for TGI, with the names of its entry point", () => {
    expect(environment("sagemaker, fixed, slow to start, four GPUs")).toMatchObject({
      HF_MODEL_ID: "meta-llama/Llama-3.1-8B-Instruct",
      HF_MODEL_REVISION: "0e9e39f",
      MAX_TOTAL_TOKENS: "8192",
      SM_NUM_GPUS: "4",
    });
  });

  it("say true where a flag stands alone", () => {
    expect(environment("sagemaker with SGLang in 8 bits, without a prefix cache")).toMatchObject({
      SM_SGLANG_DISABLE_RADIX_CACHE: "true",
      SM_SGLANG_KV_CACHE_DTYPE: "fp8_e5m2",
      SM_SGLANG_MEM_FRACTION_STATIC: "0.85",
    });
  });
});

describe("what cannot be written is refused where it stands", () => {
  const { platform, engine } = scaled.deployment;
  const slow = { ...scaled, plan: { ...scaled.plan, startup: { ...scaled.plan.startup, p99: 3601 as never } } };
  const secrets = [{ name: "hf-token", store: "aws-secrets-manager", key: "prod/hf" }];
  const { account: _account, ...without } = platform;
  const none = { mode: "fixed", replicas: 0, headroom: 0 } as const;

  it.each<[string, RenderInput, RegExp]>([
    ["no role", changed(scaled, { platform: without }), /spec\.platform\.account\.roleArn/],
    ["an image from elsewhere", changed(scaled, { engine: { ...engine, image: "vllm/vllm-openai:v0.15.1" } }), /ECR/],
    ["no image", changed(scaled, { engine: { ...engine, image: null } }), /spec\.engine\.image/],
    ["a secret", changed(scaled, { access: { ingressFrom: [], secrets } }), /spec\.access\.secrets/],
    ["no instance", changed(scaled, { scaling: none }), /spec\.scaling\.replicas/],
    ["a start of over an hour", slow, /p99 of 3601 s/],
    ["a long name", changed(scaled, { name: "x".repeat(60) }), /metadata\.name/],
    ["no operator", changed(scaled, { platform: { ...platform, name: "lambda-cloud" } }), /spec\.platform\.name/],
    ["no GPUs", changed(scaled, { platform: { ...platform, name: "azure-container-instances" } }), /Choose aks/],
    ["static batches", changed(scaled, { engine: { ...engine, name: "static" } }), /spec\.engine\.name/],
  ])("%s", (_what, input, said) => {
    expect(() => renderManifests(input, templates)).toThrow(InputError);
    expect(() => renderManifests(input, templates)).toThrow(said);
  });
});

it("no text changes the structure of what is rendered", () => {
  const shapeOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shapeOf);
    if (value === null || typeof value !== "object") return typeof value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shapeOf(child)]));
  };
  const shapes = (text: string) => {
    const { model, platform } = scaled.deployment;
    const input = changed(scaled, {
      labels: { team: text },
      model: { ...model, id: text, revision: text },
      platform: { ...platform, instance: text, region: text, account: { roleArn: text } },
    });
    return [...renderManifests(input, templates)].map(([path, body]) => [path, shapeOf(load(body))]);
  };
  for (const text of HOSTILE.filter(({ length }) => length <= 1024)) expect(shapes(text)).toEqual(shapes("plain"));
  expect(() => shapes("x".repeat(1025))).toThrow(/1024/);
});
