import { describe, expect, it } from "vitest";
import { defaultSettings, readModelDeployment } from "../../../src/config/index.ts";
import { deployment, replaced, smallDeployment, summaries } from "./examples.ts";

const read = (text: string) => () => readModelDeployment(text, "m.yaml");
const value = (text: string) => readModelDeployment(text, "m.yaml").value;
const small = (from: string, to: string) => summaries(read(replaced(smallDeployment, from, to)));

const NORMALISED = {
  name: "support",
  namespace: "models",
  labels: { team: "help" },
  model: {
    id: "Qwen/Qwen2.5-7B-Instruct",
    revision: "a09a354",
    weights: "bf16",
    kvCache: "fp8",
    maxContext: 16384,
    architecture: null,
  },
  engine: {
    name: "vllm",
    version: "0.15.1",
    image: "vllm/vllm-openai:v0.15.1",
    maxSequences: 64,
    maxBatchedTokens: 4096,
    gpuMemoryUtilization: 0.92,
    prefixCaching: false,
    calibration: null,
    logLevel: null,
  },
  platform: { name: "gke", region: "europe-west4", instance: "g2-standard-8", tensorParallel: 1, capacity: "spot" },
  scaling: {
    mode: "keda",
    minReplicas: 0,
    maxReplicas: 6,
    headroom: 0.1,
    target: { metric: "kv-use", value: 0.8 },
    schedule: [{ cron: "30 6 * * mon-fri", timezone: "Europe/Paris", duration: 36_000, minReplicas: 3 }],
  },
  traffic: {
    source: { kind: "file", file: "traffic/support.csv" },
    start: "2026-03-02T00:00:00+01:00",
    lengths: null,
    burstiness: 1.8,
    growthPerMonth: -0.02,
    events: [{ name: "launch", start: "2026-04-01T08:00:00Z", duration: 5400, multiplier: 2 }],
    holidays: [
      { date: "2026-12-25", like: "sunday", timezone: "UTC" },
      { date: "2026-12-24", like: "saturday", timezone: "Europe/Paris" },
    ],
  },
  slo: {
    latency: [
      { metric: "ttft", percentile: 95, limit: 0.8 },
      { metric: "ttft", percentile: 99.9, limit: 4 },
      { metric: "tpot", percentile: 50, limit: 0.045 },
      { metric: "e2e", percentile: 99, limit: 60 },
    ],
    errorRate: 0.005,
    confidence: 0.95,
  },
  budget: { monthlyUsd: 1500.5 },
  maintenance: { restartEvery: 172_800 },
  access: { ingressFrom: ["web", "batch"], secrets: [{ name: "hub", store: "vault", key: "kv/hub" }] },
  gateway: { kind: "langchain", image: "ghcr.io/acme/gateway:2", pins: { langchain: "0.3.1" }, langsmith: 0.05 },
  pod: { runAsUser: 1000, readOnlyRoot: true, priorityClass: null, cache: { kind: "node" } },
  build: { registry: "ghcr.io/acme/support" },
};

describe("a full ModelDeployment", () => {
  it("becomes seconds, dollars and fractions", () => {
    expect(value(deployment)).toEqual(NORMALISED);
  });

  it("knows where its parts stand, from the top or below spec", () => {
    const { locate } = readModelDeployment(deployment, "m.yaml");
    expect(locate(["spec", "scaling", "minReplicas"])).toEqual({ line: 15, column: 18 });
    expect(locate(["scaling", "minReplicas"])).toEqual({ line: 15, column: 18 });
    expect(locate(["name"])).toEqual({ line: 3, column: 19 });
    expect(locate(["platform", "nowhere"])).toEqual({ line: 12, column: 13 });
    expect(locate([])).toEqual({ line: 1, column: 1 });
  });
});

