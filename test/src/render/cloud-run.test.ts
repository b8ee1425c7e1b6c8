import { beforeAll, describe, expect, it } from "vitest";
import { gibibytes, seconds } from "../../../planner/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { managedCalled } from "./managed-variety.ts";
import { check, ownFolder } from "./own-folder.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { shippedTemplates } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const own = (input: RenderInput) => ownFolder(input, templates);

describe("Cloud Run", () => {
  const cloudRun = managedCalled("cloud-run");
  const template = (input: RenderInput) =>
    pick(renderedFiles(input, templates).get("run-service.yaml"), "spec", "template");
  const server = (input: RenderInput) => pick(template(input), "containers", 0);
  const starting = (p99: number): RenderInput => ({
    ...cloudRun,
    plan: { ...cloudRun.plan, startup: { ...cloudRun.plan.startup, p99: seconds(p99) } },
  });

  it("probes for at least as long as the slow start, within what Cloud Run allows", () => {
    for (const p99 of [1, 61, 402, 1799, 1800]) {
      const probe = (field: string) => Number(pick(server(starting(p99)), "startupProbe", field));
      expect(probe("periodSeconds") * probe("failureThreshold")).toBeGreaterThanOrEqual(p99);
      expect(probe("periodSeconds") * probe("failureThreshold")).toBeLessThanOrEqual(1800);
      expect(probe("timeoutSeconds")).toBeLessThanOrEqual(probe("periodSeconds"));
    }
    expect(() => own(starting(1801))).toThrow(/within 1800 s/);
  });

  it("asks for the GPU with the processors and the memory that the instance's name says", () => {
    expect(template(cloudRun)).toMatchObject({ nodeSelector: { accelerator: "nvidia-l4" }, timeout: "300s" });
    expect(pick(server(cloudRun), "resources", "limits")).toEqual({
      ...{ cpu: "8", memory: "32Gi", "nvidia.com/gpu": "1" },
    });
    const large = managedCalled("cloud-run with TGI on an RTX PRO 6000, fixed");
    expect(template(large)).toMatchObject({
      nodeSelector: { accelerator: "nvidia-rtx-pro-6000" },
      scaling: { minInstanceCount: 1, maxInstanceCount: 1 },
    });
    expect(template(managedCalled("cloud-run to zero"))).toMatchObject({ scaling: { minInstanceCount: 0 } });
  });

  it("takes its secrets from Secret Manager, as variables without a value of their own", () => {
    expect(listAt(server(cloudRun), "env").filter((one) => pick(one, "valueSource") !== undefined)).toEqual([
      {
        name: "HF_TOKEN",
        valueSource: {
          secretKeyRef: { secretRef: { external: "hf-token" }, versionRef: { external: "latest" } },
        },
      },
    ]);
  });

  it.each([
    ["a project", { platform: { ...cloudRun.deployment.platform, account: {} } }, /spec\.platform\.account\.project/],
    [
      "a service account",
      { platform: { ...cloudRun.deployment.platform, account: { project: "acme-serving" } } },
      /spec\.platform\.account\.serviceAccount/,
    ],
    ["an instance", { platform: { ...cloudRun.deployment.platform, instance: "l4" } }, /spec\.platform\.instance/],
    [
      "a secret's name",
      { access: { ingressFrom: [], secrets: [{ name: "hf-token", store: "s", key: "prod/hf" }] } },
      /spec\.access\.secrets\[0\]\.key/,
    ],
    ["an instance at least", { scaling: { mode: "fixed", replicas: 0, headroom: 0 } }, /spec\.scaling\.replicas/],
  ] as const)("says what to set: %s", (_what, change, wanted) => {
    const input: RenderInput = { ...cloudRun, deployment: { ...cloudRun.deployment, ...change } };
    expect(() => own(input)).toThrow(wanted);
  });

  it("refuses weights that do not fit into the memory they would be downloaded to", () => {
    const parts = { ...cloudRun.plan.memory.parts, weights: gibibytes(33) };
    const input = { ...cloudRun, plan: { ...cloudRun.plan, memory: { ...cloudRun.plan.memory, parts } } };
    expect(() => own(input)).toThrow(/33\.0 GiB of weights/);
    const build = { registry: "europe-docker.pkg.dev/acme/models/chat" };
    expect(own({ ...input, deployment: { ...input.deployment, build } }).length).toBeGreaterThan(0);
  });

  it.each([
    { from: "INTERNAL_ONLY", to: "PRIVATE", wanted: /not one of INGRESS_TRAFFIC_ALL/ },
    { from: "accelerator: nvidia-l4", to: "accelerator: nvidia-a100", wanted: /not one of nvidia-l4/ },
    { from: "maxInstanceCount: 8", to: "maxInstances: 8", wanted: /`maxInstanceCount` is required/ },
    { from: 'nvidia.com/gpu: "1"', to: 'nvidia.com/gpu: "2"', wanted: /not one of 1/ },
    { from: "timeout: 300s", to: "timeout: 3601s", wanted: /of the form/ },
    { from: "cpuIdle:", to: "cpuIdel:", wanted: /unknown field `cpuIdel`; did you mean `cpuIdle`/ },
  ])("is refused with $from changed to $to", async ({ from, to, wanted }) => {
    const [path, text] = own(cloudRun)[0] ?? ["", ""];
    expect(text).toContain(from);
    const { invalid } = await check(new Map([[path, text.replace(from, to)]]));
    expect(invalid.map(({ message }) => message).join("\n")).toMatch(wanted);
  });
});
