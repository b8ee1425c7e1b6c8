import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import type { RenderInput } from "../../../src/render/input.ts";
import { type Access, restartServer } from "../../fakes/restart-server.ts";
import { temporaryFolder } from "../../support/command.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { sample, shippedTemplates, varied } from "./sample.ts";
import { deploymentCalled, everyDeployment } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const every6h = () => renderedFiles(deploymentCalled("restarts every six hours"), templates);
const DEVICE_PLUGIN = "hpa on what TGI measures, device plugin restarted";
const devicePlugin = () => renderedFiles(deploymentCalled(DEVICE_PLUGIN), templates);

/** The objects of one restart, by the last part of their files' names. */
const partsOf = (files: ReadonlyMap<string, unknown>, prefix: string) => (part: string) =>
  files.get(`${prefix}-${part}.yaml`);

const RESTARTS = [
  ["the deployment", () => partsOf(every6h(), "restart")],
  ["the device plugin", () => partsOf(devicePlugin(), "shared.device-plugin-restart")],
] as const;

const jobOf = (cronJob: unknown) => pick(cronJob, "spec", "jobTemplate", "spec", "template", "spec");

describe.each(RESTARTS)("what restarts %s", (_what, parts) => {
  it("may get and patch that one object, and nothing else", () => {
    const rules = listAt(parts()("role"), "rules");
    expect(rules).toHaveLength(1);
    expect(pick(rules[0], "verbs")).toEqual(["get", "patch"]);
    expect(listAt(rules[0], "resourceNames")).toHaveLength(1);
    expect(JSON.stringify(rules)).not.toContain("*");
  });

  it("is bound to its Role, and no one else is", () => {
    const part = parts();
    const { name, namespace } = pick(part("role"), "metadata") as Record<string, string>;
    const binding = part("role-binding");
    expect(pick(binding, "roleRef")).toEqual({ apiGroup: "rbac.authorization.k8s.io", kind: "Role", name });
    expect(pick(binding, "subjects")).toEqual([{ kind: "ServiceAccount", name, namespace }]);
    expect(pick(part("service-account"), "metadata")).toMatchObject({ name, namespace });
    expect(pick(jobOf(part("cron-job")), "serviceAccountName")).toBe(name);
    expect(pick(part("service-account"), "automountServiceAccountToken")).toBe(false);
  });

  it("never overlaps itself, gives up in time, and retries", () => {
    const spec = pick(parts()("cron-job"), "spec");
    expect(spec).toMatchObject({ concurrencyPolicy: "Forbid", timeZone: "Etc/UTC", startingDeadlineSeconds: 600 });
    expect(pick(spec, "jobTemplate", "spec")).toMatchObject({ backoffLimit: 2, activeDeadlineSeconds: 300 });
  });
});

const missing = spawnSync("kubectl", ["version", "--client"]).status === 0 ? "" : "SKIPPED: no kubectl; ";

describe.skipIf(missing !== "")(`${missing}kubectl itself`, () => {
  /** Runs what the rendered job runs against a server that notes what it is asked for. */
  async function restarted(part: (name: string) => unknown): Promise<readonly Access[]> {
    const server = await restartServer();
    const args = listAt(jobOf(part("cron-job")), "containers", 0, "args").map(String);
    const env = { PATH: process.env["PATH"], HOME: temporaryFolder() };
    await promisify(execFile)("kubectl", [`--server=${server.url}`, ...args], { env });
    return server.accesses;
  }

  it.each(RESTARTS)("needs for %s what the Role allows, and no more", async (_what, parts) => {
    const part = parts();
    const [rule] = listAt(part("role"), "rules");
    const accesses = await restarted(part);
    const isAllowed = (access: Access) =>
      listAt(rule, "verbs").includes(access.verb) &&
      listAt(rule, "apiGroups").includes(access.group) &&
      listAt(rule, "resources").includes(access.resource) &&
      listAt(rule, "resourceNames").includes(access.name) &&
      pick(part("role"), "metadata", "namespace") === access.namespace;
    expect(accesses.filter((access) => !isAllowed(access))).toEqual([]);
    expect([...new Set(accesses.map(({ verb }) => verb))]).toEqual(listAt(rule, "verbs"));
  });

  it("changes one annotation of the pods, which the Deployment then replaces one by one", async () => {
    const patch = (await restarted(partsOf(every6h(), "restart"))).find(({ verb }) => verb === "patch");
    const annotations = pick(patch?.body, "spec", "template", "metadata", "annotations");
    expect(patch?.body).toEqual({ spec: { template: { metadata: { annotations } } } });
    expect(Object.keys(annotations as object)).toEqual(["kubectl.kubernetes.io/restartedAt"]);
  });
});

describe("a rollout", () => {
  const rollout = (input: RenderInput) =>
    pick(renderedFiles(input, templates).get("deployment.yaml"), "spec", "strategy", "rollingUpdate");

  it("takes a new pod before an old one goes, and where no GPU is spare the other way round", () => {
    expect(rollout(deploymentCalled("restarts every six hours"))).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(rollout(deploymentCalled("restarts on reserved capacity"))).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  });
});

it("nothing restarts where nobody asks for it", () => {
  const restarting = Object.entries(everyDeployment).filter(([, input]) =>
    [...renderedFiles(input, templates).keys()].some((name) => name.includes("cron-job")),
  );
  expect(restarting.map(([name]) => name)).toEqual([
    ...["restarts every six hours", "restarts on reserved capacity", DEVICE_PLUGIN],
  ]);
});

it("long names are shortened to what a CronJob may have, and stay apart", () => {
  const named = (name: string) => varied({ deployment: { name, maintenance: { restartEvery: 86_400 as never } } });
  const cronJobName = (name: string) =>
    String(pick(renderedFiles(named(name), templates).get("restart-cron-job.yaml"), "metadata", "name"));
  const long = "a-name-that-is-as-long-as-a-dns-label-may-be-but-no-longer-than";
  const [one, other] = [cronJobName(`${long.slice(0, 62)}x`), cronJobName(`${long.slice(0, 62)}y`)];
  expect(one.length).toBeLessThanOrEqual(52);
  expect(one).not.toBe(other);
  expect(cronJobName("chat")).toBe("chat-restart");
  expect(sample.deployment.maintenance).toBeNull();
});
