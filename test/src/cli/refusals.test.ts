import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { temporaryFolder } from "../../support/command.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { withFiles } from "../../support/in-process.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";

const QUICK = ["--now", "2026-11-25", "--horizon", "1d"];
const NEXT = MODEL.replace("3.1-8B", "3.1-9B").replace("name: chat", "name: next");
const FUTURE = MODEL.replace("v0.15.1", "v9.9.0").replace("name: chat", "name: future");

/** Two deployments that nobody can plan beside one that is known. */
const repository = () => withFiles(configRepository(), { "models/next.yaml": NEXT, "models/future.yaml": FUTURE });

async function answered(folder: string, name: keyof typeof outputs, ...words: readonly string[]) {
  const { code, stdout, stderr } = await loadline(folder, ...words, ...QUICK, "--json");
  expect(code, stderr).toBe(1);
  return outputs[name].parse(JSON.parse(stdout)) as unknown;
}

describe("what nobody knows is an answer with exit code 1", () => {
  it("advise: no plan for an unknown model, and what is nearest; the others have theirs", async () => {
    const folder = repository();
    expect(await answered(folder, "loadline.advise/v1", "advise", "models/next.yaml")).toMatchObject({
      ...{ feasible: false, recommendation: null, nearestMiss: null, runnersUp: [] },
      candidates: { considered: 0, simulated: 0 },
      unknown: ["meta-llama/Llama-3.1-9B-Instruct is not a model of the catalogue"],
      current: { verdict: "unknown" },
    });
    const { stdout } = await loadline(folder, "advise", "models/next.yaml", ...QUICK);
    expect(stdout).toMatch(/Nearest known: meta-llama\/Llama-3\.1-8B-Instruct/);
    const both = await answered(folder, "loadline.advise/v1", "advise", "models/chat.yaml", "models/next.yaml");
    expect(both).toMatchObject({ feasible: false, deployments: [{ feasible: true }, { feasible: false }] });
  });

  it("compare: unknown on every platform that rents machines", async () => {
    const folder = repository();
    const compared = await answered(folder, "loadline.compare/v1", "compare", "models/next.yaml");
    const { platforms } = compared as { platforms: { platform: string; verdict: string; reason: string }[] };
    expect(platforms).toHaveLength(10);
    for (const { platform, verdict, reason } of platforms) {
      expect([platform, verdict]).toEqual([platform, platform === "azure-container-instances" ? "block" : "unknown"]);
      if (verdict === "unknown") expect(reason).toMatch(/not a model of the catalogue.*Llama-3\.1-8B-Instruct/);
    }
    const { stdout } = await loadline(folder, "compare", "models/next.yaml", ...QUICK);
    expect(stdout.match(/not a model of the/g)).toHaveLength(1);
  });

  it("observe: refused before any server is asked", async () => {
    const folder = repository();
    const { code, stdout, stderr } = await loadline(
      folder,
      "observe",
      "models/next.yaml",
      "--now",
      "2026-11-25",
      "--json",
    );
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "loadline.observe/v1", error: { kind: "refused" } });
    expect(stdout).toMatch(/Llama-3\.1-9B-Instruct is not a model of the catalogue/);
  });

  it.each([
    { what: "model", file: "models/next.yaml", id: "unknown-model", line: 5 },
    { what: "engine", file: "models/future.yaml", id: "unknown-engine-version", line: 6 },
  ])("render: an unknown $what, on its line, and no file of the others", async ({ file, id, line }) => {
    const folder = repository();
    const rendered = await answered(folder, "loadline.render/v1", "render", "models/chat.yaml", file, "--out", "out");
    expect(rendered).toMatchObject({ files: [], findings: [{ id, severity: "blocking", file, line }] });
    expect(readdirSync(folder)).not.toContain("out");
  });

  it("commit: says that the verdict is unknown, and that no override helps", async () => {
    const folder = repository();
    const target = ["--repo", temporaryFolder(), "--branch", "main"];
    const override = ["--override", "unknown-engine-version"];
    for (const more of [[], override]) {
      const words = ["commit", "models/future.yaml", ...target, ...more];
      expect(await answered(folder, "loadline.commit/v1", ...words)).toMatchObject({
        ...{ commit: null, changed: false, paths: [] },
        reason: "the verdict is unknown: nothing can be planned for future",
        findings: [{ id: "unknown-engine-version" }],
      });
    }
  });

  it("commit: an unknown price, until it is overridden", async () => {
    const folder = configRepository({ model: MODEL.replace("instance: g5", "region: eu-nowhere-1, instance: g5") });
    const target = ["--repo", temporaryFolder(), "--branch", "main"];
    expect(await answered(folder, "loadline.commit/v1", "commit", "models/chat.yaml", ...target)).toMatchObject({
      reason: "the verdict is unknown",
    });
  });
});
