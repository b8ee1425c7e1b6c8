import { beforeAll, expect, it } from "vitest";
import { manifestFindings } from "../../../planner/index.ts";
import { calm } from "../../../planner/policies/_example.ts";
import { manifestsOf } from "../../../src/render/documents.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { shippedTemplates } from "./sample.ts";
import { everyDeployment } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

/** What the user wrote, and what the engine leaves no other way for; templates themselves give no cause. */
const OF_THE_USER = ["gpu-utilization-scaling", "unpinned-packages", "key-in-environment", "trace-everything"];

it.each(Object.entries(everyDeployment))("no policy minds what is rendered: %s", (_name, input) => {
  const manifests = manifestsOf(renderManifests(input, templates));
  const forecast = { ...calm, deployment: input.deployment, plan: input.plan };
  const findings = manifestFindings({ manifests, forecast }, null);
  expect(findings.filter(({ id }) => !OF_THE_USER.includes(id))).toEqual([]);
  expect(findings.filter(({ severity }) => severity === "blocking")).toEqual([]);
});
