import { beforeAll, describe, expect, it } from "vitest";
import { mebibytes, seconds } from "../../../planner/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { managedCalled } from "./managed-variety.ts";
import { check, ownFolder } from "./own-folder.ts";
import { pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { autoscaled, shippedTemplates } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const lambda = managedCalled("aws-lambda");
const own = (input: RenderInput) => ownFolder(input, templates);
const spec = (input: RenderInput) => pick(renderedFiles(input, templates).get("function.yaml"), "spec");
const changed = (change: Partial<RenderInput["deployment"]>): RenderInput => ({
  ...lambda,
  deployment: { ...lambda.deployment, ...change },
});
const planned = (change: Partial<RenderInput["plan"]>): RenderInput => ({
  ...lambda,
  plan: { ...lambda.plan, ...change },
});
const starting = (p99: number) => planned({ startup: { ...lambda.plan.startup, p99: seconds(p99) } });
const weighing = (mib: number) => {
  const { memory } = lambda.plan;
  return planned({ memory: { ...memory, parts: { ...memory.parts, weights: mebibytes(mib) } } });
};

describe("AWS Lambda", () => {
  it("takes memory, bounds and region from the plan, and is called with signed requests alone", () => {
    expect(spec(lambda)).toMatchObject({
      packageType: "Image",
      memorySize: 5307,
      reservedConcurrentExecutions: 20,
      imageConfig: { command: expect.arrayContaining(["--model", "Qwen/Qwen2.5-0.5B-Instruct", "--batch-size"]) },
    });
    const files = renderedFiles(lambda, templates);
    expect(pick(files.get("function.yaml"), "metadata", "annotations", "services.k8s.aws/region")).toBe("us-east-1");
    expect(pick(files.get("function-url-config.yaml"), "spec")).toEqual({
      ...{ authType: "AWS_IAM", functionRef: { from: { name: "chat" } } },
    });
  });

  it("writes nowhere but in /tmp, which has room for the weights", () => {
    const variables = Object.entries(pick(spec(lambda), "environment", "variables") ?? {});
    const folders = variables.filter(([, value]) => String(value).startsWith("/") && value !== "/health");
    expect(folders.length).toBeGreaterThan(3);
    expect(folders.filter(([, value]) => !String(value).startsWith("/tmp"))).toEqual([]);
    expect(pick(spec(lambda), "ephemeralStorage", "size")).toBe(943 + 512);
    expect(pick(spec(weighing(9728)), "ephemeralStorage", "size")).toBe(10_240);
    expect(() => own(weighing(9729))).toThrow(/at most 10240 MB/);
  });

  it("gives a request time for a cold start and twice the slowest promise, as long as Lambda lets it", () => {
    expect(pick(spec(lambda), "timeout")).toBe(102 + 60);
    expect(pick(spec(starting(1)), "timeout")).toBe(61);
    expect(pick(spec(starting(870)), "timeout")).toBe(900);
    expect(() => own(starting(871))).toThrow(/both within 900 s/);
  });

  it.each([
    ["a role", { platform: { ...lambda.deployment.platform, account: {} } }, /account\.executionRole/],
    ["a size", { platform: { ...lambda.deployment.platform, instance: "1mb" } }, /spec\.platform\.instance/],
    ["no secrets", { access: { ingressFrom: [], secrets: [{ name: "t", store: "s", key: "k" }] } }, /access\.secrets/],
    ["zero replicas at least", { scaling: { ...autoscaled, mode: "keda" } }, /spec\.scaling\.minReplicas/],
    ["no fixed number", { scaling: { mode: "fixed", replicas: 2, headroom: 0 } }, /spec\.scaling\.mode/],
    ["an image", { engine: { ...lambda.deployment.engine, image: null } }, /spec\.engine\.image/],
    ["an image of ECR", { engine: { ...lambda.deployment.engine, image: "vllm/vllm-openai:v1" } }, /Amazon ECR/],
    ["its region", { platform: { ...lambda.deployment.platform, region: "eu-west-1" } }, /Amazon ECR of eu-west-1/],
  ] as const)("says what to set: %s", (_what, change, wanted) => {
    expect(() => own(changed(change))).toThrow(wanted);
  });

  it.each([
    { from: "memorySize: 5307", to: "memorySize: 10241", wanted: /must be <= 10240/ },
    { from: "packageType: Image", to: "packageType: Zip", wanted: /not one of Image/ },
    { from: "imageURI: 123456789012.dkr.ecr", to: "imageURI: 1.dkr.ecr", wanted: /of the form/ },
    { from: "reservedConcurrentExecutions:", to: "reservedConcurrentExecution:", wanted: /did you mean `reserved/ },
    { from: "authType: AWS_IAM", to: "authType: NONE", wanted: /not one of AWS_IAM/ },
  ])("is refused with $from changed to $to", async ({ from, to, wanted }) => {
    const [path, text] = own(lambda).find(([, body]) => body.includes(from)) ?? ["", ""];
    const { invalid } = await check(new Map([[path, text.replace(from, to)]]));
    expect(invalid.map(({ message }) => message).join("\n")).toMatch(wanted);
  });
});
