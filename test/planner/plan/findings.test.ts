import { describe, expect, it } from "vitest";
import { engines } from "../../../planner/engines/index.generated.ts";
import { planFindings } from "../../../planner/plan/findings.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { servedWeights } from "../../../planner/plan/served-weights.ts";
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

describe("what is read but not rendered", () => {
  it("is said key by key, as a notice", () => {
    const notices = found(
      {},
      {
        maintenance: { restartEvery: 21_600 as never },
        access: { ingressFrom: ["gateway"], secrets: [{ name: "hf-token", store: "aws", key: "prod/hf" }] },
        gateway: { kind: "langchain", image: "gateway:1", pins: {}, langsmith: null },
      },
    );
    expect(notices.map(({ id, severity, path }) => `${severity} ${id} ${path.join(".")}`)).toEqual([
      "notice without-effect spec.maintenance.restartEvery",
      "notice without-effect spec.access.ingressFrom",
      "notice without-effect spec.access.secrets",
    ]);
    expect(notices[2]?.message).toMatch(/Secret chat-hf-token/);
    const scaling = { mode: "hpa", minReplicas: 1, maxReplicas: 2, headroom: 0, target: null, schedule: [] } as const;
    expect(found({}, { scaling })).toMatchObject([{ id: "without-effect", severity: "warning" }]);
  });
});
