import { describe, expect, it } from "vitest";
import { engines } from "../../../planner/engines/index.generated.ts";
import { planFindings } from "../../../planner/plan/findings.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { servedWeights } from "../../../planner/plan/served-weights.ts";
import { DAY, hours } from "../../../planner/units/index.ts";
import { deployment, question } from "./question.ts";

type Changes = { readonly [key in "model" | "engine"]?: Partial<(typeof deployment)[key]> };

/** Findings about the deployment with these changes, without what is said of it in any case. */
function found({ model, engine }: Changes, more: Partial<typeof deployment> = {}) {
  const changed = {
    ...deployment,
    ...more,
    model: { ...deployment.model, ...model },
    engine: { ...deployment.engine, ...engine },
  };
  const resolved = resolve(changed);
  if (resolved.kind !== "resolved") throw new Error(resolved.kind);
  return planFindings(resolved, question({ deployment: changed }));
}

describe("the age of a price", () => {
  it("is said from the 121st day on", () => {
    const resolved = resolve(deployment);
    if (resolved.kind !== "resolved" || resolved.price === null) throw new Error("no price");
    const born = Date.parse(`${resolved.price.source.date}T00:00:00Z`) / 1000;
    const ids = (days: number) => planFindings(resolved, question({ now: born + days * DAY })).map(({ id }) => id);
    expect(ids(120)).not.toContain("stale-price");
    expect(ids(121)).toContain("stale-price");
  });
});

describe("weights that the repository does not hold", () => {
  const serving = (modelId: string, weights: "bf16" | "fp16" | "fp8" | "awq-int4", engine = engines.vllm) =>
    servedWeights({ modelId, weights }, engine.flags);

  it("are a matter of a flag for 16-bit weights, and of another repository for all others", () => {
    const llama = "meta-llama/Llama-3.1-8B-Instruct";
    expect(serving(llama, "bf16")).toEqual({ kind: "published" });
    expect(serving(llama, "fp16")).toEqual({ kind: "flag", flag: "--dtype", value: "float16" });
    expect(serving(llama, "fp8")).toEqual({ kind: "flag", flag: "--quantization", value: "fp8" });
    expect(serving(llama, "fp8", engines.tgi)).toEqual({ kind: "flag", flag: "--quantize", value: "fp8" });
    expect(serving(llama, "awq-int4")).toEqual({ kind: "other", published: "bf16" });
    expect(serving("RedHatAI/Meta-Llama-3.1-70B-Instruct-FP8", "bf16")).toEqual({ kind: "other", published: "fp8" });
    expect(serving("acme/own-model", "awq-int4")).toEqual({ kind: "published" });
  });

  it("are warned of where no flag makes them", () => {
    expect(found({})).toEqual([]);
    expect(found({ model: { weights: "fp8" } })).toEqual([]);
    expect(found({ model: { weights: "awq-int4" } })).toMatchObject([
      {
        id: "weights-not-published",
        severity: "warning",
        message: expect.stringMatching(/awq-int4 .* publishes bf16/),
      },
    ]);
  });
});

describe("the version in the image", () => {
  const said = (engine: NonNullable<Changes["engine"]>) =>
    found({ engine }).map(({ id, message }) => `${id}: ${message}`);

  it("is the one that is planned, or somebody says otherwise", () => {
    expect(said({ image: null, version: "0.15" })).toEqual([]);
    expect(said({ image: "registry.example.com/vllm:main", version: "0.15" })).toEqual([]);
    expect(said({ image: "vllm/vllm-openai:v0.15.9-cu130", version: "0.15.1" })).toEqual([]);
    expect(said({ image: "vllm/vllm-openai:v0.11.0", version: "0.15" })).toEqual([
      "image-version: the image is of vllm 0.11.0, but vllm 0.15 is planned, as spec.engine.name says",
    ]);
    expect(said({ image: "vllm/vllm-openai:latest", version: null })).toEqual([
      "image-version: the image does not say its version; vllm 0.15 is planned",
    ]);
  });
});

describe("what is read and has no effect", () => {
  const spoken = (change: Parameters<typeof found>[1]) =>
    found({}, change).map(({ id, severity, path }) => `${severity} ${id} ${path.join(".")}`);
  const everything = {
    maintenance: { restartEvery: hours(6) },
    access: { ingressFrom: ["gateway"], secrets: [{ name: "hf-token", store: "aws", key: "prod/hf" }] },
    gateway: { kind: "langchain", image: "gateway:1", pins: {}, langsmith: null },
  } as const;

  it("is nothing where all of it is rendered", () => {
    expect(spoken(everything)).toEqual([]);
  });

  it("is what only a cluster has, on a platform that is none", () => {
    const platform = { ...deployment.platform, name: "sagemaker", instance: "ml.g6.2xlarge" };
    const pod = { ...deployment.pod, priorityClass: "high" };
    const said = spoken({ ...everything, platform, pod }).filter((one) => one.includes("without-effect"));
    expect(said).toEqual([
      "notice without-effect spec.pod",
      "notice without-effect spec.maintenance.restartEvery",
      "notice without-effect spec.access.ingressFrom",
      "notice without-effect spec.access.secrets",
      "notice without-effect spec.gateway",
    ]);
  });

  it("is an interval that no cron expression keeps", () => {
    const [notice] = found({}, { maintenance: { restartEvery: hours(1.5) } });
    expect(notice?.message).toMatch(/no interval of 90m: it restarts every 1h/);
    expect(found({}, { maintenance: { restartEvery: hours(72) } })).toEqual([]);
  });

  it("is a fleet at zero that nothing wakes", () => {
    const target = { metric: "requests-waiting", value: 4 } as const;
    const asleep = { mode: "keda", minReplicas: 0, maxReplicas: 2, headroom: 0, target, schedule: [] } as const;
    const said = (scaling: typeof deployment.scaling) =>
      found({}, { scaling }).filter(({ id, path }) => id === "without-effect" && path.includes("minReplicas"));
    expect(said(asleep)).toHaveLength(1);
    expect(said({ ...asleep, wakeUp: "sum(rate(gateway_requests_total[1m]))" })).toEqual([]);
    expect(said({ ...asleep, minReplicas: 1 })).toEqual([]);
  });

  it("is an HPA without the adapter that it reads through", () => {
    const scaling = { mode: "hpa", minReplicas: 1, maxReplicas: 2, headroom: 0, target: null, schedule: [] } as const;
    const [notice] = found({}, { scaling });
    expect(notice).toMatchObject({ id: "without-effect", severity: "notice" });
    expect(notice?.action).toMatch(/rules\.existing=loadline-prometheus-adapter/);
  });
});
