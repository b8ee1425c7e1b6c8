import { describe, expect, it } from "vitest";
import { readScenario, type Scenario, scenarioFromJson } from "../../../src/config/index.ts";
import { type Mistake, problemsOf, scenario, summaries, withMistake } from "./examples.ts";

const LENGTHS = { inputTokens: 8, outputTokens: 4 };
const LINEAR = { kind: "linear", base: 0.01 };
const HARDWARE = { kind: "hardware", model: "gpt2", gpu: "t4", engine: "vllm@0.15" };

function fromJson(spec: object): Scenario {
  return scenarioFromJson({ kind: "Scenario", spec }, "batch.jsonl", 4);
}

describe("each mistake has its place and its advice", () => {
  it.each<Mistake>([
    ["policy: sarathi", "policy: ¦sarathy", 'spec.scheduler.policy: Did you mean "sarathi"?'],
    [", kvBlocks: 3328", "", "5:14 spec.scheduler.kvBlocks: Add `kvBlocks: 3328`."],
    ["maxBatchedTokens: 512, ", "", "5:14 spec.scheduler.maxBatchedTokens: Add `maxBatchedTokens: 512`."],
    ["kind: linear", "kind: ¦lineal", 'spec.stepTime.kind: Did you mean "linear"?'],
    ["base: 0.016", "base: ¦-1", "spec.stepTime.base: Write a number from 0 to 1000000."],
    ["base: 0.016", "base: ¦16ms", "spec.stepTime.base: Write it like this: 0.016."],
    ["perKvToken", "¦perKVtoken", 'spec.stepTime.perKVtoken: Did you mean "perKvToken"?'],
    ["router: least-outstanding", "router: ¦least-outstandin", 'spec.fleet.router: Did you mean "least-outstanding"?'],
    [
      "timeout: 20s",
      "timeout: ¦20",
      "spec.fleet.timeout: The unit is missing. Write 20s for seconds, 20ms for milliseconds, or 20m, 20h, 20d.",
    ],
    ["p99: 4m", "p99: ¦4s", "spec.fleet.startup.provision.p99: Swap the two, or correct one."],
    [
      "pull: 60s",
      "pull: ¦60",
      "spec.fleet.startup.pull: The unit is missing. Write 60s for seconds, 60ms for milliseconds, or 60m, 60h, 60d.",
    ],
    ["leakPerHour: 200Mi", "leakPerHour: ¦200", "spec.fleet.leakPerHour: The unit is missing. Write 200Mi or 200Gi."],
    [
      "    memoryLimit: 16Gi",
      "    memoryAtStart: 16Gi",
      "17:20 spec.fleet.memoryAtStart: Raise memoryLimit, or lower memoryAtStart: such a replica would be killed as it starts.",
    ],
    [
      "    memoryLimit: 16Gi",
      "    memoryLimit: ¦0Gi",
      "spec.fleet.memoryLimit: Write what a replica may use, such as 16Gi, or leave it out.",
    ],
    [
      "restartEvery: 5h",
      'restartEvery: ¦"2026-10-26T08:00:00Z"',
      "spec.fleet.restartEvery: Write the time since the beginning, such as 36h, in place of a date.",
    ],
    ["duration: 600s, ", "", "20:9 spec.load.stages[0]: Add `duration: 600s` or `requests: 1000`."],
    ["duration: 600s", "duration: 600s, requests: ¦5", "spec.load.stages[0].requests: Remove one of the two."],
    ["{ mean: 900, cv: 0.8 }", "¦{ mean: 900 }", "spec.load.stages[0].inputTokens.cv: Add `cv: 0.5`."],
    ["{ mean: 900, cv: 0.8 }", "¦lots", "spec.load.stages[0].inputTokens: Write it like this: 1024."],
    ["[0.5, 90]", "[¦0, 90]", "spec.load.stages[1].poisson.outputTokens.quantiles[1][0]: Sort the pairs by quantile."],
    [
      "[1, 800]",
      "[1, ¦8]",
      "spec.load.stages[1].poisson.outputTokens.quantiles[2][1]: Correct the pair: a higher quantile can not be shorter.",
    ],
    ["    min: 1", "    min: ¦0", "spec.autoscaler.min: Write min: 1, or kind: keda, which can scale to zero."],
    ["    min: 1", "    min: ¦5", "spec.autoscaler.min: Swap the two."],
    [
      "restartEvery: 5h",
      "restartEvery: ¦1ms",
      "spec.fleet.restartEvery: A replica that is restarted more often does nothing else.",
    ],
    [
      "    min: 1",
      "    syncPeriod: ¦0.5s\n    min: 1",
      "spec.autoscaler.syncPeriod: Autoscalers look once a second at most.",
    ],
    ["    metric: requests-waiting\n", "", "22:3 spec.autoscaler.metric: Add `metric: requests-waiting`."],
    [
      "    metric: requests-waiting\n    target: 4",
      "    metric: kv-use\n    target: ¦80",
      "spec.autoscaler.target: Write 80% if percent is meant.",
    ],
    ["kind: node-loss", "kind: ¦node-lost", 'spec.faults[0].kind: Did you mean "node-loss"?'],
    ["replica: 0 }", "replica: ¦-1 }", "spec.faults[0].replica: Write a number from 0 to 10000."],
    ["duration: 5m }", "}", "32:7 spec.faults[2].duration: Add `duration: 10m`."],
    ["seed: 7", "seed: ¦1.5", "spec.seed: Write a whole number, without decimals."],
  ])("%s → %s", (...mistake) => {
    const { text, expected } = withMistake(scenario, mistake);
    expect(summaries(() => readScenario(text, "s.yaml"))).toEqual([expected]);
  });

  it("exactly one kind of load", () => {
    const load = {
      closedLoop: { concurrency: 1, requests: 1, ...LENGTHS },
      poisson: { rate: 1, requests: 1, ...LENGTHS },
    };
    expect(summaries(() => fromJson({ stepTime: HARDWARE, load }))).toEqual([
      "4:null spec.load.poisson: Remove poisson, or closedLoop.",
    ]);
    expect(summaries(() => fromJson({ stepTime: HARDWARE, load: {} }))).toEqual([
      "4:null spec.load: Add one of them, or remove `load:` and pass --requests.",
    ]);
  });

  it("a scheduler unless the hardware chooses", () => {
    expect(summaries(() => fromJson({ stepTime: LINEAR }))).toEqual([
      "4:null spec.scheduler: Add it, or use stepTime { kind: hardware }, with which the engine chooses.",
    ]);
  });

  it("as many replicas at the beginning as the autoscaler allows", () => {
    const autoscaler = { kind: "hpa", min: 2, max: 3, metric: "concurrency", target: 4 };
    const read = (fleet?: object) => fromJson({ stepTime: HARDWARE, autoscaler, ...(fleet && { fleet }) });
    for (const replicas of [1, 4]) {
      expect(summaries(() => read({ replicas }))).toEqual([
        "4:null spec.fleet.replicas: Begin with a number between them, or leave replicas out.",
      ]);
    }
    expect([read().fleet.replicas, read({}).fleet.replicas, read({ replicas: 3 }).fleet.replicas]).toEqual([2, 2, 3]);
  });

  it("no fleet of nobody", () => {
    expect(summaries(() => fromJson({ stepTime: HARDWARE, fleet: { replicas: 0 } }))).toEqual([
      "4:null spec.fleet.replicas: Write replicas: 1, or add an autoscaler.",
    ]);
  });
});

describe("a line of a batch", () => {
  it("carries its file and line", () => {
    const problems = problemsOf(() => fromJson({ stepTime: { ...HARDWARE, gpu: "T4 " }, nope: 1 }));
    expect(problems).toHaveLength(2);
    expect(problems).toContainEqual(
      expect.objectContaining({ file: "batch.jsonl", line: 4, column: null, at: "spec.nope" }),
    );
  });

  it.each([
    [null],
    [[]],
    ["text"],
    [7],
    [{}],
    [{ kind: "Settings", spec: {} }],
    [{ spec: null }],
    [JSON.parse('{"__proto__":1}')],
  ])("%j is refused", (value) => {
    expect(problemsOf(() => scenarioFromJson(value, "batch.jsonl", 1)).length).toBeGreaterThan(0);
  });

  it("keeps its id as given", () => {
    expect(scenarioFromJson({ id: 12, spec: { stepTime: HARDWARE } }, "b", 1).id).toBe(12);
    expect(scenarioFromJson({ id: "x", spec: { stepTime: HARDWARE } }, "b", 1).id).toBe("x");
  });
});
