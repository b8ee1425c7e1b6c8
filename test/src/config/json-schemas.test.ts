import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
  calibrationYaml,
  jsonSchemas,
  readCalibration,
  readModelDeployment,
  readScenario,
  readSettings,
  readYaml,
} from "../../../src/config/index.ts";
import { outputJsonSchemas, outputs } from "../../../src/config/outputs/index.ts";
import { calibration } from "../../support/calibration.ts";
import { deployment, replaced, scenario, settings, smallDeployment } from "./examples.ts";
import { documents, percentiles } from "./output-documents.ts";

const schemas = jsonSchemas();
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
const validators = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));

function judge(name: string, value: unknown): boolean {
  const validate = validators[name];
  if (validate === undefined) throw new Error(`no schema ${name}`);
  return validate(value);
}

type Read = (text: string, file: string) => unknown;

const corpus: readonly (readonly [string, Read, string])[] = [
  ["modeldeployment", readModelDeployment, deployment],
  ["modeldeployment", readModelDeployment, smallDeployment],
  ["modeldeployment", readModelDeployment, replaced(deployment, "headroom: 10%", "headroom: 0.1")],
  ["modeldeployment", readModelDeployment, replaced(deployment, "mode: keda", "mode: scheduled")],
  [
    "modeldeployment",
    readModelDeployment,
    `${smallDeployment}  traffic: { prometheus: { server: a, rate: b, window: 7d } }\n`,
  ],
  ["settings", readSettings, settings],
  ["settings", readSettings, "apiVersion: loadline.dev/v1alpha1\nkind: Settings\n"],
  ["scenario", readScenario, scenario],
  ["scenario", readScenario, replaced(scenario, "timeout: 20s", "timeout: null")],
  ["calibration", readCalibration, calibrationYaml(calibration())],
];

describe("JSON Schemas of the input formats", () => {
  it("are four, with an address, a title and descriptions", () => {
    expect(Object.keys(schemas).sort()).toEqual(["calibration", "modeldeployment", "scenario", "settings"]);
    for (const [name, schema] of Object.entries(schemas)) {
      expect(schema).toMatchObject({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $id: `https://loadline.dev/schemas/v1alpha1/${name}.json`,
        description: expect.stringMatching(/\.$/),
        additionalProperties: false,
      });
      expect(JSON.stringify(schema)).not.toContain("x-loadline");
    }
  });

  it.each(corpus)("accept what the reader accepts (%s)", (name, read, text) => {
    expect(() => read(text, "f.yaml")).not.toThrow();
    expect([judge(name, readYaml(text, "f.yaml", () => true).value), validators[name]?.errors]).toEqual([true, null]);
  });

  it.each([
    ["weights: bf16", "weights: bf61"],
    ["maxContext: 16384", 'maxContext: "16384"'],
    ["restartEvery: 2d", "restartEvery: 2"],
    ["gpuMemoryUtilization: 92%", "gpuMemoryUtilization: 92"],
    ["name: gke", "name: lambda"],
    ["kvCache: fp8", "kvcache: fp8"],
    ["p95: 800ms", "q95: 800ms"],
    ["mode: keda", "mode: fixed"],
    ["- { cron", "- { other"],
  ])("refuse a wrong form as the reader does: %s → %s", (from, to) => {
    const text = replaced(deployment, from, to);
    expect(() => readModelDeployment(text, "f.yaml")).toThrow();
    expect(judge("modeldeployment", readYaml(text, "f.yaml").value)).toBe(false);
  });

  it("list the ids of the catalogue", () => {
    const known = JSON.stringify(jsonSchemas({ gpu: ["t4", "l4"], platform: ["eks"] }));
    expect(known).toContain('"enum":["t4","l4"]');
    expect(known).toContain('"enum":["eks"]');
  });

  it("do not ask for what has a default", () => {
    expect(schemas["modeldeployment"]).toMatchObject({
      properties: { metadata: { required: ["name"] }, spec: { required: ["model", "engine", "platform", "scaling"] } },
    });
  });
});

describe("JSON Schemas of the output documents", () => {
  it("compile, one for each document", () => {
    const printed = outputJsonSchemas();
    expect(Object.keys(printed)).toEqual([
      "advise",
      "calibrate",
      "commit",
      "compare",
      "diff",
      "doctor",
      "explain",
      "facts",
      "fit",
      "forecast",
      "init",
      "observe",
      "plan",
      "render",
      "review",
      "simulate",
      "validate",
    ]);
    for (const [name, schema] of Object.entries(printed)) {
      expect(schema).toMatchObject({
        $id: `https://loadline.dev/schemas/v1/${name}.json`,
        title: `loadline.${name}/v1`,
      });
      expect(() => ajv.compile(schema)).not.toThrow();
    }
  });
});

describe.each(Object.entries(outputs))("%s", (name, schema) => {
  const document = { schema: name, ...documents[name as keyof typeof outputs] };

  it("accepts its document, and as JSON Schema too", () => {
    expect(schema.safeParse(document).error).toBeUndefined();
    const printed = outputJsonSchemas()[name.slice("loadline.".length, -"/v1".length)];
    expect(new Ajv2020({ strict: false }).compile(printed ?? {})(document)).toBe(true);
  });

  it("refuses unknown keys and another name", () => {
    expect(schema.safeParse({ ...document, surprise: 1 }).success).toBe(false);
    expect(schema.safeParse({ ...document, schema: "loadline.other/v1" }).success).toBe(false);
  });
});

describe("the summary of a simulation", () => {
  const interval = { mean: [1, 2] };
  const summary = {
    schema: "loadline.simulate/v1",
    id: null,
    requests: { arrived: 1, completed: 1, rejected: 0, timedOut: 0, unfinished: 0 },
    ttftMs: percentiles,
    tpotMs: percentiles,
    itlMs: percentiles,
    e2eMs: percentiles,
    throughput: { requestsPerSecond: 1, outputTokensPerSecond: 10 },
    kv: { blocks: 10, meanUse: 0.1, maxUse: 0.2 },
    preemptions: 0,
    steps: 10,
    simulatedSeconds: 1,
    wallSeconds: 0.01,
    coverage: { status: "measured", why: "" },
    interval90: { ttftMs: interval, tpotMs: interval, e2eMs: { mean: null } },
  };

  it("has every key of the contract", () => {
    const { "loadline.simulate/v1": schema } = outputs;
    expect(schema.safeParse(summary).error).toBeUndefined();
    for (const key of Object.keys(summary)) {
      const { [key as keyof typeof summary]: _left, ...rest } = summary;
      expect([key, schema.safeParse(rest).success]).toEqual([key, false]);
    }
  });
});
