import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { jsonSchemas, readModelDeployment, readScenario, readSettings, readYaml } from "../../../src/config/index.ts";
import { sharedFolder, titled } from "../../support/shared.ts";

const folder = sharedFolder();
const examples = folder === null ? [] : yamlBlocks(readFileSync(join(folder, "CONTRACT.md"), "utf8"));

function yamlBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");
}

describe("the examples of the contract", () => {
  it.skipIf(folder === null)(titled("are read as they stand there", folder), () => {
    expect(examples).toHaveLength(3);
    const [deployment = "", settings = "", scenario = ""] = examples;
    expect(readModelDeployment(deployment, "chat.yaml").value).toMatchObject({
      name: "chat",
      engine: { name: "vllm", version: "0.15.1" },
      slo: { errorRate: 0.001, confidence: 0.9 },
      maintenance: { restartEvery: 21_600 },
    });
    expect(readSettings(settings, "loadline.yaml").value).toMatchObject({
      gitops: { repository: "acme/gitops", mode: "commit" },
      comment: { threshold: { monthlyUsd: 10, percent: 0.01 } },
    });
    expect(readScenario(scenario, "s.yaml").value).toMatchObject({
      id: "optional",
      kind: "explicit",
      scheduler: { policy: "sarathi", kvBlocks: 3328, watermarkBlocks: 33 },
      load: { kind: "closedLoop", concurrency: 32, requests: 320 },
      seed: 1,
    });
  });

  it.skipIf(folder === null)(titled("fit their JSON Schemas", folder), () => {
    const schemas = jsonSchemas();
    const judged = ["modeldeployment", "settings", "scenario"].map((name, index) => {
      const validate = new Ajv2020({ strict: false }).compile(schemas[name] ?? false);
      return [name, validate(readYaml(examples[index] ?? "", name).value), validate.errors];
    });
    expect(judged).toEqual([
      ["modeldeployment", true, null],
      ["settings", true, null],
      ["scenario", true, null],
    ]);
  });
});
