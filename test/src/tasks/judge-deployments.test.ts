import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { manifestFindings } from "../../../planner/index.ts";
import { manifestsOf } from "../../../src/render/documents.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { commitDeployments } from "../../../src/tasks/commit-deployments.ts";
import type { ForecastOptions } from "../../../src/tasks/forecast-deployments.ts";
import { planDeployments } from "../../../src/tasks/plan-deployments.ts";
import { renderToFolder } from "../../../src/tasks/render-deployments.ts";
import { reviewChange } from "../../../src/tasks/review-change.ts";
import { realWorld } from "../../../src/world.ts";
import { temporaryFolder } from "../../support/command.ts";
import { configRepository, MODEL, SETTINGS } from "../../support/config-repository.ts";
import { calm } from "../../support/forecast-fixture.ts";
import { shippedTemplates, variety } from "../render/sample.ts";

const OPTIONS: ForecastOptions = {
  ...{ now: Date.UTC(2026, 10, 25) / 1000, seed: 1, horizonSeconds: 7 * 86_400, trafficScale: 1, traffic: null },
  lengthScale: { input: 1, output: 1 },
  progress: () => undefined,
};

/** A world whose templates somebody has changed. */
async function overridden(from: string, to: string) {
  const texts = new Map(await shippedTemplates());
  const name = "kubernetes/deployment.yaml.hbs";
  texts.set(name, texts.get(name)?.replace(from, to) ?? "");
  return { ...realWorld(), templates: { read: async () => texts } };
}

const withKey = () =>
  overridden("          env:\n", `          env:\n            - {name: HF_TOKEN, value: hf_${"a1".repeat(17)}}\n`);

const modelIn = (folder: string) => join(folder, "models/chat.yaml");
const KEY = { id: "literal-key", file: "clusters/prod/ai-models/chat/deployment.yaml" };

describe("manifests after template overrides", () => {
  it("block a plan and a commit alike, with the rendered file and line", async () => {
    const world = await withKey();
    const config = configRepository();
    const plan = await planDeployments([modelIn(config)], world, OPTIONS);
    expect(plan.code).toBe(1);
    expect(plan.document()).toMatchObject({
      deployments: [
        {
          verdict: "block",
          findings: expect.arrayContaining([
            {
              ...KEY,
              severity: "blocking",
              line: expect.any(Number),
              message: expect.any(String),
              action: expect.any(String),
            },
          ]),
        },
      ],
    });
    const target = {
      named: [modelIn(config)],
      repository: temporaryFolder(),
      branch: "main",
      override: [],
      pullRequest: null,
    };
    const commit = await commitDeployments(target, world, OPTIONS);
    expect(commit.document()).toMatchObject({
      commit: null,
      findings: expect.arrayContaining([expect.objectContaining(KEY)]),
    });
  });

  it("are judged as Settings say, and shown by render, which writes all the same", async () => {
    const world = await withKey();
    const lower = `${SETTINGS}policies: { literal-key: { severity: notice } }\n`;
    const config = configRepository({ settings: lower });
    const out = temporaryFolder();
    const rendered = await renderToFolder({ named: [modelIn(config)], target: { out } }, world, OPTIONS);
    expect(rendered).toMatchObject({ code: 0 });
    expect(rendered.document()).toMatchObject({ findings: [{ ...KEY, severity: "notice" }] });
    expect(rendered.text({ width: 100, color: false })).toContain("· notice  literal-key  clusters/prod/");
    const off = configRepository({ settings: `${SETTINGS}policies: { literal-key: { severity: off } }\n` });
    const plan = await planDeployments([modelIn(off)], world, OPTIONS);
    expect(plan.text({ width: 100, color: false })).not.toContain("literal-key");
  });

  it("are part of a review, whose base says how they weigh", async () => {
    const world = await withKey();
    const head = configRepository({
      model: MODEL.replace("maxSequences: 64", "maxSequences: 48"),
      settings: `${SETTINGS}policies: { literal-key: { severity: off } }\n`,
    });
    const review = await reviewChange({ base: configRepository(), head }, world, OPTIONS);
    expect(review.document()).toMatchObject({
      verdict: "block",
      findings: expect.arrayContaining([expect.objectContaining({ ...KEY, severity: "blocking" })]),
    });
  });

  it("do not stand in the way of a plan that nothing can be rendered for", async () => {
    const config = configRepository({ model: MODEL.replace("mode: keda", "mode: hpa, headroom: 10%") });
    const world = { ...realWorld(), templates: { read: async () => new Map<string, string>() } };
    expect((await planDeployments([modelIn(config)], world, OPTIONS)).document()).toMatchObject({
      deployments: [{ name: "chat" }],
    });
  });
});

describe.each(Object.entries(variety))("what the shipped templates make of %s", (name, input) => {
  it("is what policies want", async () => {
    const manifests = manifestsOf(renderManifests(input, await shippedTemplates()));
    const forecast = { ...calm, deployment: input.deployment, plan: input.plan };
    const found = [
      ...manifestFindings({ manifests, forecast }, null),
      ...manifestFindings({ manifests, forecast: null }, null),
    ].map(({ id }) => id);
    expect([...new Set(found)].sort()).toEqual(ASKED_FOR[name] ?? []);
  });
});

/** What the ModelDeployments themselves ask for. */
const ASKED_FOR: Readonly<Record<string, readonly string[]>> = {
  "keda on GPU utilisation": ["gpu-utilization-scaling"],
  "a gateway without pins, and a collector of one's own": ["trace-everything", "unpinned-packages"],
  tgi: ["archived-engine", "key-in-environment"],
};
