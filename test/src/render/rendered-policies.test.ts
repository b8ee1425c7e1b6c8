import { beforeAll, expect, it } from "vitest";
import { manifestFindings } from "../../../planner/index.ts";
import { calm } from "../../../planner/policies/_example.ts";
import { manifestsOf } from "../../../src/render/documents.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { managed, managedCalled } from "./managed-variety.ts";
import { shippedTemplates } from "./sample.ts";
import { everyDeployment } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

/** What the user wrote, and what the engine leaves no other way for; templates themselves give no cause. */
const OF_THE_USER = ["gpu-utilization-scaling", "unpinned-packages", "key-in-environment"];

it.each(Object.entries({ ...everyDeployment, ...managed }))("no policy minds what is rendered: %s", (_name, input) => {
  const manifests = manifestsOf(renderManifests(input, templates));
  const forecast = { ...calm, deployment: input.deployment, plan: input.plan };
  const findings = manifestFindings({ manifests, forecast }, null);
  // A deployment that asks for all of its requests to be traced is told so; no other is.
  const traces = (input.deployment.gateway?.langsmith ?? 0) >= 1;
  expect(findings.some(({ id }) => id === "trace-everything")).toBe(traces);
  const own = [...OF_THE_USER, ...(traces ? ["trace-everything"] : [])];
  expect(findings.filter(({ id }) => !own.includes(id))).toEqual([]);
  expect(findings.filter(({ severity }) => severity === "blocking")).toEqual([]);
});

/** Where a key would stand as text in what an operator hands to a managed platform. */
const PLACES = [
  ["cloud-run", "value: loadline", "value: KEY"],
  ["azure-container-apps", "value: loadline", "value: KEY"],
  ["sagemaker", "SM_VLLM_MODEL: meta-llama/Llama-3.1-8B-Instruct", "SM_VLLM_MODEL: KEY"],
  ["aws-lambda", "USER: loadline", "USER: KEY"],
  ["hf-endpoints", '"USER": "loadline"', '"USER": "KEY"'],
  ["hf-endpoints", '"HF_TOKEN": "{{ chat-secrets:ai-models:hf-token }}"', '"HF_TOKEN": "KEY"'],
] as const;

it.each(PLACES)("a key as text is blocking on %s, in place of %s", (name, from, to) => {
  const key = `hf_${"a1".repeat(17)}`;
  const files = new Map(
    [...renderManifests(managedCalled(name), templates)].map(([path, text]) => [
      path,
      text.replace(from, to.replace("KEY", key)),
    ]),
  );
  expect([...files.values()].join("\n")).toContain(key);
  const findings = manifestFindings({ manifests: manifestsOf(files), forecast: null }, null);
  expect(findings).toMatchObject([{ id: "literal-key", severity: "blocking" }]);
  expect(JSON.stringify(findings)).not.toContain(key);
});