describe("the least ModelDeployment", () => {
  it("takes steps back that stay inside, as the way without them", () => {
    const { traffic } = value(replaced(deployment, "file: traffic/support.csv", "file: traffic/../logs/./support.csv"));
    expect(traffic).toMatchObject({ source: { file: "logs/support.csv" } });
  });

  it("takes the defaults", () => {
    expect(value(smallDeployment)).toEqual({
      name: "tiny",
      namespace: "default",
      labels: {},
      model: { id: "gpt2", revision: null, weights: null, kvCache: "auto", maxContext: null, architecture: null },
      engine: {
        name: "tgi",
        version: "3.3",
        image: null,
        maxSequences: null,
        maxBatchedTokens: null,
        gpuMemoryUtilization: null,
        prefixCaching: null,
        calibration: null,
        logLevel: null,
      },
      platform: { name: "eks", region: "us-east-1", instance: "g4dn.xlarge", tensorParallel: 1, capacity: "on-demand" },
      scaling: { mode: "fixed", replicas: 1, headroom: 0 },
      traffic: null,
      slo: { latency: [], errorRate: null, confidence: 0.9 },
      budget: null,
      maintenance: null,
      access: { ingressFrom: [], secrets: [] },
      gateway: null,
      pod: { runAsUser: 1000, readOnlyRoot: true, priorityClass: null, cache: { kind: "node" } },
      build: null,
    });
  });

  it("takes each secret once, under a name that is nobody else's variable", () => {
    const secret = (name: string) => `{ name: ${name}, store: vault, key: a }`;
    const access = (...names: string[]) =>
      summaries(read(`${smallDeployment}  access: { secrets: [${names.map(secret).join(", ")}] }\n`));
    expect(
      value(`${smallDeployment}  access: { secrets: [${secret("hf-token")}, ${secret("vllm-api-key")}] }\n`),
    ).toBeTruthy();
    expect(access("a", "a")).toEqual([expect.stringMatching(/secrets\[1\]\.name: Rename one of the two/)]);
    for (const name of ["path", "ld-preload", "hf-home", "pythonpath", "torchinductor-cache-dir"]) {
      expect(access(name), name).toEqual([expect.stringMatching(/would become the variable/)]);
    }
  });

  it("may choose how its pods run", () => {
    const pod = (text: string) => `${smallDeployment}  pod: ${text}\n`;
    const chosen = pod("{ runAsUser: 2000, priorityClass: high, cache: { kind: shared, storageClass: efs } }");
    expect(value(chosen).pod).toEqual({
      ...{ runAsUser: 2000, readOnlyRoot: true, priorityClass: "high" },
      cache: { kind: "shared", storageClass: "efs" },
    });
    expect(summaries(read(pod("{ runAsUser: 0 }")))).toEqual([
      expect.stringMatching(/runAsUser: Write a number from 1 /),
    ]);
    expect(summaries(read(pod("{ cache: { kind: shared } }")))).toEqual([
      expect.stringMatching(/storageClass: Name one/),
    ]);
    expect(summaries(read(pod("{ cache: { kind: node, storageClass: efs } }")))).toEqual([
      expect.stringMatching(/storageClass: Remove it/),
    ]);
    expect(summaries(read(pod("{ securityContext: {} }")))).toEqual([expect.stringMatching(/restricted profile/)]);
  });

  it.each(["region: null, ", ""])("takes the region of the Settings (%j)", (written) => {
    const text = replaced(smallDeployment, "region: us-east-1, ", written);
    const settings = { ...defaultSettings(), defaults: { region: "eu-west-1" } };
    expect(readModelDeployment(text, "m.yaml", settings).value.platform.region).toBe("eu-west-1");
    expect(summaries(read(text))).toEqual([
      "7:13 spec.platform.region: Add `region: us-east-1`, or `defaults: { region: us-east-1 }` to loadline.yaml.",
    ]);
  });

  it("can describe its own shape", () => {
    const shape =
      "{ layers: 4, hidden: 512, intermediate: 1024, heads: 8, kvHeads: 2, vocabulary: 1000, maxPositions: 2048, moe: { experts: 8, expertsPerToken: 2, expertIntermediate: 256 } }";
    const text = replaced(smallDeployment, "{ id: gpt2 }", `{ id: acme/own, architecture: ${shape} }`);
    expect(value(text).model.architecture).toEqual({
      layers: 4,
      hidden: 512,
      intermediate: 1024,
      vocabulary: 1000,
      maxPositions: 2048,
      tiedEmbeddings: false,
      gated: true,
      attention: { kind: "grouped-query", heads: 8, kvHeads: 2, headDim: 64, bias: "none", slidingWindow: null },
      moe: { experts: 8, expertsPerToken: 2, expertIntermediate: 256, sharedExperts: 0, denseLayers: 0 },
    });
    const odd = summaries(read(replaced(text, "kvHeads: 2", "kvHeads: 3")));
    expect(odd).toEqual([expect.stringMatching(/^5:\d+ spec.model.architecture.kvHeads: Copy num_key_value_heads/)]);
  });

  it("can read its traffic from Prometheus", () => {
    const text = `${smallDeployment}  traffic: { prometheus: { server: main, rate: "sum(rate(x[5m]))" } }\n`;
    expect(value(text).traffic?.source).toEqual({
      kind: "prometheus",
      server: "main",
      rate: "sum(rate(x[5m]))",
      inputTokens: null,
      outputTokens: null,
      window: 2_419_200,
    });
  });

  it.each(["Standard_NC24ads_A100_v4", "n1-standard-4+1xT4", "aws nvidia-l4 x1", "L4 + 4 vCPU + 16 GiB (minimum)"])(
    "names instances as price lists do: %s",
    (instance) => {
      expect(value(replaced(smallDeployment, "g4dn.xlarge", instance)).platform.instance).toBe(instance);
    },
  );

  it("takes its version from the name before the image", () => {
    const text = replaced(smallDeployment, "name: tgi@3.3", 'name: vllm@0.14, image: "acme/own:1.2.3"');
    expect(value(text).engine.version).toBe("0.14");
  });
});

describe("the header", () => {
  it("of another kind stops reading", () => {
    const text = replaced(deployment, "kind: ModelDeployment", "kind: Settings");
    expect(summaries(read(replaced(text, "kvCache: fp8", "kvCache: fp9")))).toEqual([
      "2:7 kind: This file is a Settings; name a ModelDeployment here.",
    ]);
  });

  it("of another version comes first, and the rest is still read", () => {
    const text = replaced(smallDeployment, "replicas: 1", "replicas: 0").replace("v1alpha1", "v2");
    expect(summaries(read(text))).toEqual([
      "1:13 apiVersion: Write `apiVersion: loadline.dev/v1alpha1`.",
      "8:37 spec.scaling.replicas: Write a number from 1 to 10000.",
    ]);
  });

  it("misspelt is recognised, missing is asked for", () => {
    expect(small("kind: ModelDeployment", "kind: Modeldeploymnt")).toEqual([
      '2:7 kind: Did you mean "ModelDeployment"?',
    ]);
    expect(small("kind: ModelDeployment\n", "")).toEqual(["1:1 kind: Write `kind: ModelDeployment`."]);
    expect(summaries(read("just text"))).toEqual([
      "1:1 : Start from an example: `loadline init` writes some, `loadline schema` describes every format.",
    ]);
  });
});
