import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { loadline, temporaryFolder } from "../../support/command.ts";
import { committed, configRepository, MODEL } from "../../support/config-repository.ts";
import { sharedLoadline } from "../../support/many-commands.ts";

const NOW = ["--now", "2026-11-25"];

/** Standard output must be one JSON document that its published schema accepts, and nothing else. */
function document(name: keyof typeof outputs, stdout: string): Record<string, unknown> {
  const value: unknown = JSON.parse(stdout);
  return outputs[name].parse(value) as Record<string, unknown>;
}

describe("every --json document fits its published schema", () => {
  it("plan: twice the same bytes", async () => {
    const folder = configRepository();
    const first = await loadline(folder, "plan", "models/chat.yaml", "--json", ...NOW);
    const second = await sharedLoadline(folder, "plan", "models/chat.yaml", "--json", ...NOW);
    expect(first.stdout).toBe(second.stdout);
    expect(first.code).toBe(0);
    document("loadline.plan/v1", first.stdout);
  });

  it("diff: between two folders and between two revisions", async () => {
    const base = configRepository();
    const head = configRepository({ model: MODEL.replace("g5.2xlarge", "g6.xlarge") });
    const folders = await loadline(base, "diff", ".", head, "--json", ...NOW);
    const found = document("loadline.diff/v1", folders.stdout);
    expect(found["deployments"]).toMatchObject([{ name: "chat", change: "changed" }]);
    const git = committed(base);
    writeFileSync(join(base, "models/chat.yaml"), MODEL.replace("g5.2xlarge", "g6.xlarge"));
    git("commit", "-q", "-am", "head");
    const revisions = await sharedLoadline(base, "diff", "HEAD~1", "HEAD", "--json", ...NOW);
    const same = document("loadline.diff/v1", revisions.stdout);
    expect(same["verdict"]).toBe(found["verdict"]);
    expect(JSON.stringify(same["manifests"])).toBe(JSON.stringify(found["manifests"]));
    expect(revisions.code).toBe(folders.code);
  });

  it("fit, facts, schema, init", async () => {
    const folder = temporaryFolder();
    const fit = await loadline(folder, "fit", "--model", "Qwen/Qwen3-8B", "--gpu", "l40s", "--json");
    expect(document("loadline.fit/v1", fit.stdout)).toMatchObject({ fits: true });
    const old = await sharedLoadline(
      folder,
      "fit",
      "--model",
      "Qwen/Qwen3-8B",
      "--gpu",
      "l40s",
      "--engine",
      "vllm@9.9",
      "--json",
    );
    expect(document("loadline.fit/v1", old.stdout)).toMatchObject({ error: { kind: "refused" } });
    expect(old.code).toBe(1);
    const facts = document("loadline.facts/v1", (await loadline(folder, "facts", "--json")).stdout);
    expect((facts["facts"] as unknown[]).length).toBeGreaterThan(300);
    for (const { date, seen } of facts["facts"] as { date: string; seen: string }[]) expect(date).toBe(seen);
    const assumed = document(
      "loadline.facts/v1",
      (await sharedLoadline(folder, "facts", "--assumed", "--json")).stdout,
    );
    expect((assumed["facts"] as { basis: string }[]).every(({ basis }) => basis === "assumed")).toBe(true);
    const schemas = JSON.parse((await loadline(folder, "schema")).stdout) as object;
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining(["modeldeployment", "settings", "scenario", "plan"]));
    expect(document("loadline.init/v1", (await loadline(folder, "init", "new", "--json")).stdout)).toMatchObject({
      kept: [],
    });
    const again = await sharedLoadline(folder, "init", "new", "--json");
    expect(document("loadline.init/v1", again.stdout)).toMatchObject({ files: [] });
  });

  it("forecast: the horizon in windows, twice the same bytes", async () => {
    const folder = configRepository();
    const flags = ["--horizon", "2d", "--window", "30m", "--json", ...NOW];
    const first = await loadline(folder, "forecast", "traffic/chat.csv", ...flags);
    expect(first.code, first.stderr).toBe(0);
    const found = document("loadline.forecast/v1", first.stdout) as { points: { point: number }[] };
    expect(found).toMatchObject({ windowSeconds: 1800, level: 0.9 });
    expect(found.points).toHaveLength(96);
    expect((await sharedLoadline(folder, "forecast", "traffic/chat.csv", ...flags)).stdout).toBe(first.stdout);
  });

  it("render and validate: what was rendered is valid", async () => {
    const folder = configRepository();
    const rendered = await loadline(folder, "render", "models/chat.yaml", "--out", "out", "--json", ...NOW);
    const { files } = document("loadline.render/v1", rendered.stdout) as { files: { path: string }[] };
    expect(files.length).toBeGreaterThanOrEqual(8);
    const valid = await loadline(folder, "validate", "out", "--json");
    expect(document("loadline.validate/v1", valid.stdout)).toMatchObject({
      files: files.length,
      invalid: [],
      skipped: [],
    });
    expect(valid.code).toBe(0);
    writeFileSync(join(folder, "bad.yaml"), "apiVersion: apps/v2\nkind: Deployment\nmetadata: { name: a }\n");
    const invalid = await sharedLoadline(folder, "validate", "bad.yaml", "--json");
    expect(invalid.code).toBe(1);
    expect(document("loadline.validate/v1", invalid.stdout)["invalid"]).toHaveLength(1);
  });

  it("simulate: a scenario, its results, and a batch", async () => {
    const folder = temporaryFolder();
    const spec = {
      scheduler: { policy: "sarathi", maxBatchedTokens: 512, maxSequences: 128, kvBlocks: 3328 },
      stepTime: { kind: "linear", base: 0.016, perPrefillToken: 2e-5, perDecodeSequence: 1e-5, perKvToken: 7e-8 },
      fleet: { replicas: 1, router: "round-robin" },
      load: { closedLoop: { concurrency: 4, inputTokens: 64, outputTokens: 8, requests: 12 } },
      seed: 1,
    };
    writeFileSync(
      join(folder, "s.json"),
      JSON.stringify({ apiVersion: "loadline.dev/v1alpha1", kind: "Scenario", spec }),
    );
    const one = await loadline(folder, "simulate", "s.json", "--results", "r.csv", "--json");
    expect(document("loadline.simulate/v1", one.stdout)).toMatchObject({
      id: null,
      requests: { arrived: 12, completed: 12 },
    });
    const [head, ...rows] = readFileSync(join(folder, "r.csv"), "utf8").trim().split("\n");
    expect(head).toBe("request_id,arrival_s,scheduled_s,first_token_s,finish_s,replica,preemptions,status");
    expect(rows).toHaveLength(12);
    const lines = [
      { id: "a", kind: "Scenario", spec },
      { kind: "Scenario", spec: { ...spec, scheduler: {} } },
      "no json",
    ];
    writeFileSync(
      join(folder, "b.jsonl"),
      lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    );
    const batch = await sharedLoadline(folder, "simulate", "--batch", "b.jsonl");
    const answers = batch.stdout
      .trim()
      .split("\n")
      .map((line) => document("loadline.simulate/v1", line));
    expect(answers.map(({ id }) => id)).toEqual(["a", 2, 3]);
    expect(answers.map((answer) => "error" in answer)).toEqual([false, true, true]);
    expect(batch.code).toBe(1);
  });
});
