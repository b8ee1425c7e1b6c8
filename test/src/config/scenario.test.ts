import { describe, expect, it } from "vitest";
import { readScenario, type Scenario, scenarioFromJson } from "../../../src/config/index.ts";
import { scenario } from "./examples.ts";

const read = (text: string) => readScenario(text, "s.yaml").value;

const LENGTHS = { inputTokens: 8, outputTokens: 4 };
const LINEAR = { kind: "linear", base: 0.01 };
const HARDWARE = { kind: "hardware", model: "gpt2", gpu: "t4", engine: "vllm@0.15" };

function fromJson(spec: object): Scenario {
  return scenarioFromJson({ kind: "Scenario", spec }, "batch.jsonl", 4);
}

const NORMALISED = {
  id: "night",
  kind: "explicit",
  scheduler: {
    policy: "sarathi",
    maxBatchedTokens: 512,
    maxSequences: 128,
    blockSize: 16,
    kvBlocks: 3328,
    watermarkBlocks: 33,
    maxContext: 4096,
    prefixCaching: false,
  },
  stepTime: {
    kind: "linear",
    base: 0.016,
    perPrefillToken: 2e-5,
    perDecodeSequence: 0,
    perKvToken: 7e-8,
    prefillStep: 0,
  },
  fleet: {
    replicas: 2,
    router: "least-outstanding",
    queueLimit: 100,
    timeout: 20,
    retries: 1,
    retryBackoff: { first: 0.5, longest: 8, jitter: 0.25 },
    startup: {
      provision: { p50: 90, p99: 240 },
      pull: { p50: 60, p99: 60 },
      load: { p50: 45, p99: 45 },
      compile: { p50: 0, p99: 0 },
      warmUp: { p50: 5, p99: 5 },
    },
    restartEvery: 18_000,
    restartStrategy: "rolling",
    gracePeriod: null,
    meshLatency: { p50: 0.001, p99: 0.003 },
    leakPerHour: 200 * 2 ** 20,
    memoryLimit: 2 ** 34,
    memoryAtStart: null,
  },
  load: {
    kind: "stages",
    stages: [
      {
        rate: 2.5,
        end: { duration: 600 },
        inputTokens: { kind: "spread", mean: 900, cv: 0.8 },
        outputTokens: { kind: "fixed", tokens: 128 },
      },
      {
        rate: 4,
        end: { requests: 1000 },
        inputTokens: { kind: "fixed", tokens: 512 },
        outputTokens: {
          kind: "quantiles",
          points: [
            [0, 1],
            [0.5, 90],
            [1, 800],
          ],
        },
      },
    ],
  },
  autoscaler: {
    kind: "hpa",
    headroom: 0,
    min: 1,
    max: 4,
    metric: "requests-waiting",
    target: 4,
    syncPeriod: 15,
    tolerance: 0.1,
    scaleUp: {
      stabilization: 0,
      rules: [
        { type: "pods", value: 4, period: 15 },
        { type: "percent", value: 1, period: 15 },
      ],
    },
    scaleDown: { stabilization: 600, rules: [{ type: "percent", value: 0.5, period: 60 }] },
    pollingInterval: 30,
    activation: 0,
    cooldown: 300,
    schedule: [],
  },
  faults: [
    { kind: "node-loss", at: 600, replica: 0 },
    { kind: "spot-interruption", at: 1200, replica: null, notice: 120 },
    { kind: "device-plugin-outage", at: 1800, duration: 300 },
  ],
  seed: 7,
};

describe("a full Scenario", () => {
  it("becomes seconds and plain numbers", () => {
    expect(read(scenario)).toEqual(NORMALISED);
  });
});

describe("defaults", () => {
  it.each([
    ["sarathi", 33, 512],
    ["vllm-v0", 33, 4096],
    ["vllm", 0, 512],
    ["orca", 0, null],
    ["static", 0, null],
  ])("of %s: watermark %i, tokens a step %s", (policy, watermarkBlocks, maxBatchedTokens) => {
    const bound = policy === "sarathi" || policy === "vllm" ? { maxBatchedTokens: 512 } : {};
    const scheduler = { policy, maxSequences: 8, kvBlocks: 3399, ...bound };
    expect(fromJson({ scheduler, stepTime: LINEAR }).scheduler).toEqual({
      policy,
      maxSequences: 8,
      kvBlocks: 3399,
      watermarkBlocks,
      maxBatchedTokens,
      blockSize: 16,
      maxContext: 4096,
      prefixCaching: false,
    });
  });

  it("of the rest", () => {
    const read = fromJson({ stepTime: HARDWARE });
    expect(read).toMatchObject({ id: null, kind: "hardware", scheduler: {}, load: null, autoscaler: null, faults: [] });
    expect(read).toMatchObject({
      seed: null,
      fleet: { replicas: 1, router: "round-robin", timeout: null, queueLimit: null },
    });
    expect(read.stepTime).toEqual({
      ...HARDWARE,
      engine: { name: "vllm", version: "0.15" },
      tensorParallel: 1,
      weights: null,
      kvCache: "auto",
      gpuMemoryUtilization: null,
      ...{ architecture: null, processor: null, calibration: null },
    });
  });

  it("hardware keeps only what the scheduler says", () => {
    expect(fromJson({ stepTime: HARDWARE, scheduler: { maxSequences: 4 } }).scheduler).toEqual({ maxSequences: 4 });
  });

  it("tables may leave out mixed steps", () => {
    const scheduler = { policy: "orca", maxSequences: 8, kvBlocks: 100 };
    const stepTime = { kind: "table", decode: "d.csv", prefill: "p.csv" };
    expect(fromJson({ scheduler, stepTime }).stepTime).toEqual({ ...stepTime, mixed: null, prefillMulti: null });
  });

  it("loads of one kind", () => {
    const closedLoop = { concurrency: 3, requests: 9, ...LENGTHS };
    expect(fromJson({ stepTime: HARDWARE, load: { closedLoop } }).load).toMatchObject({
      kind: "closedLoop",
      requests: 9,
    });
    const poisson = { rate: 1, duration: "5s", ...LENGTHS };
    expect(fromJson({ stepTime: HARDWARE, load: { poisson } }).load).toMatchObject({
      kind: "stages",
      stages: [{ rate: 1, end: { duration: 5 } }],
    });
  });
});
