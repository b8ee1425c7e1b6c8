import { describe, expect, it } from "vitest";
import { LuaFactory } from "wasmoon";
import { HEALTH_CHECKS } from "../../../src/render/health/index.ts";

const factory = new LuaFactory();

/** One interpreter for each question: what one check leaves behind must not reach the next. */
async function healthOf(name: string, obj: unknown): Promise<string> {
  const check = HEALTH_CHECKS.find(({ group, kind }) => `${group}/${kind}` === name);
  const lua = await factory.createEngine();
  try {
    const text = `local obj = ${luaOf(obj)}\n${check?.lua ?? "return { status = 'no such check' }"}`;
    const answer = (await lua.doString(text)) as Record<string, unknown>;
    expect(typeof answer["message"]).toBe("string");
    return String(answer["status"]);
  } finally {
    lua.global.close();
  }
}

/** JSON as a Lua table; lists count from 1. */
function luaOf(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(luaOf).join(",")}}`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, inner]) => `[${JSON.stringify(key)}]=${luaOf(inner)}`)
      .join(",")}}`;
  }
  return value === null ? "nil" : JSON.stringify(value);
}

const condition = (type: string, status: string, more: object = {}) => ({ type, status, ...more });
const having = (...conditions: object[]) => ({ metadata: { generation: 1 }, status: { conditions } });

describe.each(HEALTH_CHECKS.map(({ group, kind }) => `${group}/${kind}`))("%s", (name) => {
  it("waits for a controller that has said nothing", async () => {
    expect(await healthOf(name, { metadata: { generation: 1 } })).toBe("Progressing");
    expect(await healthOf(name, { status: {} })).toBe("Progressing");
  });
});

describe("SageMaker endpoint", () => {
  const name = "sagemaker.services.k8s.aws/Endpoint";
  it.each([
    ["InService", "Healthy"],
    ["Creating", "Progressing"],
    ["Updating", "Progressing"],
    ["RollingBack", "Progressing"],
    ["Failed", "Degraded"],
    ["UpdateRollbackFailed", "Degraded"],
  ])("%s is %s", async (endpointStatus, wanted) => {
    const conditions = [condition("ACK.ResourceSynced", "True")];
    expect(await healthOf(name, { status: { endpointStatus, conditions } })).toBe(wanted);
  });
  it("is degraded when the controller has given up", async () => {
    expect(
      await healthOf(name, { status: { endpointStatus: "Creating", conditions: [condition("ACK.Terminal", "True")] } }),
    ).toBe("Degraded");
  });
});

describe.each([
  "sagemaker.services.k8s.aws/Model",
  "sagemaker.services.k8s.aws/EndpointConfig",
  "lambda.services.k8s.aws/Function",
  "applicationautoscaling.services.k8s.aws/ScalingPolicy",
])("%s", (name) => {
  it("follows the controller's conditions", async () => {
    expect(await healthOf(name, having(condition("ACK.ResourceSynced", "True")))).toBe("Healthy");
    expect(await healthOf(name, having(condition("ACK.ResourceSynced", "False")))).toBe("Progressing");
    expect(await healthOf(name, having(condition("ACK.Recoverable", "True", { message: "throttled" })))).toBe(
      "Progressing",
    );
    expect(
      await healthOf(name, having(condition("ACK.ResourceSynced", "True"), condition("ACK.Terminal", "True"))),
    ).toBe("Degraded");
  });
});

describe("endpoint of Hugging Face", () => {
  const name = "http.m.crossplane.io/Request";
  const asking = (tag: string) => ({
    spec: { forProvider: { payload: { body: JSON.stringify({ name: "loadline-beef", tags: [tag] }, null, 2) } } },
  });
  const answering = (tag: string, state: string, ...conditions: object[]) => ({
    ...asking("loadline-00c0ffee"),
    status: { response: { body: JSON.stringify({ tags: [tag], status: { state } }) }, conditions },
  });
  it.each([
    ["running", "Healthy"],
    ["scaledToZero", "Healthy"],
    ["paused", "Suspended"],
    ["failed", "Degraded"],
    ["updateFailed", "Degraded"],
    ["initializing", "Progressing"],
    ["updating", "Progressing"],
    ["somethingNew", "Progressing"],
  ])("%s is %s, whatever Ready says", async (state, wanted) => {
    expect(await healthOf(name, answering("loadline-00c0ffee", state, condition("Ready", "True")))).toBe(wanted);
  });
  it("waits while the answer is about another content, and is degraded when a call failed", async () => {
    expect(await healthOf(name, { ...asking("loadline-00c0ffee"), status: {} })).toBe("Progressing");
    expect(await healthOf(name, answering("loadline-beef", "running"))).toBe("Progressing");
    expect(await healthOf(name, answering("loadline-00c0ffee", "running", condition("Synced", "False")))).toBe(
      "Degraded",
    );
  });
});

describe.each(["run.cnrm.cloud.google.com/RunService", "app.azure.com/ContainerApp"])("%s", (name) => {
  it("follows Ready and Synced, of the version that stands there", async () => {
    expect(await healthOf(name, having(condition("Ready", "True")))).toBe("Healthy");
    expect(await healthOf(name, having(condition("Ready", "False", { reason: "Updating" })))).toBe("Progressing");
    expect(await healthOf(name, having(condition("Ready", "Unknown")))).toBe("Progressing");
    expect(await healthOf(name, having(condition("Ready", "False", { reason: "UpdateFailed" })))).toBe("Degraded");
    expect(await healthOf(name, having(condition("Ready", "False", { severity: "Error", reason: "BadRequest" })))).toBe(
      "Degraded",
    );
    expect(await healthOf(name, having(condition("Ready", "True"), condition("Synced", "False")))).toBe("Degraded");
    const old = {
      metadata: { generation: 2 },
      status: { observedGeneration: 1, conditions: [condition("Ready", "True")] },
    };
    expect(await healthOf(name, old)).toBe("Progressing");
  });
});
