import { beforeAll, describe, expect, it } from "vitest";
import { ownTarget, platforms } from "../../../planner/index.ts";
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

const hf = managedCalled("hf-endpoints");
const toZero = managedCalled("hf-endpoints to zero with TGI, on four GPUs");
const own = (input: RenderInput) => ownFolder(input, templates);
const provider = (input: RenderInput) =>
  pick(renderedFiles(input, templates).get("endpoint.yaml"), "spec", "forProvider");
const endpoint = (input: RenderInput): unknown => JSON.parse(String(pick(provider(input), "payload", "body")));
const changed = (change: Partial<RenderInput["deployment"]>): RenderInput => ({
  ...hf,
  deployment: { ...hf.deployment, ...change },
});

describe("Hugging Face Inference Endpoints", () => {
  it("asks for the plan: cloud, region, instance, bounds, and the rule that the forecast simulates", () => {
    const { scaling } = platforms["hf-endpoints"];
    expect(endpoint(hf)).toMatchObject({
      type: "authenticated",
      provider: { vendor: "aws", region: "us-east-1" },
      compute: { accelerator: "gpu", instanceType: "nvidia-a10g", instanceSize: "x1" },
      model: { repository: hf.deployment.model.id, revision: "0e9e39f" },
    });
    const measure = scaling === null ? null : { pendingRequests: ownTarget(scaling.value, hf.plan.limits) };
    expect(pick(endpoint(hf), "compute", "scaling")).toEqual({ minReplica: 2, maxReplica: 8, measure });
    expect(pick(endpoint(toZero), "compute", "scaling")).toEqual({
      ...{ minReplica: 0, maxReplica: 4, scaleToZeroTimeout: 60 },
      measure,
    });
    expect(endpoint(toZero)).toMatchObject({ provider: { vendor: "gcp" }, compute: { instanceSize: "x4" } });
  });

  it("serves the folder that Hugging Face fetched, under the model's own name", () => {
    const args = pick(endpoint(hf), "model", "args");
    expect(args).toEqual(expect.arrayContaining(["--model", "/repository", "--served-model-name"]));
    expect(args).not.toContain("--revision");
    expect(pick(endpoint(hf), "model", "image", "custom", "port")).toBe(8000);
    expect(pick(endpoint(toZero), "model", "command")).toBeUndefined();
  });

  it("names secrets and holds none; the token that may spend money never reaches the server", () => {
    expect(pick(provider(hf), "headers", "Authorization")).toEqual([
      "Bearer {{ chat-secrets:ai-models:hf-endpoints-token }}",
    ]);
    expect(pick(endpoint(hf), "model", "secrets")).toEqual({ HF_TOKEN: "{{ chat-secrets:ai-models:hf-token }}" });
    expect(pick(endpoint(toZero), "model", "secrets")).toEqual({});
    const secret = renderedFiles(hf, templates).get("external-secret.yaml");
    expect(pick(secret, "spec", "data", 1, "remoteRef", "key")).toBe("prod/hf-endpoints");
  });

  it("is given no token where the model lies in the image: no Secret holds it", () => {
    const registry = "registry.example.com/chat";
    const built = changed({ build: { registry }, engine: { ...hf.deployment.engine, image: `${registry}:1` } });
    expect(pick(endpoint(built), "model", "secrets")).toEqual({});
    const keys = listAt(renderedFiles(built, templates).get("external-secret.yaml"), "spec", "data");
    expect(keys.map((one) => pick(one, "secretKey"))).toEqual(["hf-endpoints-token"]);
  });

  it("marks the content: another content, another mark, which the check of the answer looks for", () => {
    const mark = (input: RenderInput) => String(pick(endpoint(input), "tags", 0));
    const logic = String(pick(provider(hf), "expectedResponseCheck", "logic"));
    expect(logic).toContain(`"${mark(hf)}"`);
    const others = [
      changed({ scaling: { mode: "fixed", replicas: 3, headroom: 0 } }),
      changed({ model: { ...hf.deployment.model, revision: "main" } }),
      changed({ access: toZero.deployment.access }),
    ];
    expect(new Set([hf, ...others].map(mark)).size).toBe(4);
    expect(mark(changed({ labels: { team: "others" } }))).toBe(mark(hf));
  });

  it("sends a rotated secret: its mark is a tag, and the check of the answer looks for it", () => {
    const reference = "loadline-secrets-{{ chat-secrets:ai-models:loadline.mark }}";
    expect(pick(endpoint(hf), "tags", 1)).toBe(reference);
    const logic = String(pick(provider(hf), "expectedResponseCheck", "logic"));
    expect(logic).toContain(`${JSON.stringify(pick(endpoint(hf), "tags"))} - (.response.body.tags // [])) == []`);
    const secret = renderedFiles(hf, templates).get("external-secret.yaml");
    expect(pick(secret, "spec", "target", "template")).toEqual({
      engineVersion: "v2",
      mergePolicy: "Merge",
      data: {
        "loadline.mark":
          '{{ list (index . "hf-endpoints-token") (index . "hf-token") | toJson | sha256sum | trunc 16 }}',
      },
    });
  });

  it("marks no secrets where the server gets none", () => {
    expect(pick(endpoint(toZero), "tags")).toHaveLength(1);
    const secret = renderedFiles(toZero, templates).get("external-secret.yaml");
    expect(pick(secret, "spec", "target", "template")).toBeUndefined();
  });

  it.each([
    ["the model", changed({ model: { ...hf.deployment.model, id: "{{a:kube-system:b}}" } })],
    ["the image", changed({ engine: { ...hf.deployment.engine, image: "x/{{a:kube-system:b}}" } })],
  ])("refuses what would be filled in with somebody's Secret, in %s", (_what, input) => {
    expect(() => own(input)).toThrow(/no text with \{\{ in it/);
  });

  it.each([
    ["the owner", { platform: { ...hf.deployment.platform, account: {} } }, /account\.organization/],
    ["the region", { platform: { ...hf.deployment.platform, account: { organization: "a" } } }, /account\.cloudRegion/],
    ["the cloud", { platform: { ...hf.deployment.platform, region: "us-east-1" } }, /spec\.platform\.region/],
    ["an instance", { platform: { ...hf.deployment.platform, instance: "x9" } }, /spec\.platform\.instance/],
    ["the API's token", { access: { ingressFrom: [], secrets: [] } }, /a secret named hf-endpoints-token/],
  ] as const)("says what to set: %s", (_what, change, wanted) => {
    expect(() => own(changed(change))).toThrow(wanted);
  });

  it.each([
    { from: "Bearer {{ chat-secrets:ai-models:hf-endpoints-token }}", to: "Bearer hf_abc", wanted: /of the form/ },
    { from: "action: REMOVE", to: "action: DELETE", wanted: /not one of CREATE, OBSERVE, UPDATE, REMOVE/ },
    { from: "waitTimeout:", to: "waitTimeOut:", wanted: /did you mean `waitTimeout`/ },
    { from: '"type": "authenticated",', to: '"type": "authenticated"', wanted: /is not JSON/ },
    {
      from: '"HF_TOKEN": "{{ chat-secrets:ai-models:hf-token }}"',
      to: '"HF_TOKEN": "hf_abc"',
      wanted: /holds a secret/,
    },
    { from: '"minReplica": 2', to: '"minReplica": 9', wanted: /minReplica.*above/ },
  ])("is refused with $from changed to $to", async ({ from, to, wanted }) => {
    const [path, text] = own(hf).find(([name]) => name.endsWith("/endpoint.yaml")) ?? ["", ""];
    expect(text).toContain(from);
    const { invalid } = await check(new Map([[path, text.replace(from, to)]]));
    expect(invalid.map(({ message }) => message).join("\n")).toMatch(wanted);
  });
});
