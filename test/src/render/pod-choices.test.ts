import { beforeAll, describe, expect, it } from "vitest";
import { sglang } from "../../../planner/engines/sglang.ts";
import { tgi } from "../../../planner/engines/tgi.ts";
import { vllm } from "../../../planner/engines/vllm.ts";
import type { LogLevel } from "../../../planner/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { chat, sample, shippedTemplates, varied } from "./sample.ts";
import { deploymentCalled } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const file = (input: RenderInput, name: string) => renderedFiles(input, templates).get(name);
const podOf = (input: RenderInput) => pick(file(input, "deployment.yaml"), "spec", "template", "spec");
const serverOf = (input: RenderInput) => pick(podOf(input), "containers", 0);
const spokenIn = (input: RenderInput, variable: string) =>
  pick(
    listAt(serverOf(input), "env").find((one) => pick(one, "name") === variable),
    "value",
  );

describe("the log level", () => {
  const ENGINES = { vllm, sglang, tgi };
  const logging = (id: keyof typeof ENGINES, logLevel: LogLevel | null) =>
    varied({
      engine: { id, entry: ENGINES[id] },
      deployment: { engine: { ...chat.engine, name: id, version: null, image: null, logLevel } },
    });

  it("is said in each engine's own words", () => {
    expect(spokenIn(logging("vllm", "warning"), "VLLM_LOGGING_LEVEL")).toBe("WARNING");
    expect(listAt(serverOf(logging("vllm", "warning")), "args").slice(-2)).toEqual(["--uvicorn-log-level", "warning"]);
    expect(listAt(serverOf(logging("sglang", "debug")), "args").slice(-2)).toEqual(["--log-level", "debug"]);
    expect(spokenIn(logging("tgi", "warning"), "LOG_LEVEL")).toBe("warn");
  });

  it("is the engine's own where nobody says", () => {
    const text = JSON.stringify([serverOf(logging("vllm", null)), serverOf(logging("sglang", null))]);
    expect(text).not.toMatch(/log-level|LOGGING_LEVEL|LOG_LEVEL/);
  });
});

describe("weights", () => {
  it("lie on the node, on a disk of the pod's own, or on one that all pods share", () => {
    const volume = (input: RenderInput, name: string) =>
      listAt(podOf(input), "volumes").find((one) => pick(one, "name") === name);
    expect(pick(volume(sample, "model-cache"), "emptyDir", "sizeLimit")).toBe("40Gi");
    const own = volume(deploymentCalled("several secrets, a disk of its own"), "model-cache");
    expect(pick(own, "ephemeral", "volumeClaimTemplate", "spec")).toMatchObject({
      storageClassName: "gp3",
      resources: { requests: { storage: "40Gi" } },
    });
    const input = deploymentCalled("int4 on a shared disk, another user, with priority");
    const claim = file(input, "persistent-volume-claim.yaml");
    expect(pick(volume(input, "weights"), "persistentVolumeClaim", "claimName")).toBe(pick(claim, "metadata", "name"));
    expect(pick(claim, "spec", "accessModes")).toEqual(["ReadWriteMany"]);
    expect(pick(volume(input, "model-cache"), "emptyDir", "sizeLimit")).toBe("10Gi");
    expect(spokenIn(input, "HF_HOME")).toBe("/weights");
    expect(spokenIn(input, "TORCHINDUCTOR_CACHE_DIR")).toMatch(/^\/cache\//);
  });

  it("are claimed in the wave of the pods: a class that waits for its first pod would hold the sync up", () => {
    const input = deploymentCalled("int4 on a shared disk, another user, with priority");
    const wave = (name: string) => pick(file(input, name), "metadata", "annotations", "argocd.argoproj.io/sync-wave");
    expect(wave("persistent-volume-claim.yaml")).toBe(wave("deployment.yaml"));
  });
});

it("user and priority are what the file says", () => {
  const pod = podOf(deploymentCalled("int4 on a shared disk, another user, with priority"));
  expect(pick(pod, "securityContext")).toMatchObject({ runAsUser: 2000, runAsGroup: 2000, fsGroup: 2000 });
  expect(pick(pod, "priorityClassName")).toBe("serving-high");
  expect(pick(podOf(sample), "priorityClassName")).toBeUndefined();
});

it("a drain may take a replica, the only one or one that is broken included", () => {
  const budget = file(varied({ scaling: { mode: "fixed", replicas: 1, headroom: 0 } }), "pod-disruption-budget.yaml");
  expect(pick(budget, "spec")).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" });
});

it("a crash leaves its last lines", () => {
  expect(pick(serverOf(sample), "terminationMessagePolicy")).toBe("FallbackToLogsOnError");
});
