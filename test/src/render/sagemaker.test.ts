import { beforeAll, describe, expect, it } from "vitest";
import type { RenderInput } from "../../../src/render/input.ts";
import { managedCalled } from "./managed-variety.ts";
import { check, ownFolder } from "./own-folder.ts";
import { pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { shippedTemplates } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const own = (input: RenderInput) => ownFolder(input, templates);

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
