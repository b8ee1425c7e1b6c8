import { beforeAll, describe, expect, it } from "vitest";
import { seconds } from "../../../planner/index.ts";
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

const azure = managedCalled("azure-container-apps");
const own = (input: RenderInput) => ownFolder(input, templates);
const spec = (input: RenderInput) => pick(renderedFiles(input, templates).get("container-app.yaml"), "spec");
const starting = (p99: number): RenderInput => ({
  ...azure,
  plan: { ...azure.plan, startup: { ...azure.plan.startup, p99: seconds(p99) } },
});

describe("Azure Container Apps", () => {
  it("probes for at least as long as the slow start, with no more failures than are allowed", () => {
    for (const p99 of [1, 61, 402, 2399, 2400]) {
      const probe = (field: string) =>
        Number(pick(spec(starting(p99)), "template", "containers", 0, "probes", 0, field));
      expect(probe("periodSeconds") * probe("failureThreshold")).toBeGreaterThanOrEqual(p99);
      expect(probe("failureThreshold")).toBeLessThanOrEqual(10);
      expect(probe("periodSeconds")).toBeLessThanOrEqual(240);
    }
    expect(() => own(starting(2401))).toThrow(/within 2400 s/);
  });

  it("takes its workload profile whole, and scales as the forecast does", () => {
    expect(spec(azure)).toMatchObject({
      workloadProfileName: "Consumption-GPU-NC24-A100",
      owner: { armId: "/subscriptions/0f5c/resourceGroups/serving" },
      template: { containers: [{ resources: { cpu: 24, memory: "220Gi" } }] },
    });
    expect(pick(spec(azure), "template", "scale")).toEqual({
      ...{ minReplicas: 2, maxReplicas: 8 },
      rules: [{ name: "http", http: { metadata: { concurrentRequests: "10" } } }],
    });
  });

  it.each([
    ["an environment", { platform: { ...azure.deployment.platform, account: {} } }, /account\.environment/],
    ["a profile", { platform: { ...azure.deployment.platform, instance: "D4" } }, /spec\.platform\.instance/],
    ["no secrets", { access: { ingressFrom: [], secrets: [{ name: "t", store: "s", key: "k" }] } }, /access\.secrets/],
    ["a replica at least", { scaling: { mode: "fixed", replicas: 0, headroom: 0 } }, /spec\.scaling\.replicas/],
  ] as const)("says what to set: %s", (_what, change, wanted) => {
    expect(() => own({ ...azure, deployment: { ...azure.deployment, ...change } })).toThrow(wanted);
  });

  it.each([
    { from: "type: Startup", to: "type: Started", wanted: /not one of Startup, Readiness, Liveness/ },
    { from: "failureThreshold: 10", to: "failureThreshold: 11", wanted: /must be <= 10/ },
    { from: "targetPort:", to: "targetport:", wanted: /did you mean `targetPort`/ },
    { from: "memory: 220Gi", to: "memory: 220G", wanted: /of the form/ },
  ])("is refused with $from changed to $to", async ({ from, to, wanted }) => {
    const [path, text] = own(azure)[0] ?? ["", ""];
    expect(text).toContain(from);
    const { invalid } = await check(new Map([[path, text.replace(from, to)]]));
    expect(invalid.map(({ message }) => message).join("\n")).toMatch(wanted);
  });
});
