import { beforeAll, expect, it } from "vitest";
import { manifestFindings } from "../../../planner/index.ts";
import { calm } from "../../../planner/policies/_example.ts";
import { manifestsOf } from "../../../src/render/documents.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { managed } from "./managed-variety.ts";
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
