import { describe, expect, it } from "vitest";
import { platforms } from "../../../planner/index.ts";
import { readModelDeployment } from "../../../src/config/index.ts";
import { deployment, type Mistake, problemsOf, replaced, smallDeployment, summaries, withMistake } from "./examples.ts";

const read = (text: string) => () => readModelDeployment(text, "m.yaml");
const small = (from: string, to: string) => summaries(read(replaced(smallDeployment, from, to)));

describe("each mistake has its place and its advice", () => {
  it.each<Mistake>([
    ["name: support", "name: ¦Support_1", "metadata.name: Write it like this: support-1."],
    ["name: support", "name: ¦7", "metadata.name: Put it in quotes, so that it is read as text."],
    [
      "labels: { team: help }",
      "labels: { team: ¦true }",
      "metadata.labels.team: Put it in quotes, so that it is read as text.",
    ],
    ["labels: { team: help }", "labels: { ¦-x: help }", 'metadata.labels["-x"]: Rename the key.'],
    ["    weights: bf16", "    ¦wieghts: bf16", 'spec.model.wieghts: Did you mean "weights"?'],
    ["weights: bf16", "weights: ¦bf61", 'spec.model.weights: Did you mean "bf16"?'],
    ["revision: a09a354", "revision: ¦1093540", "spec.model.revision: Put it in quotes, so that it is read as text."],
    ["revision: a09a354", "revision: ¦a/../b", 'spec.model.revision: Write it like this: "0e9e39f".'],
    [
      "id: Qwen/Qwen2.5-7B-Instruct",
      "id: ¦https://hf.co/Qwen/x",
      "spec.model.id: Write the id alone, without the address in front of it.",
    ],
    ["    id: Qwen/Qwen2.5-7B-Instruct\n", "", "5:3 spec.model.id: Add `id: meta-llama/Llama-3.1-8B-Instruct`."],
    ["maxContext: 16384", "maxContext: ¦16k", "spec.model.maxContext: Write it like this: 8192."],
    [
      "maxContext: 16384",
      'maxContext: ¦"16384"',
      "spec.model.maxContext: Remove the quotes, so that it is read as a number.",
    ],
    ["name: vllm, ", "name: vllm, ¦version: 0.15, ", "spec.engine.version: Write it behind the name: vllm@0.15."],
    [
      "gpuMemoryUtilization: 92%",
      "gpuMemoryUtilization: ¦92",
      "spec.engine.gpuMemoryUtilization: Write 92% if percent is meant; a number without % is a fraction from 0 to 1.",
    ],
    [
      "name: gke",
      "name: ¦lambda",
      "spec.platform.name: Write aws-lambda for AWS Lambda or lambda-cloud for the GPU cloud of that name.",
    ],
    ["name: gke", "name: ¦Cloud_Run", "spec.platform.name: Write it like this: cloud-run."],
    ["tensorParallel: 1", "tensorParallel: ¦0", "spec.platform.tensorParallel: Write a number from 1 to 1024."],
    [
      "tensorParallel: 1",
      "tensorParallel: ¦1.5",
      "spec.platform.tensorParallel: Write a whole number, without decimals.",
    ],
    [
      "mode: keda",
      "mode: hpa",
      "15:18 spec.scaling.minReplicas: Write minReplicas: 1, or mode: keda, which can scale to zero.",
    ],
    ["mode: keda", "mode: ¦kedo", 'spec.scaling.mode: Did you mean "keda"?'],
    [
      "    minReplicas: 0",
      "    minReplicas: 1\n    wakeUp: ¦up",
      "spec.scaling.wakeUp: Remove it, or write minReplicas: 0: a fleet that is never at zero needs no waking.",
    ],
    ["    minReplicas: 0", "    minReplicas: ¦7", "spec.scaling.minReplicas: Swap the two, or raise maxReplicas."],
    [
      "maxReplicas: 6",
      "maxReplicas: 6\n    ¦replicas: 6",
      "spec.scaling.replicas: Write minReplicas and maxReplicas; replicas: N belongs to mode: fixed.",
    ],
    ["value: 80%", "value: ¦80", "spec.scaling.target.value: Write 80% if percent is meant."],
    ["metric: kv-use", "metric: ¦kv-usage", 'spec.scaling.target.metric: Did you mean "kv-use"?'],
    [
      "30 6 * * mon-fri",
      "30 6 * * mon-fry",
      "20:17 spec.scaling.schedule[0].cron: Check the day of the week field: 0 to 7, lists (1,2), ranges (1-5) or steps (*/5).",
    ],
    [
      "minReplicas: 3 }",
      "minReplicas: ¦9 }",
      "spec.scaling.schedule[0].minReplicas: Raise maxReplicas to 9, or lower this minimum.",
    ],
    [
      "file: traffic/support.csv",
      "file: ¦../support.csv",
      "spec.traffic.file: Move the file below that folder: .. may not lead outside.",
    ],
    [
      "file: traffic/support.csv",
      "file: ¦traffic/../../support.csv",
      "spec.traffic.file: Move the file below that folder: .. may not lead outside.",
    ],
    [
      "file: traffic/support.csv",
      "file: ¦https://x/y.csv",
      "spec.traffic.file: Save the file beside the configuration and name it: addresses are not followed.",
    ],
    ["    file: traffic/support.csv\n", "", "21:3 spec.traffic: Add `file: traffic/chat.csv`, or remove `traffic:`."],
    [
      "+01:00",
      "",
      '23:12 spec.traffic.start: The offset is missing. Write "2026-03-02T00:00:00Z" for UTC, or +02:00 and the like instead of Z.',
    ],
    [
      "duration: 90m",
      "duration: ¦90",
      "spec.traffic.events[0].duration: The unit is missing. Write 90s for seconds, 90ms for milliseconds, or 90m, 90h, 90d.",
    ],
    ["2026-12-25", "¦2026-02-29", "spec.traffic.holidays[0]: Check the date: this day does not exist."],
    ["2026-12-25", "¦20261225", "spec.traffic.holidays[0]: Write year-month-day, in quotes and without a time."],
    [
      '"2026-12-24"',
      "¦2026-12-24T00:00:00Z",
      "spec.traffic.holidays[1].date: Write year-month-day, in quotes and without a time.",
    ],
    ["like: saturday", "like: ¦saturdy", 'spec.traffic.holidays[1].like: Did you mean "saturday"?'],
    ["2026-12-25, {", "2026-12-24, ¦{", "spec.traffic.holidays[1]: Remove one of the two."],
    ["p95: 800ms", "¦p0: 800ms", "spec.slo.ttft.p0: Rename the key."],
    ["p95: 800ms", "p99.95: ¦800ms", 'spec.slo.ttft["p99.95"]: Write p99.9.'],
    ["p95: 800ms", "p99.90: 800ms", '28:40 spec.slo.ttft["p99.9"]: Remove one of the two.'],
    [
      "p95: 800ms",
      "p95: ¦800",
      "spec.slo.ttft.p95: The unit is missing. Write 800s for seconds, 800ms for milliseconds, or 800m, 800h, 800d.",
    ],
    ["e2e: { p99: 1m }", "e2e: ¦{}", "spec.slo.e2e: Add one, such as p95: 1.5s, or remove the key."],
    ["confidence: 95%", "confidence: ¦100%", "spec.slo.confidence: Write a percentage from above 0% to below 100%."],
    ["monthlyUsd: 1500.5", "monthlyUsd: ¦$1500", "spec.budget.monthlyUsd: Write it like this: 3000."],
    ["budget: { monthlyUsd: 1500.5 }", "¦budget:", "spec.budget: Give it keys, or remove `budget:`."],
    [
      "restartEvery: 2d",
      "restartEvery: ¦5h",
      "spec.maintenance.restartEvery: Choose one of these; a cron job can not keep other intervals.",
    ],
    [
      "restartEvery: 2d",
      "restartEvery: ¦36h",
      "spec.maintenance.restartEvery: Choose one of these; a cron job can not keep other intervals.",
    ],
    [
      "ingressFrom: [web, batch]",
      "ingressFrom: ¦web",
      'spec.access.ingressFrom: Write a list: [ … ], or one item a line that starts with "- ".',
    ],
    ["key: kv/hub", 'key: ¦""', "spec.access.secrets[0].key: Write it like this: prod/hf."],
    ["kind: langchain,", "kind: ¦langchian,", 'spec.gateway.kind: Did you mean "langchain"?'],
    [
      "langchain: 0.3.1",
      "langchain: ¦0.3",
      "spec.gateway.pins.langchain: Put it in quotes, so that it is read as text.",
    ],
    [
      "langsmith: 0.05",
      "langsmith: ¦5",
      "spec.gateway.tracing.langsmith: Write 5% if percent is meant; a number without % is a fraction from 0 to 1.",
    ],
  ])("%s → %s", (...mistake) => {
    const { text, expected } = withMistake(deployment, mistake);
    expect(summaries(read(text))).toEqual([expected]);
  });

  it.each([
    [
      "{ mode: fixed, replicas: 1 }",
      "{ mode: fixed, minReplicas: 1 }",
      [
        "8:12 spec.scaling.replicas: Add `replicas: 2`.",
        "8:27 spec.scaling.minReplicas: With mode: fixed write replicas: N instead of a minimum and a maximum.",
      ],
    ],
    [
      "{ mode: fixed, replicas: 1 }",
      "{ mode: scheduled, minReplicas: 0, maxReplicas: 2 }",
      ['8:12 spec.scaling.schedule: Add an entry such as { cron: "0 7 * * 1-5", duration: 12h, minReplicas: 4 }.'],
    ],
    ["{ mode: fixed, replicas: 1 }", "{ replicas: 1 }", ["8:12 spec.scaling.mode: Add `mode: fixed`."]],
    [
      "  scaling: { mode: fixed, replicas: 1 }\n",
      "  extra: 1\n",
      [
        "4:1 spec.scaling: Add `scaling:` with its keys below it.",
        "8:3 spec.extra: Remove it, or use one of these keys.",
      ],
    ],
  ])("%s → %s", (from, to, expected) => {
    expect(small(from, to)).toEqual(expected);
  });

  it("says what stood there, escaped and short", () => {
    const [problem] = problemsOf(read(replaced(deployment, "weights: bf16", `weights: "\\e[31m${"x".repeat(200)}"`)));
    expect(problem?.found).toMatch(/^"\\u\{1b\}\[31mx+…"$/);
    expect(problem?.found.length).toBeLessThan(90);
    expect(problem?.wanted).toBe("weights: one of bf16, fp16, fp8, int8, gptq-int4, awq-int4, mxfp4, nvfp4");
  });

  it("shows numbers as they are written", () => {
    const [problem] = problemsOf(read(replaced(deployment, "revision: a09a354", "revision: 0e93921")));
    expect(problem?.found).toBe("0e93921");
  });

  it("lists at most 20, in order, and counts the rest", () => {
    const keys = Array.from({ length: 25 }, (_, index) => `  zz${index}: 1\n`).join("");
    const problems = problemsOf(read(smallDeployment + keys));
    expect(problems.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => 9 + index));
    expect(problems.at(-1)?.advice).toContain("(5 more problems are not shown.)");
  });
});

describe("a missing instance", () => {
  const without = (name: string) => {
    const text = replaced(
      smallDeployment,
      "name: eks, region: us-east-1, instance: g4dn.xlarge",
      `name: ${name}, region: x`,
    );
    return problemsOf(read(text))[0]?.advice ?? "";
  };

  it("is answered with one that the named platform rents", () => {
    for (const [id, { name, shapes }] of Object.entries(platforms)) {
      if (Object.keys(shapes).length === 0) continue;
      const [, instance = ""] = /^Add `instance: (.+)`, or another that (.+) rents\.$/.exec(without(id)) ?? [];
      expect(Object.keys(shapes), `${name}: ${without(id)}`).toContain(instance);
    }
  });

  it("is answered with the reason and the successor where nothing is rented", () => {
    expect(without("azure-container-instances")).toMatch(/no GPUs since 2025-07-14.*Use azure-container-apps/);
  });

  it("is answered with an example where nobody knows the platform", () => {
    expect(without("mars")).toBe("Add `instance: g5.2xlarge`.");
  });
});
